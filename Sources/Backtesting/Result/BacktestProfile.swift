public import Market
public import Trading

/// What became of one strategy in a backtest: what it saw, what stopped it, what it traded, and
/// what that came to. The profiles and the arbitrage strategy add up to the account.
///
/// Counted from the fills of its own orders and from what its markets paid, not from the engine's
/// ledgers, so that each can be held against the other.
public struct BacktestProfile: Hashable, Sendable, Codable {
  /// How often a gate was the first to stop it.
  public struct Stops: Hashable, Sendable, Codable {
    public var gate: Gate
    /// Signals: edges large enough before the fee.
    public var signals: Int
    /// Judgements of a market, which are many more: most see no edge.
    public var judgements: Int

    public init(gate: Gate, signals: Int, judgements: Int) {
      self.gate = gate
      self.signals = signals
      self.judgements = judgements
    }
  }

  public var name: String
  /// Its cash at the start of each day; the arbitrage strategy has what the profiles leave.
  public var capital: Money
  /// Edges it saw; the arbitrage strategy says none.
  public var signals = 0
  /// By the first gate that failed, gates in their order; what traded is in ``entries``.
  public var stops: [Stops] = []
  /// Orders to enter that were sent.
  public var entries = 0
  public var fills = 0
  /// Contracts of all its fills, buys and sells alike.
  public var contracts = Quantity.zero
  /// What its entries paid, without fees.
  public var cost = Money.zero
  public var fees = Money.zero
  /// What sales brought over what was sold had cost, fees apart.
  public var sold = Money.zero
  /// What results paid over what was held had cost.
  public var settled = Money.zero
  /// What is still held would bring, over what it cost.
  public var marked = Money.zero
  /// Positions that have come to nothing held, by sale or by result, and those still held.
  public var closed = 0
  public var open = 0

  public init(name: String, capital: Money) {
    self.name = name
    self.capital = capital
  }

  /// Fees taken off; what is still held at what closing would bring.
  public var net: Money { sold + settled + marked - fees }

  /// Signals that some gate stopped.
  public var blocked: Int { stops.reduce(0) { $0 + $1.signals } }

  /// Adds what became of the same strategy on a later stretch.
  mutating func add(_ later: BacktestProfile) {
    signals += later.signals
    stops = Gate.allCases.compactMap { gate in
      let both = (stops + later.stops).filter { $0.gate == gate }
      guard !both.isEmpty else { return nil }
      return Stops(
        gate: gate, signals: both.reduce(0) { $0 + $1.signals },
        judgements: both.reduce(0) { $0 + $1.judgements })
    }
    entries += later.entries
    fills += later.fills
    contracts += later.contracts
    cost += later.cost
    fees += later.fees
    sold += later.sold
    settled += later.settled
    marked += later.marked
    closed += later.closed
    open += later.open
  }

  /// Two lists as one, each strategy once, in the order of their first appearance.
  static func joined(_ first: [BacktestProfile], _ second: [BacktestProfile]) -> [BacktestProfile] {
    var all = first
    for profile in second {
      if let place = all.firstIndex(where: { $0.name == profile.name }) {
        all[place].add(profile)
      } else {
        all.append(profile)
      }
    }
    return all
  }
}

public import Market

/// Where an account stood: what its limits have counted, what keeps it from new risk, what it had,
/// and whose that was.
///
/// Kept in the journal after everything that changes it, so that a restart is like a connection
/// that was down for a while: no limit, no halt and no owner is forgotten, what was traded and paid
/// out meanwhile is booked where it belongs, and what the exchange has is held against it.
public struct Standing: Hashable, Sendable, Codable {
  /// What one ledger has counted, and its breaker.
  public struct Risk: Hashable, Sendable, Codable {
    public var counters: RiskCounters
    public var breaker: CircuitBreaker

    public init(counters: RiskCounters, breaker: CircuitBreaker) {
      self.counters = counters
      self.breaker = breaker
    }
  }

  /// What the account holds in one market, whoever has bought it.
  public struct Position: Hashable, Sendable, Codable {
    public var ticker: String
    /// Signed: long YES is positive.
    public var quantity: Quantity
    public var cost: Money
  }

  /// A decided market whose payout our count holds already, and the exchange has not paid yet.
  public struct Payout: Hashable, Sendable, Codable {
    public var ticker: String
    /// What YES pays.
    public var value: Price
    /// Contracts that our count has paid out, below zero for NO: the market may be decided
    /// otherwise yet.
    public var contracts: Quantity
    /// The same of each strategy, by its place among ``Standing/profiles``.
    public var parts: [Quantity]
  }

  /// What a strategy holds in one market, and how it means to sell it.
  public struct Holding: Hashable, Sendable, Codable {
    public var ticker: String
    /// Signed; zero where only an entry is under way.
    public var quantity: Quantity
    public var cost: Money
    public var openedAt: Timestamp
    /// Realised since it was opened, fees taken off.
    public var net: Money
    /// Fees paid for what is held.
    public var fees: Money
    /// Net edge of the last entry, in 1/10 000 $ a contract.
    public var netEdge: Int32
    public var levels: ExitLevels?
    /// Why it was being sold; nil where it was not.
    public var trigger: ExitTrigger?
  }

  /// An order of which fills may still come to be known.
  public struct Order: Hashable, Sendable, Codable {
    public var id: ClientOrderID
    public var ticker: String
    /// Where its strategy is among ``Standing/profiles``.
    public var profile: UInt8
    public var sentAt: Timestamp
  }

  /// One strategy's money and holdings.
  public struct Profile: Hashable, Sendable, Codable {
    /// As the configuration names it; the arbitrage strategy's is `ARBITRAGE`.
    public var name: String
    /// What it was given: the configuration's, less what the account did not have.
    public var capital: Money
    public var cash: Money
    public var risk: Risk
    /// Ascending by market.
    public var holdings: [Holding]
  }

  /// Counts an entry that left after this was kept, and notes any order that did.
  ///
  /// - Parameter ticker: of its market.
  public mutating func count(_ order: EngineOrder, ticker: String, at time: Timestamp) {
    let place = Int(order.profile.index)
    guard place < profiles.count else { return }
    orders.append(
      Order(id: order.id, ticker: ticker, profile: order.profile.index, sentAt: time))
    guard order.purpose == .entry else { return }
    let contracts = order.quantity.hundredths / 100
    account.counters.recount(contracts: contracts, at: time)
    if order.profile != .arbitrage {
      profiles[place].risk.counters.recount(contracts: contracts, at: time)
    }
  }

  public var account: Risk
  /// All that is held was being sold by the operator's word.
  public var isFlattening: Bool
  /// Ascending by market.
  public var positions: [Position]
  /// The arbitrage strategy first; empty where the account was never read.
  public var profiles: [Profile]
  /// What worked, and the last of what was over.
  public var orders: [Order]
  /// When orders were refused lately, ascending.
  public var refusals: [Timestamp]
  public var payouts: [Payout]
  /// When both sides last agreed on the cash: what was paid in or out since is news.
  public var cashAgreedAt: Timestamp
  /// By how much the exchange's cash was known to differ from ours: theirs less ours.
  public var cashDifference: Money
  /// What trades in markets that are not followed had brought in then; nil where not known.
  public var otherCash: Money?
}

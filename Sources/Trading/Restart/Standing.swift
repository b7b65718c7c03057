public import Market

/// Where an account stood: what its limits have counted, what keeps it from new risk, and whose
/// contracts are whose.
///
/// Kept in the journal after everything that changes it, so that a restart forgets no limit, no
/// halt and no owner. What the exchange knows itself (positions, cash, orders) is its word to give;
/// this only says what it cannot know.
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

  /// What a strategy holds in one market, and how it means to sell it.
  public struct Holding: Hashable, Sendable, Codable {
    public var ticker: String
    /// Signed: long YES is positive.
    public var quantity: Quantity
    public var cost: Money
    public var openedAt: Timestamp
    /// Realised since it was opened, fees taken off.
    public var net: Money
    /// Fees paid since it was opened.
    public var fees: Money
    /// Net edge of the last entry, in 1/10 000 $ a contract.
    public var netEdge: Int32
    public var levels: ExitLevels?
    /// Contracts that entries in flight can still add, signed as they would change the position.
    public var entering: Quantity
    /// Contracts that sales in flight can still take away.
    public var leaving: Quantity
  }

  /// Contracts that nobody here has bought.
  public struct Foreign: Hashable, Sendable, Codable {
    public var ticker: String
    /// Signed.
    public var quantity: Quantity
  }

  /// One strategy's money and holdings.
  public struct Profile: Hashable, Sendable, Codable {
    /// As the configuration names it; the arbitrage strategy's is `ARBITRAGE`.
    public var name: String
    /// What it was given: the configuration's, less what the account did not have.
    public var capital: Money
    public var cash: Money
    public var risk: Risk
    /// Ascending by ticker.
    public var holdings: [Holding]
  }

  /// Counts an entry that left after this was kept.
  ///
  /// - Parameter ticker: of its market.
  public mutating func count(_ order: EngineOrder, ticker: String, at time: Timestamp) {
    let contracts = order.quantity.hundredths / 100
    account.counters.recount(contracts: contracts, at: time)
    let place = Int(order.profile.index)
    guard place < profiles.count else { return }
    if order.profile != .arbitrage {
      profiles[place].risk.counters.recount(contracts: contracts, at: time)
    }
    let signed = order.side == .bid ? order.quantity : -order.quantity
    if let held = profiles[place].holdings.firstIndex(where: { $0.ticker == ticker }) {
      profiles[place].holdings[held].entering += signed
    } else {
      profiles[place].holdings.append(
        Holding(
          ticker: ticker, quantity: .zero, cost: .zero, openedAt: .distantPast, net: .zero,
          fees: .zero, netEdge: 0, levels: nil, entering: signed, leaving: .zero))
    }
  }

  public var account: Risk
  /// All that is held was being sold by the operator's word.
  public var isFlattening: Bool
  /// Ascending by market.
  public var foreign: [Foreign]
  /// The arbitrage strategy first.
  public var profiles: [Profile]
}

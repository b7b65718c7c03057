/// Where a market stands in its life, as the exchange says.
public enum MarketStatus: Hashable, Sendable {
  case initialized
  case active
  case inactive
  case closed
  case determined
  case disputed
  case amended
  case finalized
  /// A word that was not known when this was written: nothing trades on it.
  case unknown(String)

  /// Reads the exchange's `status`; never fails.
  public init(wireName: String) {
    self = Self.named.first { $0.wireName == wireName } ?? .unknown(wireName)
  }

  /// The exchange's spelling.
  public var wireName: String {
    switch self {
    case .initialized: "initialized"
    case .active: "active"
    case .inactive: "inactive"
    case .closed: "closed"
    case .determined: "determined"
    case .disputed: "disputed"
    case .amended: "amended"
    case .finalized: "finalized"
    case .unknown(let name): name
    }
  }

  /// True only while the exchange takes orders.
  public var isTradable: Bool { self == .active }
  /// True once no order can trade again: the time for results and payout.
  public var isPastTrading: Bool {
    switch self {
    case .closed, .determined, .disputed, .amended, .finalized: true
    case .initialized, .active, .inactive, .unknown: false
    }
  }

  private static let named: [MarketStatus] = [
    .initialized, .active, .inactive, .closed, .determined, .disputed, .amended, .finalized,
  ]
}

extension MarketStatus: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(wireName: try decoder.singleValueContainer().decode(String.self))
  }
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wireName)
  }
}

/// What a market paid.
public enum SettlementResult: Hashable, Sendable, Codable {
  case yes
  case no
  /// YES pays this much and NO the rest of the dollar: a tie at 0.5, for one.
  case scalar(Price)

  /// What one contract of a leg pays.
  public func value(of outcome: Outcome) -> Price {
    let yes: Price =
      switch self {
      case .yes: .dollar
      case .no: .zero
      case .scalar(let value): value
      }
    return outcome == .yes ? yes : yes.complement
  }
}

/// One market as the session's catalogue knows it.
public struct MarketDefinition: Hashable, Sendable {
  public let id: MarketID
  public let ticker: String
  public let eventTicker: String
  public let seriesTicker: String
  /// Nil where the market is not of a game that was recognised.
  public var game: GameID?
  /// Nil where the contract's terms were not understood.
  public var claim: Claim?
  public var grid: PriceGrid
  /// The schedule now in force, or why none is known; such a market is not traded.
  public var fees: Result<FeeSchedule, FeeUnknown>
  /// When the game starts.
  public var start: Timestamp?
  /// When trading ends. For games far in the future and moved forward once the result is known.
  public var close: Timestamp?
  public var status: MarketStatus
  public var title: String

  public init(
    id: MarketID, ticker: String, eventTicker: String, seriesTicker: String, game: GameID?,
    claim: Claim?, grid: PriceGrid, fees: Result<FeeSchedule, FeeUnknown>, start: Timestamp?,
    close: Timestamp?, status: MarketStatus, title: String
  ) {
    self.id = id
    self.ticker = ticker
    self.eventTicker = eventTicker
    self.seriesTicker = seriesTicker
    self.game = game
    self.claim = claim
    self.grid = grid
    self.fees = fees
    self.start = start
    self.close = close
    self.status = status
    self.title = title
  }
}

public import Market
public import Trading

/// What a session did, and why it did not do the rest. All cash in micro-dollars.
public struct RunReport: Sendable, Codable {
  /// How many markets stopped at one gate.
  public struct GateCount: Sendable, Codable {
    public var gate: Gate
    public var markets: Int
    /// The ticker nearest to passing, and how far it was.
    public var nearest: String?
    public var distance: Int64
  }

  /// Markets of one league.
  public struct LeagueCount: Sendable, Codable {
    public var league: String
    public var markets: Int
    public var matched: Int
    public var priced: Int
  }

  /// How many times one reason for not matching came up.
  public struct ReasonCount: Sendable, Codable {
    public var reason: String
    public var count: Int
    /// Up to three examples.
    public var examples: [String]
  }

  /// One fill; prices are of the YES leg.
  public struct FillLine: Sendable, Codable {
    public var venueTime: String
    public var ticker: String
    public var purpose: String
    public var side: String
    public var price: Price
    public var quantity: Quantity
    public var liquidity: Liquidity
    public var fee: Money
  }

  /// One market in which something was held.
  public struct PositionLine: Sendable, Codable {
    public var ticker: String
    public var quantity: Quantity
    public var cost: Money
    /// What it would bring now at the other side's price; what it paid when it is settled.
    public var value: Money
    public var isSettled: Bool
    public var realized: Money
    public var fees: Money
    /// The price of the last resting sell, if there was one; the end of the session cancels it.
    public var exitPrice: Price?
  }

  /// The account by one side's count.
  public struct Account: Sendable, Codable {
    public var cash: Money
    public var positionCost: Money
    public var fees: Money
  }

  /// A market that nearly traded.
  public struct NearMiss: Sendable, Codable {
    public var ticker: String
    public var gate: Gate
    public var distance: Int64
    public var bestEdge: Int32?
  }

  /// One market of the session, whatever became of it.
  public struct MarketLine: Sendable, Codable {
    public var ticker: String
    public var league: String?
    /// A sportsbook game was matched to it.
    public var matched: Bool
    /// Fair value of YES, the last one computed; nil where no bookmaker quoted its line.
    public var fair: Double?
    /// The exchange's best prices at the end; nil where nobody was there.
    public var bid: Price?
    public var ask: Price?
    /// The furthest gate it reached, and in words.
    public var gate: String
    public var why: String
    /// How far it was from passing, in `unit`; nil where distance has no meaning.
    public var distance: Int64?
    public var unit: String?
    /// The best gross edge of the session on either leg, in 1/10 000 $.
    public var bestEdge: Int32?
  }

  /// Markets and games, and how far they got.
  public struct Counts: Sendable, Codable {
    public var seen = 0
    public var matched = 0
    public var priced = 0
    public var traded = 0
    public var games = 0
    public var gamesMatched = 0
    public var oddsEvents = 0
    public var oddsEventsUnmatched = 0
    public var linesRefused = 0
  }

  /// Orders by what they were for and how they ended.
  public struct OrderCounts: Sendable, Codable {
    public var sent = 0
    public var takes = 0
    public var rests = 0
    public var exits = 0
    public var filled = 0
    public var partlyFilled = 0
    public var unfilled = 0
    public var rejected = 0
    public var lostAnswers = 0
  }

  /// What went wrong on the connections.
  public struct Connections: Sendable, Codable {
    public var exchangeDrops = 0
    public var oddsDrops = 0
    public var sequenceGaps = 0
    public var malformedFrames = 0
    public var signaturesMadeInline = 0
  }

  /// How often a gate stopped a profile's judgements.
  public struct GateStops: Sendable, Codable {
    public var gate: Gate
    public var judgements: Int
  }

  /// What became of one strategy.
  public struct ProfileLine: Sendable, Codable {
    public var name: String
    public var cash: Money
    public var signals: Int
    /// Entries sent.
    public var trades: Int
    /// Positions closed, and those open.
    public var closed: Int
    public var open: Int
    public var fees: Money
    /// Fees less included; open positions at what closing would bring.
    public var profit: Money
    public var stops: [GateStops]
  }

  /// A frame in to order bytes out, nanoseconds.
  public struct Latency: Sendable, Codable {
    public var samples = 0
    public var p50: Int64 = 0
    public var p90: Int64 = 0
    public var p99: Int64 = 0
    public var max: Int64 = 0
  }

  public var title = ""
  public var disclaimer = "This is not evidence of profit."
  /// What the figures rest on; the first thing the report says.
  public var assumptions: [String] = []
  public var wallSeconds = 0.0
  public var recordedFrom: String?
  public var recordedTo: String?
  public var counts = Counts()
  public var leagues: [LeagueCount] = []
  public var unmatched: [ReasonCount] = []
  /// Names that found no team, as lines for an alias file.
  public var unmatchedNames: [String] = []
  /// Markets by their best gross edge in cents: below 0, 0-1, 1-2, 2-5, 5 and more.
  public var edges: [Int] = [0, 0, 0, 0, 0]
  public var orders = OrderCounts()
  public var fills: [FillLine] = []
  public var positions: [PositionLine] = []
  public var startingCash = Money.zero
  /// Of it, what the operator has accepted as the exchange's since: deposits less withdrawals.
  public var acceptedCash = Money.zero
  /// Profit before fees: realised, settled, and marked to market.
  public var grossProfit = Money.zero
  public var ours = Account(cash: .zero, positionCost: .zero, fees: .zero)
  /// The exchange's own count; nil where it could not be read.
  public var exchange: Account?
  /// Differences found between the two; empty when they agree to the micro-dollar.
  public var differences: [String] = []
  /// Of orders sent by an odds frame.
  public var latency = Latency()
  /// Of orders sent by a frame of an order book.
  public var bookLatency = Latency()
  public var connections = Connections()
  public var funnel: [GateCount] = []
  public var nearMisses: [NearMiss] = []
  /// Every market of the session, by ticker.
  public var markets: [MarketLine] = []
  /// The strategies one by one; empty where no profile ran.
  public var profiles: [ProfileLine] = []
  /// Those that traded paper money beside it; none of it is in any other figure.
  public var paperProfiles: [ProfileLine] = []
  public var notices: [String] = []
  /// The outcome of running the recorded inputs again; nil when that was not done.
  public var rerun: String?
  /// What the drill did; empty without one.
  public var drill: [String] = []

  public init() {}

  /// Fees less included: what the session earned.
  public var netProfit: Money { grossProfit - ours.fees }

  /// Whether cash, positions and fees add up to start and profit on our side, and both sides agree.
  public var addsUp: Bool {
    let held = positions.reduce(Money.zero) { $0 + ($1.isSettled ? .zero : $1.value) }
    return ours.cash + held + ours.fees == startingCash + grossProfit && differences.isEmpty
  }
}

import Market
import Matching

@testable import Trading

/// What a simulation has seen of its engine: the stream of its outputs and no more, so that limits
/// are counted a second time.
struct SimulationRecord {
  /// Entries that went out, by account (nil) or profile.
  var entries: [ProfileID?: [Timestamp]] = [:]
  /// What closed positions have brought, by account (nil) or profile.
  var profit: [ProfileID?: Money] = [:]
  var lossRun: [ProfileID?: Int64] = [:]
  /// Trades that the engine was told of.
  var told: Set<ExchangeKey> = []
  /// Entries that met their limit to the last, by the limit.
  var reached: [Gate: Int] = [:]
  /// The same without what never left.
  var trades: [ProfileID?: Int64] = [:]
  /// Times that something stopped all new risk, and those of them at which an entry rested.
  var stops = 0
  var stopsWithRest = 0
  /// Nothing new is let through.
  var wasStopped = false
  /// Times of refused orders, until they have stopped what is new; how often that was, and until
  /// when the last one lasts at the least.
  var refusals: [Timestamp] = []
  var refusalStops = 0
  var cooledAt = Timestamp.distantPast
  /// What was last said of the breakers, by account (nil) or profile, and whose run of losses has
  /// opened one.
  var breakers: [ProfileID?: CircuitBreaker.State] = [:]
  var lossRunStops: Set<ProfileID?> = []
  /// The cash was said to differ, and nobody has accepted that.
  var isCashInQuestion = false
  /// How often the two accounts were compared, and what has happened to them.
  var comparisons = 0
  var quietPoints = 0
  var results = 0
  var transfers = 0
  var surrenders = 0
  var adoptions = 0
  var acceptedCash = 0
  var acceptedPositions = 0
  /// Commands by name, and limits that were lowered by them.
  var commands: [String: Int] = [:]
  var loweredLimits = 0
  var flattenedMarkets = 0
  /// Prices that were held against the grid.
  var prices = 0
  /// Orders whose time was over at the exchange, and of those the ones that ended so here.
  var expiries = 0
  var expired = 0
  var unsent = 0
  /// Worth by account (nil) and profile, and how often one was so far down that nothing new may go.
  var equity: [ProfileID?: SimulatedEquity] = [:]
  var falls = 0
  /// What was last used of each limit of the account, so that what was lowered below it only
  /// shrinks.
  var used: [Int: Int64] = [:]

  /// Counts another session's.
  mutating func add(_ other: SimulationRecord) {
    reached.merge(other.reached, uniquingKeysWith: +)
    commands.merge(other.commands, uniquingKeysWith: +)
    for path in Self.counters { self[keyPath: path] += other[keyPath: path] }
  }

  private static let counters: [any WritableKeyPath<SimulationRecord, Int> & Sendable] = [
    \.stops, \.stopsWithRest, \.refusalStops, \.comparisons, \.quietPoints, \.results,
    \.transfers, \.surrenders, \.adoptions, \.acceptedCash, \.acceptedPositions,
    \.loweredLimits, \.flattenedMarkets, \.prices, \.expiries, \.expired, \.unsent, \.falls,
  ]

  /// What was counted, and how much of it there must be in eighty sessions at the least.
  func floors(hasProfiles: Bool) -> [(name: String, count: Int, least: Int)] {
    [
      ("stops", stops, 80), ("stops with an order that rests", stopsWithRest, 1),
      ("stops after refusals", refusalStops, hasProfiles ? 5 : 0),
      ("comparisons", comparisons, 2_000),
      ("quiet points", quietPoints, 70), ("results", results, 50),
      ("transfers", transfers, 3), ("surrenders", surrenders, 3), ("adoptions", adoptions, 1),
      ("acceptances of cash", acceptedCash, 10),
      ("acceptances of a position", acceptedPositions, 5),
      ("lowered limits", loweredLimits, 50),
      ("markets sold out", flattenedMarkets, 5), ("prices", prices, 1_000),
      ("orders whose time was over", expiries, 3), ("of them ended so", expired, 2),
      ("orders that never left", unsent, 20), ("falls of the equity", falls, 50),
    ]
  }
}

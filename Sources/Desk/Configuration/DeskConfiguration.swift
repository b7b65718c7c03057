public import Market
public import Probability
public import Trading

/// How a session trades: on what money, and against which venue.
public enum TradingMode: String, Hashable, Sendable, CaseIterable {
  /// Real market data, orders filled in process by the matching core. No order leaves the machine.
  case paper
  /// The exchange's own test venue, with its play money.
  case demo
  /// Real money. Needs `--confirm-live` besides.
  case live
}

/// A text that must not be shown: keys and tokens. Its description hides it.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The text itself; read it only to use it.
  public let reveal: String

  public init(_ text: String) { reveal = text }

  public var isEmpty: Bool { reveal.isEmpty }
  public var description: String { reveal.isEmpty ? "(not set)" : "(hidden)" }
  public var debugDescription: String { description }
}

/// Everything a trading process can be told, in force: file over defaults, environment over file.
public struct DeskConfiguration: Hashable, Sendable {
  public var engine = EngineConfiguration()
  /// Which profiles trade; the reader enters them into ``engine``.
  public var profiles = ProfileSettings()
  public var kalshi = KalshiSettings()
  public var odds = OddsSettings()
  public var books = BookSettings()
  public var paper = PaperSettings()
  public var pricing = PricingSettings()
  public var names = NameSettings()
  public var process = ProcessSettings()
  public var journal = JournalSettings()
  public var dutching = DutchingSettings()

  public init() {
    engine.risk = .careful
    engine.execution.reconcileIntervalNanoseconds = 60_000_000_000
    engine.execution.orderLifetimeNanoseconds = 120_000_000_000
    engine.breaker.oddsSilenceNanoseconds = 120_000_000_000
  }

  /// For recorded days and play money: the limits of design 4 alone.
  static var recordedDays: DeskConfiguration {
    var configuration = DeskConfiguration()
    configuration.engine.risk = .designFour
    return configuration
  }
}

/// How the process runs on its machine.
public struct ProcessSettings: Hashable, Sendable {
  /// The core that the trading thread is pinned to; -1 leaves it to the system.
  public var core: Int32 = -1
  /// Where `dutchbook halt` and its like reach a session; empty for nowhere.
  public var controlSocket = "dutchbook.sock"

  public init() {}
}

/// Where the exchange is and how to sign for it.
public struct KalshiSettings: Hashable, Sendable {
  /// Scheme, host and port of the REST API, with or without `/trade-api/v2`.
  public var apiBase = "https://external-api.kalshi.com"
  public var webSocketURL = "wss://external-api-ws.kalshi.com/trade-api/ws/v2"
  /// The same for the exchange's own test venue.
  public var demoAPIBase = "https://external-api.demo.kalshi.co"
  public var demoWebSocketURL = "wss://external-api-ws.demo.kalshi.co/trade-api/ws/v2"
  public var apiKey = Secret("")
  /// Path of the PEM file with the private key.
  public var privateKeyPath = ""
  /// The key itself, from the environment only.
  public var privateKey = Secret("")
  /// Certificates to trust instead of the system's; empty for the system's.
  public var caFile = ""
  /// A simulator is on the other side, and the recorded times in its frames rule starts of games.
  public var isRecorded = false
  /// The date whose fee rounding counts, `2025-11-24`; empty for today.
  public var feeDate = ""

  public init() {}

  /// Noon in New York of the fee date; nil when none is set.
  public var feeTime: Timestamp? {
    guard let date = Self.date(feeDate), let noon = CivilDateTime(date, hour: 12, minute: 0) else {
      return nil
    }
    return USTimeZone.eastern.timestamp(of: noon)
  }

  static func date(_ text: String) -> CivilDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isNumber) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }
}

/// Where the odds come from.
public struct OddsSettings: Hashable, Sendable {
  public var provider = "odds-api-io"
  public var apiBase = "https://api.odds-api.io"
  public var webSocketURL = "wss://api.odds-api.io"
  public var apiKey = Secret("")
  public var leagues: [League] = [.nfl, .nba, .ncaaf, .ncaamb]
  /// Bookmakers to listen to, as the feed spells them; empty for all.
  public var bookmakers: [String] = []
  public var caFile = ""

  public init() {}

  /// Whether there is a key; no mode trades without odds.
  public var hasCredentials: Bool { !apiKey.isEmpty }
}

/// Paper money.
public struct PaperSettings: Hashable, Sendable {
  public var startingCash = Money(cents: 100_000)

  public init() {}
}

/// How lines become probabilities.
public struct PricingSettings: Hashable, Sendable {
  /// Margin removal per league; the defaults are those of
  /// ``/Probability/DevigMethod/standard(for:)``.
  public var methods: [League: DevigMethod] = [:]
  /// Probability that an NFL game ends in a tie.
  public var nflTieProbability = TieRule.nflTieProbability

  public init() {}
}

/// Names of teams.
public struct NameSettings: Hashable, Sendable {
  /// The user's own aliases, on top of the shipped ones; empty for none.
  public var aliasFile = ""

  public init() {}
}

public import Market

/// One quote as it was recorded.
public struct RecordedQuote: Hashable, Sendable {
  public var time: Timestamp
  public var ticker: String
  public var title: String
  public var bid: Price?
  public var ask: Price?

  public init(time: Timestamp, ticker: String, title: String, bid: Price?, ask: Price?) {
    self.time = time
    self.ticker = ticker
    self.title = title
    self.bid = bid
    self.ask = ask
  }
}

/// A recording to replay: quotes, and what is known about the games they are of.
///
/// The catalogue is read out of tickers of the form `KXNFLSPREAD-25NOV24CARSF-SF3`, by the rules of
/// the 2025 recordings: whole-cent grid, `quadratic_with_maker_fees` with multiplier 1, and, as
/// they have no `floor_strike`, N + 0.5 for spreads and totals.
public struct RecordedVenue: Sendable {
  /// By time, then as given.
  public let quotes: [RecordedQuote]
  /// When games start, by ``gameKey(ofTicker:)``.
  public let starts: [String: Timestamp]
  /// What markets paid, by ticker; those missing stay open at the end.
  public let results: [String: SettlementResult]
  /// Contracts at the best bid and ask: the recordings have no sizes.
  public let size: Quantity

  public init(
    quotes: [RecordedQuote], starts: [String: Timestamp] = [:],
    results: [String: SettlementResult] = [:], size: Quantity = Quantity(contracts: 100)
  ) {
    self.quotes = quotes.enumerated().sorted {
      $0.element.time == $1.element.time
        ? $0.offset < $1.offset : $0.element.time < $1.element.time
    }.map(\.element)
    self.starts = starts
    self.results = results
    self.size = size
  }

  /// League and game of a ticker: `NFL-25NOV24CARSF` of `KXNFLSPREAD-25NOV24CARSF-SF3`. All markets
  /// of one game share it. Nil for a ticker that is not of a game.
  public static func gameKey(ofTicker ticker: String) -> String? {
    RecordedTicker(ticker).map { "\($0.league)-\($0.game)" }
  }
}

/// A game market's ticker in its parts.
struct RecordedTicker: Hashable {
  enum Kind: String, CaseIterable { case game = "GAME", spread = "SPREAD", total = "TOTAL" }

  let series: String
  let league: String
  let kind: Kind
  /// Date and team codes: `25NOV24CARSF`.
  let game: String
  /// `SF`, `SF3`, `48`.
  let outcome: String

  var eventTicker: String { "\(series)-\(game)" }

  init?(_ ticker: String) {
    let parts = ticker.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[0].hasPrefix("KX"),
      let kind = Kind.allCases.first(where: { parts[0].hasSuffix($0.rawValue) })
    else { return nil }
    series = String(parts[0])
    self.kind = kind
    league = String(parts[0].dropFirst(2).dropLast(kind.rawValue.count))
    guard !league.isEmpty, let (game, outcome) = Self.cut(Array(parts.dropFirst()), kind) else {
      return nil
    }
    self.game = game
    self.outcome = outcome
  }

  /// Parts game and outcome. A team's code may hold a hyphen (`TOLM-OH-M-OH`): the cut is where the
  /// outcome's team stands at an end of the game's teams. Where none does (`LCHIUNI-L-IL`, a code
  /// that the teams have in another form) a letter by itself begins the outcome.
  private static func cut(_ parts: [Substring], _ kind: Kind) -> (game: String, outcome: String)? {
    var found: [(game: String, outcome: String)] = []
    for place in (1..<parts.count).reversed() {
      let game = parts[..<place].joined(separator: "-")
      let outcome = parts[place...].joined(separator: "-")
      guard game.count > dateLength, !outcome.isEmpty, !parts[place - 1].isEmpty else { continue }
      let teams = game.dropFirst(dateLength)
      let code = outcome.prefix { !$0.isNumber }
      if kind == .total || teams.hasPrefix(code) || teams.hasSuffix(code) { return (game, outcome) }
      found.append((game, outcome))
    }
    guard found.count > 1, parts[parts.count - 2].count == 1 else { return found.first }
    return found[1]
  }

  /// `25NOV24`.
  private static let dateLength = 7

  /// The team codes run together: `CARSF`.
  var teams: Substring { game.dropFirst(Self.dateLength) }
  /// The team code of the outcome, without a number behind it.
  var code: Substring { outcome.prefix { !$0.isNumber } }
  /// The number of a spread or total, which N + 0.5 is made of.
  var strike: HalfPoints? {
    guard kind != .game, let number = Int(outcome.drop { !$0.isNumber }) else { return nil }
    return HalfPoints(halves: 2 * number + 1)
  }
}

/// A ticker of a game's winner, spread or total market, taken apart as far as its text allows.
///
/// Grammar: `KX<league><GAME|SPREAD|TOTAL>-<YY><MON><DD>[HHMM]<AWAY><HOME>[G1|G2][-<suffix>]`. The
/// teams stand without a separator and a code may hold a hyphen (`M-OH`), so the text alone can
/// allow several readings; all are kept, and ``TeamsSplitter`` or the catalogue decides. Nothing is
/// guessed.
public struct SportsTicker: Hashable, Sendable {
  /// What the market's series asks.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    case winner
    case spread
    case total
  }

  /// One way to read what follows the date.
  public struct Reading: Hashable, Sendable {
    /// Both team codes, away first, without a separator: `LADAZ`, `TOLM-OH`.
    public let teams: String
    /// 1 or 2 where the ticker names a game of a doubleheader.
    public let gameNumber: Int?
    /// The team of the suffix; nil for totals and for event tickers.
    public let team: String?
    /// The number of a spread's or total's suffix; nil for winners and event tickers.
    public let number: Int?
  }

  public let league: League
  public let kind: Kind
  /// The game's US Eastern date.
  public let date: CivilDate
  /// Minutes after Eastern midnight of the start, 0 to 1439; nil where the ticker has no time.
  public let startMinute: Int?
  /// At least one; more than one only where hyphens allow it. The most plausible first.
  public let readings: [Reading]

  /// The only reading, or nil while several are possible.
  public var certainReading: Reading? { readings.count == 1 ? readings[0] : nil }

  /// Reads a market ticker.
  ///
  /// - Parameter eventTicker: the market's event ticker where the source has one; it settles where
  ///   the suffix begins.
  public init(market ticker: String, eventTicker: String? = nil) throws(SportsTickerRefusal) {
    let head = try TickerHead(ticker)
    (league, kind, date, startMinute) = (head.league, head.kind, head.date, head.startMinute)
    if let eventTicker {
      guard ticker.hasPrefix(eventTicker + "-") else {
        throw .eventTickerDiffers(eventTicker)
      }
      let event = try TickerHead(eventTicker)
      let suffix = String(ticker.dropFirst(eventTicker.count + 1))
      readings = [try Reading(block: event.rest, suffix: suffix, kind: head.kind)]
      return
    }
    let found = Self.allReadings(of: head)
    guard let first = found.first else {
      throw head.rest.contains("-") ? .unreadableSuffix(head.rest) : .noSuffix
    }
    // A suffix that stands at an end of the teams is what nearly every ticker shows; it settles the
    // rest.
    let fitting = found.filter(\.suffixStandsInTeams)
    readings = head.kind == .total ? [first] : fitting.isEmpty ? found : fitting
  }

  /// Reads an event ticker, which has no suffix.
  public init(event ticker: String) throws(SportsTickerRefusal) {
    let head = try TickerHead(ticker)
    (league, kind, date, startMinute) = (head.league, head.kind, head.date, head.startMinute)
    readings = [try Reading(block: head.rest)]
  }

  private static func allReadings(of head: TickerHead) -> [Reading] {
    let parts = head.rest.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return [] }
    return (1..<parts.count).reversed().compactMap { cut in
      try? Reading(
        block: parts[..<cut].joined(separator: "-"), suffix: parts[cut...].joined(separator: "-"),
        kind: head.kind)
    }
  }
}

extension SportsTicker.Reading {
  /// True where the suffix's team begins or ends the teams.
  var suffixStandsInTeams: Bool {
    guard let team else { return true }
    return teams.hasPrefix(team) || teams.hasSuffix(team)
  }

  init(block: String) throws(SportsTickerRefusal) {
    var block = block
    var number: Int?
    if block.hasSuffix("G1") || block.hasSuffix("G2") {
      number = block.hasSuffix("G1") ? 1 : 2
      block.removeLast(2)
    }
    guard TeamCode.isPair(block) else { throw .unreadableTeams(block) }
    self.init(teams: block, gameNumber: number, team: nil, number: nil)
  }

  init(block: String, suffix: String, kind: SportsTicker.Kind) throws(SportsTickerRefusal) {
    let event = try Self(block: block)
    let letters = suffix.prefix { !("0"..."9").contains($0) }
    let digits = suffix.dropFirst(letters.count)
    let number = digits.count <= 3 ? Int(digits) : nil
    let code = String(letters)
    switch kind {
    case .winner:
      guard digits.isEmpty, TeamCode.isCode(code) else { throw .unreadableSuffix(suffix) }
    case .spread:
      guard number != nil, TeamCode.isCode(code) else { throw .unreadableSuffix(suffix) }
    case .total:
      guard number != nil, letters.isEmpty else { throw .unreadableSuffix(suffix) }
    }
    self.init(
      teams: event.teams, gameNumber: event.gameNumber, team: kind == .total ? nil : code,
      number: number)
  }
}

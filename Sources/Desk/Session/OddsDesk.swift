internal import Market
internal import Sportsbooks
internal import Trading

/// Between an odds feed and the engine: resolves games, checks lines, turns them the exchange's
/// way.
///
/// Confined to the session's thread.
final class OddsDesk: OddsFeedHandler {
  /// Hears what the engine is to be told, with the recorded instant where the feed carries one.
  var emit: (EngineEvent, Timestamp?) -> Void = { _, _ in }
  /// Hears who each bookmaker is.
  var onMeet: (BookmakerID, String) -> Void = { _, _ in }
  /// A line for the log.
  var onLog: (String) -> Void = { _ in }

  private let resolver: EventResolver
  private let leagues: Set<League>
  private let bookmakerLimit: Int
  /// Bookmakers listened to, lower case; empty for all.
  private let wanted: Set<String>
  private let books: BookSettings
  /// The wall clock, which is what a feed's own times are compared with.
  private let wallTime: () -> Timestamp
  /// By ``BookmakerID``: whether it is listened to.
  private var isWanted: [Bool] = []
  private var tracker = LineTracker()
  /// By ``OddsEventID``: what became of it.
  private var resolutions: [ResolvedEvent?] = []
  private(set) var unresolved: [(event: OddsEvent, reason: UnresolvedReason)] = []
  private(set) var eventCount = 0
  private(set) var bookmakers: [String] = []
  private(set) var drops = 0
  private(set) var faults: [OddsFeedFault] = []
  private(set) var faultCount = 0
  /// Faults kept in full; further ones are only counted.
  private static let keptFaults = 100

  init(
    resolver: EventResolver, leagues: [League], bookmakerLimit: Int, bookmakers: [String],
    books: BookSettings, wallTime: @escaping () -> Timestamp
  ) {
    self.wallTime = wallTime
    self.books = books
    wanted = Set(bookmakers.map { $0.lowercased() })
    self.resolver = resolver
    self.leagues = Set(leagues)
    self.bookmakerLimit = bookmakerLimit
  }

  /// Lines that were refused, all reasons together.
  var refusedLines: Int { tracker.rejections.reduce(0, +) }

  /// Names of teams that nobody knows, as the league and the name.
  var unknownNames: [(league: String, name: String)] {
    var seen: Set<String> = []
    var names: [(String, String)] = []
    for entry in unresolved {
      guard case .unknownTeam(let name, let reason) = entry.reason else { continue }
      if case .notInCatalogue = reason { continue }
      let league = entry.event.league.rawValue
      if seen.insert(league + "\u{0}" + name).inserted { names.append((league, name)) }
    }
    return names
  }

  func oddsFeedDidConnect(_ feed: any OddsFeed) { emit(.link(.odds, isUp: true), nil) }

  func oddsFeed(_ feed: any OddsFeed, didDisconnect reason: String) {
    drops += 1
    onLog("odds feed lost: \(reason)")
    emit(.link(.odds, isUp: false), nil)
  }

  func oddsFeed(_ feed: any OddsFeed, didList event: OddsEvent) {
    let place = Int(event.id.index)
    while resolutions.count <= place { resolutions.append(nil) }
    guard leagues.contains(event.league) else { return }
    unresolved.removeAll { $0.event.id == event.id }
    let book = BookEvent(
      league: event.league, home: event.home, away: event.away, start: event.start)
    eventCount = max(eventCount, place + 1)
    switch resolver.resolve(book) {
    case .resolved(let resolved):
      resolutions[place] = resolved
      emit(.gameMatched(resolved.game, start: event.start), nil)
    case .unresolved(let reason):
      resolutions[place] = nil
      unresolved.append((event, reason))
    }
  }

  func oddsFeed(_ feed: any OddsFeed, didMeet bookmaker: BookmakerID, named name: String) {
    bookmakers.append(name)
    onMeet(bookmaker, name)
    isWanted.append(wanted.isEmpty || wanted.contains(name.lowercased()))
    let (sharpness, source) = (books.sharpness(of: name), books.source(of: name))
    let ages = books.ages(of: name)
    guard sharpness != 1 || source >= 0 || ages != .asForAll,
      Int(bookmaker.index) < bookmakerLimit
    else { return }
    emit(.bookmaker(bookmaker, sharpness: sharpness, source: source, ages: ages), nil)
  }

  func oddsFeed(_ feed: any OddsFeed, didReceive update: borrowing OddsFeedUpdate) {
    let place = Int(update.event.index)
    guard place < resolutions.count, let resolved = resolutions[place],
      Int(update.bookmaker.index) < bookmakerLimit,
      isWanted[Int(update.bookmaker.index)]
    else { return }
    let bookmaker = update.bookmaker
    let recordedAt = update.recordedAt
    let age = update.age(at: wallTime())
    tracker.replace(
      event: update.event, bookmaker: bookmaker, kind: update.kind, with: update.lines
    ) { event in
      switch event {
      case .set(let line):
        emit(.line(resolved.game, bookmaker, Self.line(line, resolved, age)), recordedAt)
      case .withdrawn(let subject):
        emit(.lineWithdrawn(resolved.game, bookmaker, Self.kind(subject, resolved)), recordedAt)
      }
    }
  }

  func oddsFeed(_ feed: any OddsFeed, didReject fault: OddsFeedFault) {
    faultCount += 1
    if faults.count < Self.keptFaults { faults.append(fault) }
    switch fault {
    case .malformed(let offset, let reason):
      onLog("odds feed: unreadable frame at byte \(offset): \(reason); dropped")
    case .unknownEvent(let key): onLog("odds feed: lines of a game that was not listed: \(key)")
    case .listFailed(let reason): onLog("odds feed: \(reason); trying again")
    case .overflow(let reason): onLog("odds feed: \(reason); the rest is dropped")
    }
  }

  /// A line in the exchange's home and away: turned round where the bookmaker has them reversed.
  private static func line(
    _ line: OddsLine, _ resolved: ResolvedEvent, _ ageNanoseconds: Int64
  ) -> GameLine {
    let swaps: Bool
    switch line.subject {
    case .winner, .spread: swaps = resolved.isReversed
    case .total: swaps = false
    }
    return GameLine(
      kind: kind(line.subject, resolved), homeOrOver: swaps ? line.second : line.first,
      awayOrUnder: swaps ? line.first : line.second, ageNanoseconds: ageNanoseconds)
  }

  private static func kind(_ subject: LineSubject, _ resolved: ResolvedEvent) -> Trading.LineKind {
    switch subject {
    case .winner: .winner
    case .spread(let home): .spread(home: resolved.isReversed ? -home : home)
    case .total(let points): .total(points)
    }
  }
}

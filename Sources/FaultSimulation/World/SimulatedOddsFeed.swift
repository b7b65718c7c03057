internal import Market
internal import Sportsbooks

/// A bookmaker's lines as one simulated process receives them.
///
/// Like odds-api.io it tells when it sent each line, on a right clock, and replays after a loss of
/// the connection what was missed, in order and with the times of then.
final class SimulatedOddsFeed: OddsFeed {
  /// A game's lines, and when they were sent.
  private struct Told {
    let game: Int
    let lines: [OfferedLine]
    let sentAt: Timestamp
  }

  weak var handler: (any OddsFeedHandler)?
  private let clock: HostClock
  private let games: [VenueGame]
  private var isStarted = false
  private(set) var isUp = false
  private var hasMet = false
  /// What was to be sent while the connection was lost, the last ``missedLimit`` of it.
  private var missed: [Told] = []
  private static let missedLimit = 256
  /// From when on each game's lines have aged, as far as the process can know: its clock may be
  /// behind, and what seems to come from the future begins to age as it arrives.
  private(set) var lineTimes: [Timestamp]

  init(_ clock: HostClock, games: [VenueGame]) {
    self.clock = clock
    self.games = games
    lineTimes = games.map { _ in .distantPast }
  }

  func start() {
    isStarted = true
    connect(afterNanoseconds: 50_000_000)
  }

  func stop() {
    isStarted = false
    isUp = false
  }

  private func connect(afterNanoseconds nanoseconds: Int64) {
    _ = clock.schedule(afterNanoseconds: nanoseconds) { [weak self] in
      guard let self, isStarted, !isUp else { return }
      isUp = true
      handler?.oddsFeedDidConnect(self)
      for (place, game) in games.enumerated() {
        handler?.oddsFeed(
          self,
          didList: OddsEvent(
            id: OddsEventID(place), key: game.key, league: .nba, home: game.home, away: game.away,
            start: game.start))
      }
      if !hasMet {
        hasMet = true
        handler?.oddsFeed(self, didMeet: BookmakerID(0), named: "Simulated Book")
      }
      let replayed = missed
      missed.removeAll()
      for told in replayed { hand(told) }
    }
  }

  /// The connection is lost, and made again after a pause.
  func lose(forNanoseconds nanoseconds: Int64) {
    guard isUp else { return }
    clock.receive { [self] in
      guard isUp else { return }
      isUp = false
      handler?.oddsFeed(self, didDisconnect: "simulated")
      connect(afterNanoseconds: nanoseconds)
    }
  }

  /// The lines of a game are sent. A stalled process receives them when it wakes up.
  func deliver(game: Int, lines: [OfferedLine]) {
    let told = Told(game: game, lines: lines, sentAt: clock.trueNow)
    guard isUp else { return miss(told) }
    clock.receive { [weak self] in
      guard let self else { return }
      guard isUp else { return miss(told) }
      hand(told)
    }
  }

  /// Who has never been connected has nothing to be sent again.
  private func miss(_ told: Told) {
    guard isStarted, hasMet else { return }
    if missed.count == Self.missedLimit { missed.removeFirst() }
    missed.append(told)
  }

  private func hand(_ told: Told) {
    let behind = max(0, -clock.skewNanoseconds)
    lineTimes[told.game] = min(clock.trueNow, told.sentAt + behind)
    for kind in [LineKind.winner, .total] {
      let group = told.lines.filter { $0.kind == kind }
      group.withUnsafeBufferPointer { buffer in
        handler?.oddsFeed(
          self,
          didReceive: OddsFeedUpdate(
            event: OddsEventID(told.game), bookmaker: BookmakerID(0), kind: kind, lines: buffer,
            sentAt: told.sentAt, recordedAt: nil))
      }
    }
  }
}

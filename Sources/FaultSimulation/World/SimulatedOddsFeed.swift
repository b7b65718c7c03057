internal import Market
internal import Sportsbooks

/// A bookmaker's lines as one simulated process receives them.
final class SimulatedOddsFeed: OddsFeed {
  weak var handler: (any OddsFeedHandler)?
  private let clock: HostClock
  private let games: [VenueGame]
  private var isStarted = false
  private(set) var isUp = false
  private var hasMet = false

  init(_ clock: HostClock, games: [VenueGame]) {
    self.clock = clock
    self.games = games
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

  /// The lines of a game arrive.
  func deliver(game: Int, lines: [OfferedLine]) {
    guard isUp else { return }
    clock.receive { [weak self] in
      guard let self, isUp else { return }
      for kind in [LineKind.winner, .total] {
        let group = lines.filter { $0.kind == kind }
        group.withUnsafeBufferPointer { buffer in
          self.handler?.oddsFeed(
            self,
            didReceive: OddsFeedUpdate(
              event: OddsEventID(game), bookmaker: BookmakerID(0), kind: kind, lines: buffer,
              sentAt: nil, recordedAt: nil))
        }
      }
    }
  }
}

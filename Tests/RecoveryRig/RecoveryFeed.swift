internal import FaultSimulation
internal import Market
internal import Sportsbooks
internal import Wire

/// A bookmaker's lines on the games, as the killed process receives them.
final class RecoveryFeed: OddsFeed {
  weak var handler: (any OddsFeedHandler)?
  private let scheduler: any Scheduler
  private var isUp = false

  init(_ scheduler: any Scheduler) { self.scheduler = scheduler }

  func start() {
    _ = scheduler.schedule(afterNanoseconds: 20_000_000) { [weak self] in
      guard let self else { return }
      isUp = true
      handler?.oddsFeedDidConnect(self)
      for (place, game) in RecoveryGame.all.enumerated() {
        handler?.oddsFeed(
          self,
          didList: OddsEvent(
            id: OddsEventID(place), key: game.key, league: .nba, home: game.home, away: game.away,
            start: game.start))
      }
      handler?.oddsFeed(self, didMeet: BookmakerID(0), named: "Book")
    }
  }

  func stop() { isUp = false }

  /// The winner's line of a game: the chance with the bookmaker's margin.
  func deliver(game: Int, chance: Double) {
    guard isUp else { return }
    let line = OfferedLine(
      kind: .winner, first: 1 / (chance * 1.03), second: 1 / ((1 - chance) * 1.03))
    withUnsafePointer(to: line) { line in
      handler?.oddsFeed(
        self,
        didReceive: OddsFeedUpdate(
          event: OddsEventID(game), bookmaker: BookmakerID(0), kind: .winner,
          lines: UnsafeBufferPointer(start: line, count: 1), sentAt: nil, recordedAt: nil))
    }
  }
}

internal import Market
internal import Sportsbooks

/// Tells recorded games and lines to an odds desk as a feed would, all at once.
final class RecordedLines: OddsFeed {
  weak var handler: (any OddsFeedHandler)?

  func start() {}
  func stop() {}

  /// Lists every game, names every bookmaker, and says every line once.
  static func tell(_ games: [RecordedGame], to desk: OddsDesk) {
    let feed = RecordedLines()
    var bookmakers: [String: BookmakerID] = [:]
    for (place, game) in games.enumerated() {
      let event = OddsEventID(place)
      desk.oddsFeed(
        feed,
        didList: OddsEvent(
          id: event, key: game.key, league: game.league, home: game.home, away: game.away,
          start: game.start))
      var kinds: [Group: [OfferedLine]] = [:]
      var order: [Group] = []
      for recorded in game.lines {
        if bookmakers[recorded.bookmaker] == nil {
          let id = BookmakerID(bookmakers.count)
          bookmakers[recorded.bookmaker] = id
          desk.oddsFeed(feed, didMeet: id, named: recorded.bookmaker)
        }
        let (kind, line) = offered(recorded.line)
        let group = Group(bookmaker: recorded.bookmaker, kind: kind)
        if kinds[group] == nil { order.append(group) }
        kinds[group, default: []].append(line)
      }
      for group in order {
        guard let bookmaker = bookmakers[group.bookmaker], let lines = kinds[group] else {
          continue
        }
        lines.withUnsafeBufferPointer {
          desk.oddsFeed(
            feed,
            didReceive: OddsFeedUpdate(
              event: event, bookmaker: bookmaker, kind: group.kind, lines: $0, sentAt: nil,
              recordedAt: nil))
        }
      }
    }
  }

  private struct Group: Hashable {
    let bookmaker: String
    let kind: Sportsbooks.LineKind
  }

  private static func offered(_ line: OddsLine) -> (Sportsbooks.LineKind, OfferedLine) {
    let (kind, points): (Sportsbooks.LineKind, Double)
    switch line.subject {
    case .winner: (kind, points) = (.winner, 0)
    case .spread(let home): (kind, points) = (.spread, home.points)
    case .total(let total): (kind, points) = (.total, total.points)
    }
    return (
      kind,
      OfferedLine(
        kind: kind, points: points, first: line.first, second: line.second,
        hasThirdOutcome: false, sideGapNanoseconds: 0)
    )
  }
}

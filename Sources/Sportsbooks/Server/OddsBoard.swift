internal import Market

/// What a recorded odds server offers at each recorded instant: a value without I/O.
///
/// A game's lines count from its file date's first quote, until the game starts or the next file
/// date's first quote: each date is for itself, so that old odds never stand beside new quotes.
struct OddsBoard {
  /// A game as the server lists it.
  struct Game {
    /// The number the server gives it, as text.
    let key: String
    let league: League
    let home: String
    let away: String
    var start: Timestamp
    /// Lines by the instant they count from, in order.
    var versions: [Version]
  }
  struct Version {
    let from: Timestamp
    let start: Timestamp
    let books: [Book]
  }
  struct Book {
    let name: String
    var lines: [OddsLine]
  }
  private struct Identity: Hashable {
    let key: String
    let home: String
    let away: String
  }

  private(set) var games: [Game] = []
  /// When the odds of each file date begin to count, ascending.
  private(set) var instants: [Timestamp] = []
  /// Games whose file date has no quotes, so that no instant is known: never offered.
  private(set) var undatedGames = 0
  /// Lines set by command, by game; they stand in for the recorded ones of that book.
  private var injected: [Int: [Book]] = [:]

  init(_ day: RecordedDay) {
    var index: [Identity: Int] = [:]
    for game in day.games {
      guard let from = day.oddsTime(ofFileDate: game.fileDate) else {
        undatedGames += 1
        continue
      }
      if !instants.contains(from) { instants.append(from) }
      let version = Version(from: from, start: game.start, books: Self.books(of: game))
      let identity = Identity(key: game.key, home: game.home, away: game.away)
      if let known = index[identity] {
        games[known].versions.append(version)
        games[known].versions.sort { $0.from < $1.from }
      } else {
        index[identity] = games.count
        games.append(
          Game(
            key: String(games.count + 1), league: game.league, home: game.home, away: game.away,
            start: game.start, versions: [version]))
      }
    }
    instants.sort()
  }

  /// The instant that rules at a time; nil before the first.
  func instant(at now: Timestamp) -> Timestamp? { instants.last { $0 <= now } }

  /// The number of a game by its key; nil when there is none.
  func game(keyed key: String) -> Int? {
    guard let number = Int(key), games.indices.contains(number - 1) else { return nil }
    return number - 1
  }

  /// The start of a game as known at an instant.
  func start(of game: Int, at now: Timestamp) -> Timestamp {
    version(of: game, at: now)?.start ?? games[game].start
  }

  /// What every book offers on a game at an instant; empty before its odds count and after it starts.
  func offers(on game: Int, at now: Timestamp) -> [Book] {
    guard let version = version(of: game, at: now), now < version.start else { return [] }
    let set = injected[game] ?? []
    return version.books.filter { book in !set.contains { $0.name == book.name } } + set
  }

  /// Books that an earlier version offered and this instant does not.
  func withdrawnBooks(of game: Int, at now: Timestamp) -> [String] {
    let offered = version(of: game, at: now)?.books ?? []
    var names: [String] = []
    for earlier in games[game].versions where earlier.from < (instant(at: now) ?? earlier.from) {
      for book in earlier.books
      where !names.contains(book.name) && !offered.contains(where: { $0.name == book.name })
        && !(injected[game] ?? []).contains(where: { $0.name == book.name })
      {
        names.append(book.name)
      }
    }
    return names
  }

  /// Replaces what one book offers on a game.
  mutating func inject(_ lines: [OddsLine], bookmaker: String, game: Int) {
    injected[game, default: []].removeAll { $0.name == bookmaker }
    injected[game, default: []].append(Book(name: bookmaker, lines: lines))
  }

  /// Returns to what was recorded.
  mutating func clearInjected(game: Int) { injected[game] = nil }

  private func version(of game: Int, at now: Timestamp) -> Version? {
    guard let instant = instant(at: now) else { return nil }
    return games[game].versions.last { $0.from == instant }
  }

  private static func books(of game: RecordedGame) -> [Book] {
    var books: [Book] = []
    for recorded in game.lines {
      if let index = books.firstIndex(where: { $0.name == recorded.bookmaker }) {
        books[index].lines.append(recorded.line)
      } else {
        books.append(Book(name: recorded.bookmaker, lines: [recorded.line]))
      }
    }
    return books
  }
}

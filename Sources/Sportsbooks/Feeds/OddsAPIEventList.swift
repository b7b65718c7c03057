internal import FoundationEssentials
public import Market

/// Decodes the answer of `GET /v3/events`.
///
/// Shape as in the provider's own example data (`odds-api-io/odds-api-python`,
/// `examples/data/snapshot-2026-09-19.json`): an array of `{id: number, home, away, date: RFC 3339,
/// status, sport: {name, slug}, league: {name, slug}}`.
public enum OddsAPIEventList {
  /// An event before it has a number of the feed's own.
  public struct Entry: Hashable, Sendable {
    public let key: String
    public let league: League
    public let home: String
    public let away: String
    public let start: Timestamp
  }

  /// A list, with what was left out.
  public struct Outcome: Hashable, Sendable {
    public internal(set) var entries: [Entry] = []
    /// Events of leagues that are not ours.
    public internal(set) var otherLeagues = 0
    /// Events that lack a team or have a date that is none.
    public internal(set) var unusable = 0
  }

  private struct Wire: Decodable {
    struct Named: Decodable { let slug: String }
    struct Key: Decodable {
      let text: String
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
          text = String(number)
        } else {
          text = try container.decode(String.self)
        }
      }
    }
    let id: Key
    let home: String?
    let away: String?
    let date: String?
    let sport: Named?
    let league: Named?
  }

  /// - Throws: ``OddsFrameFault`` when the text is not such an array.
  public static func decode(_ bytes: [UInt8]) throws(OddsFrameFault) -> Outcome {
    let events: [Wire]
    do {
      events = try JSONDecoder().decode([Wire].self, from: Data(bytes))
    } catch {
      throw OddsFrameFault(offset: 0, expected: "a JSON array of events with ids")
    }
    var outcome = Outcome()
    for event in events {
      guard let sport = event.sport?.slug, let slug = event.league?.slug,
        let league = OddsAPILeague.league(sport: sport, slug: slug)
      else {
        outcome.otherLeagues += 1
        continue
      }
      guard let home = event.home, let away = event.away, !home.isEmpty, !away.isEmpty,
        let start = event.date.flatMap({ WrittenTime.rfc3339($0) })
      else {
        outcome.unusable += 1
        continue
      }
      outcome.entries.append(
        Entry(key: event.id.text, league: league, home: home, away: away, start: start))
    }
    return outcome
  }
}

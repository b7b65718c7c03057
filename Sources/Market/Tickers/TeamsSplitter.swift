/// Splits the teams of a ticker, `LADAZ`, into away and home, by evidence only.
public enum TeamsSplitter {
  /// The codes of the two teams of a game.
  public struct Teams: Hashable, Sendable {
    public let away: String
    public let home: String

    public init(away: String, home: String) {
      self.away = away
      self.home = home
    }
  }

  /// Why a text does not split into two teams.
  public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// No split has a known code, or a seen suffix, on the needed sides.
    case noKnownCodes(String)
    /// Several splits fit equally.
    case ambiguous(String, [Teams])

    public var description: String {
      switch self {
      case .noKnownCodes(let text): "'\(text)' does not split into known team codes"
      case .ambiguous(let text, let splits):
        "'\(text)' splits in several ways: "
          + splits.map { "\($0.away)+\($0.home)" }.joined(separator: ", ")
      }
    }
  }

  /// Splits `teams`.
  ///
  /// Every code in `suffixes`, the teams named by the event's own winner and spread markets, must
  /// be one of the two; among the splits left, those of two known codes win over those of one. A
  /// split without any evidence is never taken.
  ///
  /// - Complexity: O(lengths of code × (suffixes + 1)).
  public static func split(
    _ teams: String, suffixes: Set<String>, isKnown: (String) -> Bool
  ) throws(Refusal) -> Teams {
    let all = TeamCode.lengths.compactMap { count -> Teams? in
      let (away, home) = (String(teams.prefix(count)), String(teams.dropFirst(count)))
      return TeamCode.isCode(away) && TeamCode.isCode(home) ? Teams(away: away, home: home) : nil
    }
    let standing = suffixes.filter { teams.hasPrefix($0) || teams.hasSuffix($0) }
    let fitting = all.filter { split in
      standing.allSatisfy { $0 == split.away || $0 == split.home }
    }
    func evidence(_ split: Teams) -> Int {
      [split.away, split.home].count { standing.contains($0) || isKnown($0) }
    }
    for wanted in [2, 1] {
      let best = fitting.filter { evidence($0) >= wanted }
      if best.count == 1 && (wanted == 2 || !standing.isEmpty) { return best[0] }
      if best.count > 1 { throw .ambiguous(teams, best) }
    }
    throw .noKnownCodes(teams)
  }
}

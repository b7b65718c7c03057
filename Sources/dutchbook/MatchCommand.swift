internal import Desk
internal import Sportsbooks

/// `dutchbook match`: one sportsbook team name a line, its Kalshi code or the reason there is none.
enum MatchCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard let league = command.options["league"], !league.isEmpty else {
      Terminal.complain("match: --league is needed, such as --league NCAAF\n")
      return ExitCode.usage
    }
    let matcher: TeamMatcher
    do throws(TeamFileError) {
      matcher = try self.matcher(command)
    } catch {
      Terminal.complain("\(error)\n")
      return ExitCode.data
    }
    guard matcher.table.hasLeague(league) else {
      Terminal.complain(
        "match: unknown league \"\(league)\"; known are NFL, NBA, MLB, NHL, NCAAF, NCAAMB\n")
      return ExitCode.data
    }
    for line in InputLines() {
      let answer =
        switch line {
        case .refused(let reason): "-\t\(reason)"
        case .text(let name): matcher.line(name, league: league)
        }
      Terminal.write(answer + "\n")
    }
    return ExitCode.success
  }

  private static func matcher(_ command: ParsedCommand) throws(TeamFileError) -> TeamMatcher {
    var table = TeamTable.shipped
    if let path = command.options["teams"] {
      table = try TeamTable(csv: try text(path), file: path)
    }
    var aliases = UserAliases.none
    if let path = command.options["aliases"] {
      aliases = try UserAliases(csv: try text(path), file: path)
    }
    return TeamMatcher(table: table, aliases: aliases)
  }

  private static func text(_ path: String) throws(TeamFileError) -> String {
    guard let bytes = FileBytes.read(path, limit: 64 << 20) else {
      throw TeamFileError(file: path, line: 0, message: "cannot be read: \(FileBytes.lastFault)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TeamFileError(file: path, line: 0, message: "is not UTF-8 text")
    }
    return text
  }
}

internal import Desk
internal import Sportsbooks

/// `dutchbook match`: one sportsbook team name a line, its Kalshi code or the reason there is none.
enum MatchCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    guard let league = command.options["league"], !league.isEmpty else {
      Terminal.complain("match: --league is needed, such as --league NCAAF\n")
      return ExitCode.usage
    }
    var table = TeamTable.shipped
    var aliases = UserAliases.none
    do throws(TeamFileError) {
      if let path = command.options["teams"] {
        guard let text = try text(path) else { return ExitCode.noInput }
        table = try TeamTable(csv: text, file: path)
      }
      if let path = command.options["aliases"] {
        guard let text = try text(path) else { return ExitCode.noInput }
        aliases = try UserAliases(csv: text, file: path)
      }
    } catch {
      Terminal.complain("match: \(error)\n")
      return ExitCode.data
    }
    let matcher = TeamMatcher(table: table, aliases: aliases)
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

  /// A file's text; nil after saying why it cannot be read.
  private static func text(_ path: String) throws(TeamFileError) -> String? {
    guard let bytes = FileBytes.read(path, limit: 64 << 20) else {
      Terminal.complain("match: \(path): cannot be read: \(FileBytes.lastFault)\n")
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TeamFileError(file: path, line: 0, message: "is not UTF-8 text")
    }
    return text
  }
}

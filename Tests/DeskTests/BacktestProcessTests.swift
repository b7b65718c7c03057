import Foundation
import TestKit
import Testing

@testable import Desk

/// `dutchbook backtest` as its user meets it.
@Suite struct `The backtest as a process` {
  let folder = TestFolder()

  init() { TestRecording.write(to: folder) }

  private func run(_ words: String) throws -> Program.Ending {
    try Program(
      ["backtest"] + words.split(separator: " ").map(String.init), in: folder.path
    ).end()
  }

  @Test func `a recording gives a report on the terminal, as a page and as JSON`() throws {
    let ending = try run(
      "--quotes quotes.csv --odds odds.csv --report report.html --json report.json"
        + " --set strategy.taker_edge_threshold=5,30")
    #expect(ending.code == 0, "\(ending.errors)")
    for words in [
      "Backtest of 2025-11-24\n", "This is not evidence of profit.", "Under other suppositions",
      "latency times 2", "Sweep\n", "insufficient data",
    ] { #expect(ending.output.contains(words), "\(words)") }
    #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(ending.errors.contains("1 days, "))
    #expect(ending.errors.contains("2 combinations"))
    let page = TestFolder.text(folder.path + "/report.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("Under other suppositions"))
    let json = Data(TestFolder.text(folder.path + "/report.json").utf8)
    let report = try #require(try JSONSerialization.object(json))
    #expect(report.contains("\"seed\":1") || report.contains("\"seed\" : 1"))
    // The same again, to the byte, but for the time it took.
    let again = try run(
      "--quotes quotes.csv --odds odds.csv --set strategy.taker_edge_threshold=5,30")
    #expect(again.output == ending.output)
  }

  @Test func `tables that were imported give the report that their files give`() throws {
    folder.write(
      "league,game_date_us_eastern,away,home,away_score,home_score\n"
        + "NFL,2025-11-24,Carolina Panthers,San Francisco 49ers,9,20\n", "results.csv")
    let taken = try Program(
      ["import", "quotes.csv", "odds.csv", "results.csv", "--to", "imported"], in: folder.path
    ).end()
    #expect(taken.code == 0, "\(taken.errors)")
    let files = try run("--quotes quotes.csv --odds odds.csv --results results.csv")
    let imported = try run("imported")
    #expect(imported.code == 0, "\(imported.errors)")
    #expect(imported.output == files.output)
    #expect(imported.output.contains("2 settled") || !imported.output.contains("no known result"))
    let polls = try Program(
      ["import", "quotes.csv", "--to", "half"], in: folder.path
    ).end()
    #expect(polls.code == 0)
    let half = try run("half")
    #expect(half.code == 65 && half.errors.contains("no table of odds is imported here"))
  }

  @Test func `profiles have a section of their own in each form of the report`() throws {
    let ending = try run(
      "--quotes quotes.csv --odds odds.csv --profiles AGGRESSIVE,SCALP --min-volume 0 --alone"
        + " --edges-above 3 --report report.html --json report.json")
    #expect(ending.code == 0, "\(ending.errors)")
    for words in [
      "Edges of 3 c and more\n", "Profiles\n", "Each profile alone\n", "SCALP",
      "Volume: the recording",
    ] {
      #expect(ending.output.contains(words), "\(words)")
    }
    #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let page = TestFolder.text(folder.path + "/report.html")
    #expect(page.contains("id=\"profiles\"") && page.contains("id=\"alone\""))
    let json = TestFolder.text(folder.path + "/report.json")
    #expect(json.contains("\"profiles\" : [") && json.contains("\"profileDifference\""))
  }

  /// What docs/judgement-november.md says of the shipped days, the profiles together.
  @Test func `the ten days of November are what the page says of them`() throws {
    let command =
      "backtest --days 2025-11 --profiles all --min-volume 0 --alone --edges-above 3"
      + " --set strategy.arbitrage=false"
    // Under a sanitizer ten days take minutes.
    let ending = try Program(
      command.split(separator: " ").map(String.init), in: folder.path
    ).end(seconds: 900)
    #expect(ending.code == 0, "\(ending.errors)")
    func words(_ line: Substring) -> [Substring] { line.split(separator: " ") }
    let lines = ending.output.split(separator: "\n").map(words)
    for row in [
      "CONSERVATIVE 28 28 0 0 0 0 0", "STANDARD 33 33 0 0 0 0 0", "AGGRESSIVE 44 44 0 0 0 0 0",
      "VERY_AGGRESSIVE 67 65 2 2 9 1 1", "ANY_EDGE 148 145 3 3 12 1 2",
      "SCALP 143 143 0 0 0 0 0",
      "VERY_AGGRESSIVE 166.66 3.97 0.16 0.00 +2.28 +0.10 +2.22",
      "ANY_EDGE 166.66 5.86 0.21 0.00 +2.28 +0.07 +2.14", "in play 97 97", "unexplained 4 4",
      // Each alone: the page's own table.
      "ANY_EDGE 146 143 3 3 12 1 2", "VERY_AGGRESSIVE 67 65 2 2 9 1 1",
    ] { #expect(lines.contains(words(row[...])), "\(row)") }
    #expect(ending.output.contains("Together +4.36 $; the account +4.36 $."))
    #expect(
      ending.output.contains("112 of 1385 quotes that books have a line on, 1144 of them before"))
  }

  @Test(arguments: [
    Slip("--set strategy.taker_edge_threshold=", code: 64, "has an empty value"),
    Slip("--set strategy.taker_edge=5", code: 78, "unknown key"),
    Slip("--latency fast", code: 64, "--latency fast is not none"),
    Slip("--latency sampled", code: 64, "sampled needs a session's journal: sampled:JOURNAL"),
    Slip("--latency sampled:nowhere", code: 65, "nowhere: No such file"),
    Slip("--queue-model last", code: 64, "--queue-model last is not"),
    Slip("--cash nothing", code: 64, "is not an amount in dollars"),
    Slip("--workers 0", code: 64, "is not a number from 1 to 1024"),
    Slip("--seed x", code: 64, "is not a whole number"),
    Slip("--days 1999-01-01", code: 64, "no shipped day 1999-01-01; there are 2025-11-07"),
    Slip(
      "--days 2025-11-24..2025-11-20", code: 64,
      "--days 2025-11-24..2025-11-20 runs backwards; write 2025-11-20..2025-11-24"),
    Slip("--days 2025-11-24.. --json left", code: 64, "is no range of days; write FIRST..LAST"),
    Slip("--days all --quotes quotes.csv --odds odds.csv", code: 64, "leave it out beside"),
    Slip("--quotes quotes.csv", code: 64, "belong together"),
    Slip("--days 2025-1", code: 64, "no shipped day 2025-1; there are 2025-11-07"),
    Slip(
      "--profiles BOLD", code: 64, "--profiles BOLD: no profile \"BOLD\"; there are CONSERVATIVE"),
    Slip("--profiles SCALP,SCALP", code: 64, "--profiles SCALP,SCALP: names SCALP twice"),
    Slip("--profiles all --min-volume some", code: 64, "is not a number of contracts"),
    Slip("--edges-above much", code: 64, "is not a number of cents above 0"),
    Slip("quotes.csv --edges-above 3", code: 64, "--edges-above looks at recorded days"),
    Slip("--min-volume 0", code: 64, "is for the profiles of --profiles"),
    Slip("--alone", code: 64, "--alone: no profile runs; name some with --profiles"),
    Slip(
      "--profiles SCALP --set profile.STANDARD.min_edge=1", code: 64,
      "the profile STANDARD does not run"),
    Slip("--redis redis://127.0.0.1:1 --sweep x", code: 64, "give --set several values"),
    Slip("--redis redis://127.0.0.1:1", code: 64, "belong together"),
    Slip("--join", code: 64, "--join needs --redis URL and --sweep NAME"),
    Slip("quotes.csv --days all", code: 64, "files are played by themselves"),
    Slip("one.dbe --results quotes.csv", code: 64, "an event file knows no games"),
    Slip("one.dbe journal", code: 64, "cannot be played in one run"),
    Slip("nowhere.dbe", code: 65, "nowhere.dbe"), Slip("nowhere", code: 65, "nowhere"),
    Slip("--report quotes.csv --quotes quotes.csv --odds odds.csv", code: 64, "is given twice"),
    Slip("--report nowhere/report.html", code: 74, "cannot be written"),
  ])
  func `what cannot be played is refused in a sentence, and no report is written`(
    _ slip: Slip
  ) throws {
    let quotes = TestFolder.text(folder.path + "/quotes.csv")
    let ending = try run(slip.arguments.joined(separator: " "))
    #expect(ending.code == slip.code, "\(ending.errors)")
    #expect(ending.errors.contains(slip.sentence), "\(ending.errors)")
    #expect(ending.output.isEmpty)
    #expect(TestFolder.text(folder.path + "/quotes.csv") == quotes)
  }

  @Test func `a run that fails leaves no new file, and an old one as it was`() throws {
    folder.write("the report of yesterday", "old.html")
    let ending = try run("nowhere.dbe --report old.html --json new.json")
    #expect(ending.code == 65, "\(ending.errors)")
    #expect(TestFolder.text(folder.path + "/old.html") == "the report of yesterday")
    #expect(access(folder.path + "/new.json", F_OK) != 0)
  }

  @Test func `a report into the file of the output leaves that file where it is`() throws {
    let words = "backtest --quotes quotes.csv --odds odds.csv --json /dev/stdout"
    let child = try ChildProcess([
      "/bin/sh", "-c",
      "cd \(Program.quoted(folder.path));"
        + " { \(Program.quoted(Program.path)) \(words) 2>/dev/null; echo the end; } >out",
    ])
    #expect(child.wait(seconds: Program.patienceSeconds) == 0)
    #expect(TestFolder.text(folder.path + "/out").contains("the end"))
  }

  @Test func `a report that finds no room leaves no part of it, and an old one as it was`() throws {
    folder.write("the report of yesterday", "old.html")
    let words = "backtest --quotes quotes.csv --odds odds.csv --report old.html --json new.json"
    // Under the thread sanitizer a program begins with a file of the sanitizer's own, which the
    // limit would cut, unless there is no place for it.
    let limited = try ChildProcess([
      "/bin/sh", "-c",
      "cd \(Program.quoted(folder.path)); export TMPDIR=/nowhere; ulimit -f 1;"
        + " exec \(Program.quoted(Program.path)) \(words) >/dev/null 2>/dev/null",
    ])
    #expect(limited.wait(seconds: Program.patienceSeconds) == 74)
    #expect(TestFolder.text(folder.path + "/old.html") == "the report of yesterday")
    for name in ["new.json", "new.json.part", "old.html.part"] {
      #expect(access(folder.path + "/" + name, F_OK) != 0, "\(name)")
    }
  }
}

extension JSONSerialization {
  /// The text of a JSON object; nil when it is none.
  fileprivate static func object(_ data: Data) throws -> String? {
    try jsonObject(with: data) is [String: Any] ? String(decoding: data, as: UTF8.self) : nil
  }
}

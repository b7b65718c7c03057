import TestKit
import Testing
import Trading

@testable import Desk

/// `dutchbook calibrate` as its user meets it.
@Suite struct `The calibration as a process` {
  let folder = TestFolder()

  init() { TestRecording.write(to: folder) }

  private func run(_ words: String) throws -> Program.Ending {
    try Program(
      ["calibrate"] + words.split(separator: " ").map(String.init), in: folder.path
    ).end()
  }

  @Test func `a recording of one game is too little, said in each cell, and suggests nothing`()
    throws
  {
    let words =
      "exits --quotes quotes.csv --odds odds.csv --profile VERY_AGGRESSIVE --min-volume 0"
    let ending = try run(words)
    #expect(ending.code == 0, "\(ending.errors)")
    for words in [
      "Exits of VERY_AGGRESSIVE\n", "15 of 15 cells have no position.",
      "Nothing: no cell of normal trading", "This is not evidence of profit.",
    ] { #expect(ending.output.contains(words), "\(words)") }
    #expect(!ending.output.contains("exit_rows"))
    #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(try run(words).output == ending.output)
  }

  @Test(arguments: [
    ("", Int32(64), "exits"), ("entries", 64, "unknown \"entries\""),
    ("exits --profile all", 64, "one profile at a time"),
    ("exits --profile BOLD", 64, "--profile BOLD: no profile \"BOLD\""),
    ("exits --min-volume x", 64, "is not a number of contracts"),
    ("exits --days 1999-01-01", 64, "no shipped day 1999-01-01"),
    ("exits --seed x", 64, "is not a whole number"), ("exits nowhere", 65, "nowhere"),
    ("exits --config nowhere.toml", 78, "nowhere.toml"),
    ("books day.dbj", 64, "books reads recorded days"),
    ("books --seed 3", 64, "--seed is for exits"),
    ("books --days 1999-01-01", 64, "no shipped day 1999-01-01"),
  ])
  func `what cannot be calibrated is refused in a sentence`(
    words: String, code: Int32, sentence: String
  ) throws {
    let ending = try run(words)
    #expect(ending.code == code, "\(ending.errors)")
    #expect(ending.errors.contains(sentence), "\(ending.errors)")
    #expect(ending.output.isEmpty)
  }

  @Test func `rows of a table come from the configuration as they are suggested`() throws {
    let configuration = try ConfigurationReader.setting(
      [
        "profile.SCALP.exit_rows=[\"1:10:2\", \"3:12:4\"]", "profile.SCALP.capital_cents=100",
        "profiles.run=[\"SCALP\"]",
      ], over: DeskConfiguration())
    let rows = configuration.engine.profiles[0].exits.rows
    #expect(rows.map(\.takeProfitCents) == [10, 12] && rows.map(\.edgeCents) == [1, 3])
    #expect(
      ConfigurationText.render(configuration, comments: false).contains(
        "exit_rows = [\"1:10:2\", \"3:12:4\"]"))
    for (value, words) in [
      ("[\"1:10\"]", "which is no row"), ("[\"a:b:c\"]", "which is no row"),
      ("[\"3:5:3\", \"1:6:4\"]", "exit table"), ("[]", "exit table"),
    ] {
      #expect {
        try ConfigurationReader.setting(
          [
            "profile.SCALP.exit_rows=\(value)", "profile.SCALP.capital_cents=100",
            "profiles.run=[\"SCALP\"]",
          ], over: DeskConfiguration())
      } throws: {
        "\($0)".contains(words)
      }
    }
  }
}

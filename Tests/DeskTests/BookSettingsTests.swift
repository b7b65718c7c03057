import Market
import Testing
import Trading

@testable import Desk

@Suite struct BookSettingsTests {
  private func configuration(_ lines: String) throws -> DeskConfiguration {
    try ConfigurationReader(environment: [:]).read(text: "[consensus]\n" + lines, file: "a.toml")
  }

  @Test func `weights and sources are found by name, whatever its case`() throws {
    let books = try configuration(
      """
      sharpness = ["Pinnacle=3", " BetOnline.ag = 0.5"]
      one_source = ["FanDuel+Betfair Sportsbook", "BetMGM + Borgata"]
      """
    ).books
    #expect(books.sharpness(of: "PINNACLE") == 3)
    #expect(books.sharpness(of: "betonline.ag") == 0.5)
    #expect(books.sharpness(of: "Nobody") == 1)
    #expect(books.source(of: "fanduel") == books.source(of: "Betfair Sportsbook"))
    #expect(books.source(of: "BetMGM") == books.source(of: "borgata"))
    #expect(books.source(of: "BetMGM") != books.source(of: "FanDuel"))
    #expect(books.source(of: "Pinnacle") == -1)
  }

  @Test func `limits of age are found by name and phase, and may be named in one alone`() throws {
    let books = try configuration(
      """
      book_max_age_ms = ["Pinnacle=60000", " FanDuel = 240000"]
      book_late_max_age_ms = ["PINNACLE=15000"]
      book_in_play_max_age_ms = ["BetMGM=1"]
      """
    ).books
    #expect(
      books.ages(of: "pinnacle")
        == AgeLimits(earlyNanoseconds: 60_000_000_000, lateNanoseconds: 15_000_000_000))
    #expect(books.ages(of: "fanduel") == AgeLimits(earlyNanoseconds: 240_000_000_000))
    #expect(books.ages(of: "BetMGM") == AgeLimits(inPlayNanoseconds: 1_000_000))
    #expect(books.ages(of: "Nobody") == .asForAll)
    #expect(books.withoutAges.ages(of: "pinnacle") == .asForAll)
    #expect(books.withoutAges.sharpness(of: "pinnacle") == 1.5)
  }

  @Test func `what is set last holds, and only what is named in it`() throws {
    let first = try configuration("book_max_age_ms = [\"Pinnacle=60000\"]")
    let books = try ConfigurationReader.setting(
      ["consensus.book_max_age_ms=[\"FanDuel=5\"]"], over: first
    ).books
    #expect(books.ages(of: "Pinnacle") == .asForAll)
    #expect(books.ages(of: "FanDuel") == AgeLimits(earlyNanoseconds: 5_000_000))
  }

  @Test(arguments: [
    ("sharpness = [\"Pinnacle\"]", "\"Pinnacle\" is not NAME=NUMBER"),
    ("sharpness = [\"Pinnacle=0\"]", "is not NAME=NUMBER with a number from 0.01 to 100"),
    ("sharpness = [\"Pinnacle=nan\"]", "is not NAME=NUMBER"),
    ("sharpness = [\"=2\"]", "is not NAME=NUMBER"),
    ("sharpness = [\"A=2\", \"a=3\"]", "names a twice"),
    ("book_max_age_ms = [\"Pinnacle\"]", "\"Pinnacle\" is not NAME=NUMBER"),
    ("book_max_age_ms = [\"Pinnacle=0\"]", "a whole number from 1 to 86400000"),
    ("book_max_age_ms = [\"Pinnacle=-5\"]", "a whole number from 1 to 86400000"),
    ("book_late_max_age_ms = [\"Pinnacle=1.5\"]", "is not NAME=NUMBER"),
    ("book_late_max_age_ms = [\"=5\"]", "is not NAME=NUMBER"),
    ("book_in_play_max_age_ms = [\"A=86400001\"]", "a whole number from 1 to 86400000"),
    ("book_in_play_max_age_ms = [\"A=99999999999999999999\"]", "is not NAME=NUMBER"),
    ("book_in_play_max_age_ms = [\"A=2\", \"a=3\"]", "names a twice"),
    ("one_source = [\"FanDuel\"]", "\"FanDuel\" is not NAME+NAME"),
    ("one_source = [\"FanDuel+\"]", "is not NAME+NAME"),
    ("one_source = [\"A+B\", \"b+C\"]", "names b twice"),
  ])
  func `what cannot be meant is refused by its name`(line: String, words: String) {
    let error = #expect(throws: ConfigurationError.self) { try configuration(line) }
    #expect("\(String(describing: error))".contains(words), "\(String(describing: error))")
  }
}

import Market
import Testing

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

  @Test(arguments: [
    ("sharpness = [\"Pinnacle\"]", "\"Pinnacle\" is not NAME=NUMBER"),
    ("sharpness = [\"Pinnacle=0\"]", "is not NAME=NUMBER with a number from 0.01 to 100"),
    ("sharpness = [\"Pinnacle=nan\"]", "is not NAME=NUMBER"),
    ("sharpness = [\"=2\"]", "is not NAME=NUMBER"),
    ("sharpness = [\"A=2\", \"a=3\"]", "names a twice"),
    ("one_source = [\"FanDuel\"]", "\"FanDuel\" is not NAME+NAME"),
    ("one_source = [\"FanDuel+\"]", "is not NAME+NAME"),
    ("one_source = [\"A+B\", \"b+C\"]", "names b twice"),
  ])
  func `what cannot be meant is refused by its name`(line: String, words: String) {
    let error = #expect(throws: ConfigurationError.self) { try configuration(line) }
    #expect("\(String(describing: error))".contains(words), "\(String(describing: error))")
  }
}

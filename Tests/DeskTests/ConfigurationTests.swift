import Foundation
import Market
import Probability
import TestKit
import Testing
import Trading

@testable import Desk

@Suite struct `The configuration` {
  func read(_ text: String, _ environment: [String: String] = [:]) throws -> DeskConfiguration {
    try ConfigurationReader(environment: environment).read(text: text, file: "dutchbook.toml")
  }

  func fault(_ text: String) -> ConfigurationError? {
    do {
      _ = try read(text)
      return nil
    } catch { return error as? ConfigurationError }
  }

  @Test func `nothing said means the defaults of the design`() throws {
    let configuration = try read("")
    #expect(configuration.engine.strategy.takerEdge == 500)
    #expect(configuration.engine.strategy.makerEdge == 200)
    #expect(configuration.engine.strategy.minimumNetEdge == 100)
    #expect(configuration.engine.risk.maximumPositionContracts == 10)
    #expect(configuration.engine.risk.maximumTotalExposure == Money(cents: 50_000))
    #expect(configuration.engine.risk.maximumConcurrentMarkets == 5)
    #expect(configuration.engine.execution.makerTimeoutNanoseconds == 500_000_000)
    #expect(configuration.engine.execution.staleOddsNanoseconds == 5_000_000_000)
    #expect(configuration.odds.leagues == [.nfl, .nba, .ncaaf, .ncaamb])
  }

  @Test func `values of the file win over defaults, the environment over both`() throws {
    let configuration = try read(
      """
      [strategy]
      taker_edge_threshold = 4.5
      [kalshi]
      api_key = "from-file"
      [odds_feed]
      sports = ["cbb", "NFL"]
      """, ["KALSHI_API_KEY": "from-environment", "KALSHI_PRIVATE_KEY": "pem"])
    #expect(configuration.engine.strategy.takerEdge == 450)
    #expect(configuration.kalshi.apiKey.reveal == "from-environment")
    #expect(configuration.kalshi.privateKey.reveal == "pem")
    #expect(configuration.odds.leagues == [.ncaamb, .nfl])
  }

  @Test(arguments: [
    (
      "[strategy]\ntaker_edge_treshold = 5\n", 2,
      "strategy.taker_edge_treshold: unknown key; did you mean strategy.taker_edge_threshold?"
    ),
    (
      "\n\n[risk]\nmax_contracts_per_market = \"ten\"\n", 4,
      "risk.max_contracts_per_market: must be a whole number"
    ),
    (
      "[risk]\nmax_contracts_per_market = 0\n", 2,
      "risk.max_contracts_per_market: 0 is outside 1…1000000"
    ),
    (
      "[odds_feed]\nsports = [\"nfl\", \"curling\"]\n", 2,
      "odds_feed.sports: unknown league \"curling\";"
        + " known are nfl, nba, mlb, nhl, ncaaf, ncaamb"
    ),
    (
      "[strategy]\nmaker_edge_threshold = 6\n", 2,
      "strategy.maker_edge_threshold: is above strategy.taker_edge_threshold;"
        + " resting must ask for less than taking"
    ),
    (
      "[strategy]\ntaker_edge_threshold = 5.0001\n", 2,
      "strategy.taker_edge_threshold: 5.0001 is not a decimal in 0…99 with three places"
    ),
    (
      "[odds_feed]\nprovider = \"unabated\"\n", 2,
      "odds_feed.provider: unknown provider \"unabated\"; the one there is, is \"odds-api-io\""
    ),
    ("[pricing]\nnfl = \"shinn\"\n", 2, "pricing.nfl: unknown method \"shinn\""),
  ])
  func `a fault names file, line and key`(text: String, line: Int, message: String) {
    #expect(self.fault(text)?.description == "dutchbook.toml:\(line): \(message)")
  }

  @Test(arguments: ["[strategy\n", "a = = 1", "a = 1\na = 2\n", "x = \"\u{0}\""])
  func `text that is not TOML names its line`(text: String) throws {
    let found = try #require(self.fault(text))
    #expect(found.description.hasPrefix("dutchbook.toml:"))
    #expect(found.reason.hasPrefix("not valid TOML:"))
  }

  @Test func `a missing file says so with its path`() {
    #expect(throws: ConfigurationError.self) {
      try ConfigurationReader(environment: [:]).read(path: "/nonexistent/dutchbook.toml")
    }
  }

  @Test func `what is printed reads back to the same configuration`() throws {
    let configuration = try read("[risk]\nmax_concurrent_markets = 7\n")
    let again = try read(ConfigurationText.render(configuration, comments: true))
    #expect(again.engine == configuration.engine)
    #expect(again.odds == configuration.odds)
    #expect(again.kalshi == configuration.kalshi)
  }

  @Test func `secrets are never printed`() throws {
    let configuration = try read(
      "[kalshi]\napi_key = \"5ecret-5ecret\"\n[odds_feed]\napi_key = \"5ecret-odds\"\n",
      ["KALSHI_PRIVATE_KEY": "-----BEGIN 5ecret"])
    let printed = ConfigurationText.render(configuration, comments: true) + "\(configuration)"
    #expect(!printed.contains("5ecret"))
    #expect(printed.contains("api_key = \"(hidden)\""))
  }

  @Test func `the shipped example is what the program prints`() throws {
    let root = Repository.root
    let bytes = try #require(FileBytes.read(root + "/dutchbook.example.toml", limit: 1 << 20))
    #expect(String(decoding: bytes, as: UTF8.self) == ConfigurationText.example)
  }

  @Test func `the example's table of a profile works once its comments are taken off`() throws {
    let parts = ConfigurationText.example.components(separatedBy: "# [profile.STANDARD]\n")
    try #require(parts.count == 2)
    let table = parts[1].split(separator: "\n").map { $0.dropFirst(2) }.joined(separator: "\n")
    let text = "[profiles]\nrun = [\"STANDARD\"]\n[profile.STANDARD]\n" + table + "\n"
    let configuration = try read(text)
    let bare = try read(
      "[profiles]\nrun = [\"STANDARD\"]\n[profile.STANDARD]\ncapital_cents = 100000\n")
    #expect(configuration.engine.profiles == bare.engine.profiles)
    #expect(configuration.engine.profiles.count == 1)
  }

  @Test func `every key stands in the documentation with its default`() throws {
    let bytes = try #require(
      FileBytes.read(Repository.root + "/docs/configuration.md", limit: 1 << 20))
    let text = String(decoding: bytes, as: UTF8.self)
    for row in ConfigurationText.documentationRows { #expect(text.contains(row)) }
  }
}

@Suite struct `Profiles in the configuration` {
  func read(_ text: String) throws -> DeskConfiguration {
    try ConfigurationReader(environment: [:]).read(text: text, file: "dutchbook.toml")
  }

  func fault(_ text: String) -> ConfigurationError? {
    do {
      _ = try read(text)
      return nil
    } catch { return error as? ConfigurationError }
  }

  @Test func `a preset needs its money only, another name all it asks for`() throws {
    let configuration = try read(
      """
      [profiles]
      run = ["STANDARD", "MINE"]
      [profile.STANDARD]
      capital_cents = 50_000
      [profile.MINE]
      capital_cents = 1_000
      min_edge = 2.25
      min_books = 2
      max_spread = 4
      kelly_percent = 10
      max_daily_loss_cents = 300
      """)
    let profiles = configuration.engine.profiles
    #expect(profiles.map(\.profile.name) == ["STANDARD", "MINE"])
    #expect(profiles[0].profile == TradingProfile.presets[1])
    #expect(profiles[0].limits == RiskLimits())
    #expect(profiles[1].profile.minimumEdge == 225)
    #expect(profiles[1].limits.maximumDailyLoss == Money(cents: 300))
    #expect(try read("").engine.profiles.isEmpty)
  }

  @Test func `what cannot run is said by its key`() {
    func start(_ text: String) -> String { "[profiles]\nrun = [\"A\"]\n[profile.A]\n\(text)" }
    #expect(fault(start(""))?.key == "profile.A.capital_cents")
    #expect(fault(start("capital_cents = -5"))?.key == "profile.A.capital_cents")
    #expect(fault(start("capital_cents = 5"))?.reason.contains("minimum edge") == true)
    #expect(fault(start("color = 5"))?.reason.contains("unknown key") == true)
    #expect(
      fault("[profiles]\nrun = [\"SCALP\", \"SCALP\"]\n[profile.SCALP]\ncapital_cents = 1")?
        .reason == "names SCALP twice")
    #expect(
      fault("[risk]\nmax_game_exposure_cents = 60000")?.reason.contains("could never bind") == true)
  }

  @Test func `every key of a profile stands in the documentation`() throws {
    let bytes = try #require(
      FileBytes.read(Repository.root + "/docs/configuration.md", limit: 1 << 20))
    let text = String(decoding: bytes, as: UTF8.self)
    for row in ConfigurationText.profileRows { #expect(text.contains(row)) }
  }

  @Test func `what is printed is read as the same`() throws {
    let configuration = try read(
      "[profiles]\nrun = [\"SCALP\"]\n[profile.SCALP]\ncapital_cents = 700\nexit_rule = \"hold\"")
    let again = try read(ConfigurationText.render(configuration, comments: true))
    #expect(again.engine.profiles == configuration.engine.profiles)
  }
}

import Testing
import Trading

@testable import Desk

/// Keys that can be meant by themselves, and not together.
@Suite struct `Keys that contradict each other` {
  private func fault(_ text: String) -> ConfigurationError? {
    do {
      _ = try ConfigurationReader(environment: [:]).read(text: text, file: "dutchbook.toml")
      return nil
    } catch { return error }
  }

  /// A profile that runs, with its keys after what is needed.
  private func profile(_ keys: String, besides: String = "") -> String {
    "\(besides)\n[profiles]\nrun = [\"STANDARD\"]\n[profile.STANDARD]\n"
      + (keys.contains("capital_cents") ? "" : "capital_cents = 50_000\n") + keys
  }

  /// A fault of a profile by both keys, and the nearest that is none.
  @Test(arguments: [
    ("max_contracts_per_game = 50", "max_contracts_per_market", "max_contracts_per_game = 100"),
    ("min_price = 95", "min_edge", "min_price = 94.99"),
    ("capital_cents = 4", "min_price", "capital_cents = 17"),
    (
      "max_risk_per_trade_cents = 4", "min_price",
      "max_risk_per_trade_cents = 5"
    ),
    (
      "max_risk_per_trade_cents = 60\nmin_price = 61", "min_price",
      "max_risk_per_trade_cents = 61\nmin_price = 61"
    ),
    ("capital_cents = 16", "max_sport_exposure_pct", "capital_cents = 17"),
    ("exit_before_start_s = 301", "min_minutes_to_start", "exit_before_start_s = 300"),
    (
      "exit_before_start_s = 900\nmin_minutes_to_start = 14", "min_minutes_to_start",
      "exit_before_start_s = 900\nmin_minutes_to_start = 15"
    ),
  ])
  func `of a profile are refused by both their names`(
    keys: String, other: String, sound: String
  ) throws {
    let found = try #require(fault(profile(keys)))
    #expect(found.key == "profile.STANDARD")
    let named = keys.split(separator: " ")[0]
    #expect(found.reason.contains(named), "\(found.reason)")
    #expect(found.reason.contains(other), "\(found.reason)")
    #expect(fault(profile(sound)) == nil, "\(sound)")
  }

  @Test func `of the account are refused, and the account's with a profile's`() throws {
    let hidden = try #require(fault("[risk]\nmax_contracts_per_game = 9"))
    #expect(hidden.key == "risk")
    #expect(
      hidden.reason
        == "max_contracts_per_market is 10, above max_contracts_per_game, 9: it could never act;"
        + " lower it, or raise the other")
    let small = try #require(
      fault(profile("min_price = 41", besides: "[risk]\nmax_risk_per_trade_cents = 40")))
    #expect(small.key == "profile.STANDARD")
    #expect(
      small.reason.hasPrefix("risk.max_risk_per_trade_cents is below what one contract costs"))
    #expect(
      fault(profile("min_price = 40", besides: "[risk]\nmax_risk_per_trade_cents = 40")) == nil)
  }

  @Test func `a limit that is raised to mean none is not refused, nor are the defaults`() {
    #expect(fault("[risk]\nmax_risk_per_trade_cents = 50_000") == nil)
    #expect(fault("") == nil && fault(profile("")) == nil)
    for limits in [RiskLimits.designFour, .unlimited, .careful, RiskLimits()] {
      #expect(limits.neverActing == nil)
    }
  }

  @Test func `more books than are listened to are refused`() throws {
    let two = "[odds_feed]\nbookmakers = [\"A\", \"B\"]"
    let few = try #require(fault(profile("", besides: two)))
    #expect(few.key == "profile.STANDARD.min_books")
    #expect(few.reason == "is 3, and odds_feed.bookmakers names 2: no market could trade")
    #expect(fault(profile("min_books = 2", besides: two)) == nil)
    let one = "[consensus]\none_source = [\"A+B\"]\n" + two
    #expect(
      fault(profile("min_books = 2", besides: one))?.reason
        == "is 2, and odds_feed.bookmakers names 1 of different sources (consensus.one_source): no"
        + " market could trade")
    let arbitrage = "[strategy]\nmin_bookmakers = 3\n" + two
    #expect(fault(arbitrage)?.key == "strategy.min_bookmakers")
    #expect(fault("[strategy]\narbitrage = false\nmin_bookmakers = 3\n" + two) == nil)
  }

  @Test func `a least time above the largest is refused`() throws {
    let found = try #require(fault("[breaker]\ncooldown_ms = 20_000_000"))
    #expect(found.key == "breaker.cooldown_ms")
    #expect(found.reason.contains("breaker.longest_cooldown_ms"))
    #expect(
      fault("[breaker]\ncooldown_ms = 20_000_000\nlongest_cooldown_ms = 20_000_000") == nil)
  }

  @Test func `a subaccount is refused as what is not supported`() throws {
    for keys in ["subaccount = 3", "subaccount = \"three\"", "subaccount = []"] {
      let found = try #require(fault(profile(keys)))
      #expect(found.key == "profile.STANDARD.subaccount")
      #expect(found.line == 6)
      #expect(found.reason.hasPrefix("subaccounts are not supported"))
    }
  }
}

import TestKit
import Testing

@testable import Desk

/// `dutchbook scan` as its user meets it.
@Suite struct `The scan as a process` {
  let folder = TestFolder()

  /// Six brackets of a day's high, one contract each at 15 c, or as it is told.
  private func write(asks: [Int] = [15, 15, 15, 15, 15, 15], last: String = "91° or above") {
    let strikes = [
      #""less","cap_strike":83"#, #""between","floor_strike":83,"cap_strike":84"#,
      #""between","floor_strike":85,"cap_strike":86"#,
      #""between","floor_strike":87,"cap_strike":88"#,
      #""between","floor_strike":89,"cap_strike":90"#, #""greater","floor_strike":90"#,
    ]
    let titles = [
      "82° or below", "83° to 84°", "85° to 86°", "87° to 88°", "89° to 90°", last,
    ]
    let markets = strikes.indices.map { place in
      #"{"ticker":"KXHIGHNY-26JUL24-\#(place)","strike_type":\#(strikes[place]),"#
        + #""yes_sub_title":"\#(titles[place])","rules_primary":"If so, it resolves to Yes.","#
        + #""market_type":"binary","yes_ask_dollars":"0.\#(asks[place])00","#
        + #""yes_ask_size_fp":"7.50","yes_bid_dollars":"0.0100","yes_bid_size_fp":"3.00"}"#
    }
    folder.write(
      #"{"events":[{"event_ticker":"KXHIGHNY-26JUL24","series_ticker":"KXHIGHNY","#
        + #""title":"Highest temperature","mutually_exclusive":true,"#
        + #""markets":[\#(markets.joined(separator: ","))]}]}"#, "events.json")
    folder.write(
      #"{"series":[{"ticker":"KXHIGHNY","fee_type":"quadratic","fee_multiplier":1}]}"#,
      "series.json")
  }

  private func run(_ words: String) throws -> Program.Ending {
    try Program(["scan"] + words.split(separator: " ").map(String.init), in: folder.path).end()
  }

  @Test func `a proved set below its payout is a candidate, with what its depth brings`() throws {
    write()
    let ending = try run("events.json --series series.json --on 2026-07-24")
    #expect(ending.code == 0, "\(ending.errors)")
    // 90 c and six fees of 0.8925 c, each rounded up to 0.90 c.
    for words in [
      "1 events, 6 markets, 0 of them combos", "        1  brackets of numbers",
      "        1  some set of the event may be traded",
      "  +4.60 c  KXHIGHNY-26JUL24  YES set of 6 at 0.900000 $, 0.322000 $ at 7 sets; strict",
    ] { #expect(ending.output.contains(words), "\(words) in \(ending.output)") }
    let json = try run("events.json --series series.json --on 2026-07-24 --json")
    #expect(json.output.hasPrefix(#"{"candidate":true,"charge_e6":0,"depth":7,"#))
    #expect(json.output.contains(#""profit_e6":46000"#))
    #expect(json.output.contains(#"{"price_e4":1500,"side":"yes","ticker":"KXHIGHNY-26JUL24-0"}"#))
  }

  @Test func `dearer ones are near misses, and those without a proof or a fee are neither`() throws
  {
    write(asks: [15, 15, 15, 15, 15, 20])
    let near = try run("events.json --series series.json --on 2026-07-24")
    #expect(
      near.output.contains(
        "candidates   cents a set, after fees and the charge for void\n        none"))
    #expect(near.output.contains("near misses\n  -0.62 c  KXHIGHNY-26JUL24"), "\(near.output)")
    let strict = try run("events.json --series series.json --on 2026-07-24 --near 0")
    #expect(!strict.output.contains("-0.62"))
    let free = try run("events.json --on 2026-07-24")
    #expect(free.output.contains("of these with fees that are not known: not traded"))
    #expect(!free.output.contains("-0.62"))
    write(last: "90° or above")
    let trap = try run("events.json --series series.json --on 2026-07-24")
    #expect(trap.output.contains("        1  title and strike differ"))
    #expect(!trap.output.contains("KXHIGHNY-26JUL24  YES"))
  }

  @Test(arguments: [
    ("nothing.json", 66, "nothing.json: cannot be read"),
    ("events.json --on soon", 64, "--on soon"),
    ("--on 2026-07-24 --once", 64, "are for files"), ("events.json --near many", 64, "--near many"),
    ("series.json", 65, "no events of the exchange"),
    ("events.json --series events.json", 65, "no answer of GET /series"),
  ])
  func `what cannot be looked at is refused in a sentence`(
    words: String, code: Int32, sentence: String
  ) throws {
    write()
    let ending = try run(words)
    #expect(ending.code == code, "\(ending.errors)")
    #expect(ending.errors.contains(sentence) && ending.output.isEmpty, "\(ending.errors)")
  }

  private static let entry = """
    [allow.KXHIGHNY]
    outcomes = 6
    quote = "it resolves to the last price"
    chance_ppm = 100000
    loss_cents = 20
    read = "2026-07-01"
    until = "2026-07-31"
    """

  @Test func `an entry of the allow-list proves what it quotes, and costs what it says`() throws {
    write()
    let rules = TestFolder.text(folder.path + "/events.json")
      .replacing("If so, it resolves", with: "If void it resolves to the last price. If so, it")
    folder.write(rules, "events.json")
    folder.write(Self.entry, "allow.toml")
    let without = try run("events.json --series series.json --on 2026-07-24")
    #expect(without.output.contains("        1  void or fair-price rule"), "\(without.output)")
    let with = try run("events.json --series series.json --on 2026-07-24 --config allow.toml")
    #expect(
      with.output.contains("+2.60 c  KXHIGHNY-26JUL24"), "\(with.output) \(with.errors)")
    #expect(with.output.contains("modulo void, 0.020000 $ a set"))
    let late = try run("events.json --series series.json --on 2026-08-01 --config allow.toml")
    #expect(late.output.contains("        1  allow-list entry does not fit"))
  }

  @Test(arguments: [
    ("outcomes = 6", "", "allow.KXHIGHNY: has no outcomes"),
    ("outcomes = 6", "outcomes = 1", "allow.KXHIGHNY.outcomes"),
    ("\"2026-07-31\"", "\"soon\"", "is not a date such as"),
    ("2026-07-31", "2026-06-30", "it ends before it was read"),
    ("it resolves to the last price", "void", "at least 12 characters"),
    ("loss_cents", "loss_dollars", "unknown key"),
  ])
  func `an entry that is not whole is refused`(old: String, new: String, words: String) throws {
    write()
    folder.write(Self.entry.replacing(old, with: new), "allow.toml")
    let ending = try run("events.json --config allow.toml")
    #expect(ending.code == 78, "\(ending.output)")
    #expect(ending.errors.contains(words), "\(ending.errors)")
  }

  @Test(arguments: [
    ("min_depth = 8", "too little depth"), ("min_volume = 1", "too little traded"),
    ("min_open_interest = 1", "too little open interest"),
    ("min_outcomes = 7", "too few outcomes"), ("max_outcomes = 5", "too many outcomes"),
    ("max_days = 1", "expected end unknown"), ("series = [\"KXLOW\"]", "another series"),
    ("categories = [\"Economics\"]", "another category"),
  ])
  func `what a profile does not want is left out and counted`(key: String, reason: String) throws {
    write()
    folder.write("[dutching]\n\(key)\n", "filter.toml")
    let ending = try run("events.json --series series.json --on 2026-07-24 --config filter.toml")
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("        1  left out by dutching.*: \(reason)"))
    #expect(!ending.output.contains("+4.60 c"))
  }

  @Test func `what a profile wants passes, and what cannot be wanted is refused`() throws {
    write()
    folder.write(
      "[dutching]\nmin_depth = 7\nseries = [\"KXLOW\", \"KXHIGH\"]\nmax_outcomes = 6\n",
      "filter.toml")
    let ending = try run("events.json --series series.json --on 2026-07-24 --config filter.toml")
    #expect(ending.output.contains("+4.60 c  KXHIGHNY-26JUL24"), "\(ending.errors)")
    folder.write("[dutching]\nmin_outcomes = 7\nmax_outcomes = 6\n", "filter.toml")
    let refused = try run("events.json --config filter.toml")
    #expect(refused.code == 78 && refused.errors.contains("above dutching.max_outcomes, 6"))
  }
}

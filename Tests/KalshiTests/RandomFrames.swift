import Market
import TestKit

/// Ticker and delta frames with keys in a random order that stays until it is shuffled, and random
/// values, some of them unusual.
struct RandomFrames {
  private var isTicker = true
  private var outer: [Int] = [0, 1, 2, 3]
  private var inner: [Int] = []

  mutating func shuffle(using generator: inout SeededGenerator) {
    isTicker.toggle()
    outer.shuffle(using: &generator)
    inner = Array(0..<(isTicker ? 14 : 8)).shuffled(using: &generator)
    if Bool.random(using: &generator) { inner.removeLast(2) }
  }

  /// A frame in the present order.
  func next(using generator: inout SeededGenerator) -> [UInt8] {
    let fields = isTicker ? ticker(&generator) : delta(&generator)
    let message = inner.map { fields[$0] }.joined(separator: ",")
    let parts = [
      "\"type\":\"\(isTicker ? "ticker" : "orderbook_delta")\"",
      "\"sid\":\(Int.random(in: 0...99, using: &generator))",
      "\"seq\":\(Int.random(in: 0...2_000, using: &generator))", "\"msg\":{\(message)}",
    ]
    return Array("{\(outer.map { parts[$0] }.joined(separator: ","))}".utf8)
  }

  private func ticker(_ generator: inout SeededGenerator) -> [String] {
    [
      name(&generator), "\"market_id\":\"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1\"",
      "\"price_dollars\":\(price(&generator))", "\"yes_bid_dollars\":\(price(&generator))",
      "\"yes_ask_dollars\":\(price(&generator))", "\"volume_fp\":\(size(&generator))",
      "\"open_interest_fp\":\(size(&generator))", "\"yes_bid_size_fp\":\(size(&generator))",
      "\"yes_ask_size_fp\":\(size(&generator))", "\"last_trade_size_fp\":\(size(&generator))",
      "\"dollar_volume\":\(Int.random(in: -500...100_000, using: &generator))",
      "\"ts\":1757000000", time(&generator), "\"time\":\"2026-05-13T13:33:14.162364Z\"",
    ]
  }

  private func delta(_ generator: inout SeededGenerator) -> [String] {
    let sign = Bool.random(using: &generator) ? "-" : ""
    return [
      name(&generator), "\"price_dollars\":\(price(&generator))",
      "\"delta_fp\":\"\(sign)\(size(&generator).dropFirst())",
      "\"side\":\"\(Bool.random(using: &generator) ? "yes" : "no")\"", time(&generator),
      "\"ts\":\"2022-11-22T20:44:01Z\"", "\"market_id\":\"9b0f6b43\"", "\"extra\":null",
    ]
  }

  private func name(_ generator: inout SeededGenerator) -> String {
    let known = LearnedLayoutTests.tickers + ["KXOTHER-26"]
    let odd = ["with space", "", "lower-\u{e9}"]
    let names = Int.random(in: 0..<20, using: &generator) == 0 ? odd : known
    return "\"market_ticker\":\"\(names[Int.random(in: 0..<names.count, using: &generator)])\""
  }

  private func price(_ generator: inout SeededGenerator) -> String {
    let value = Int64.random(in: 0...10_010, using: &generator)
    switch Int.random(in: 0..<200, using: &generator) {
    case 0: return "\"\""
    case 1: return "null"
    case 2: return "\"0.5\""
    case 3: return "0.5000"
    default: return "\"\(FixedPoint.text(value, decimals: 4))\""
    }
  }

  private func size(_ generator: inout SeededGenerator) -> String {
    let isHuge = Int.random(in: 0..<60, using: &generator) == 0
    let bits = Int.random(in: isHuge ? 36...44 : 0...36, using: &generator)
    let value = Int64.random(in: 0...(1 << bits), using: &generator)
    let decimals = Int.random(in: 0..<90, using: &generator) == 0 ? 1 : 2
    return "\"\(FixedPoint.text(value, decimals: decimals))\""
  }

  private func time(_ generator: inout SeededGenerator) -> String {
    let digits = Int.random(in: 0..<60, using: &generator) == 0 ? 14 : 13
    let value = (1..<digits).reduce(Int64(1)) { value, _ in
      value * 10 + Int64.random(in: 0...9, using: &generator)
    }
    return "\"ts_ms\":\(value)"
  }
}

internal import CSimdjson
internal import Kalshi
internal import Market

/// (h) A ticker frame of 432 bytes, its market looked up, the edge after the fee: ours reads all
/// the fields of the frame, simdjson beside it the three it needs, as the peer of the plan does.
struct TickerBenchmarks {
  let frames: [Bytes]
  let tickers: TickerIndex
  /// In 1/10 000 $, by market.
  let fair: ContiguousArray<Int32>
  private let fees: FeeSchedule
  private let names: [String]

  /// Fifty games' markets, as in the peer's program; random prices.
  init(count: Int) throws {
    let teams = [("KC", "BUF"), ("DAL", "PHI"), ("SF", "SEA"), ("NYJ", "NE"), ("GB", "CHI")]
    var state: UInt64 = 5
    func draw(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let names = (1...10).flatMap { day in
      teams.map { "KXNFLGAME-26SEP\(two(day))\($0.0)\($0.1)-\($0.0)" }
    }
    self.names = names
    tickers = try TickerIndex(tickers: names)
    fees = try FeeSchedule(type: .quadratic, multiplier: .one, rounding: .legacyCentCeiling)
    fair = ContiguousArray(names.map { _ in Int32(500 + draw(9_000)) })
    frames = (0..<count).map { place in
      let bid = 2 + draw(95)
      return Bytes(
        """
        {"type":"ticker","sid":11,"msg":{"market_ticker":"\(names[draw(names.count)])",\
        "market_id":"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1","price_dollars":"\(Price(cents: bid))",\
        "yes_bid_dollars":"\(Price(cents: bid))","yes_ask_dollars":"\(Price(cents: bid + 1))",\
        "volume_fp":"33896.00","open_interest_fp":"20422.00","dollar_volume":16948,\
        "dollar_open_interest":10211,"yes_bid_size_fp":"300.00","yes_ask_size_fp":"56.00",\
        "last_trade_size_fp":"10.00","ts":\(1_757_000_000 + place),\
        "ts_ms":\(1_757_000_000 + place)000}}
        """)
    }
  }

  func scanner(learnsLayouts: Bool) -> StreamFrameScanner {
    StreamFrameScanner(tickers: tickers, learnsLayouts: learnsLayouts)
  }

  /// Whether a ticker's ask leaves more than two cents after the taker's fee.
  @inline(__always)
  func hasEdge(_ scanner: StreamFrameScanner, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let (_, frame) = try? scanner.scan(bytes), case .ticker(let ticker) = frame,
      let market = ticker.market, let ask = ticker.yesAsk
    else { return false }
    let fee = fees.fee(price: ask, quantity: Quantity(contracts: 1), liquidity: .taker)
    let gross = Int64(fair[Int(market.index)] - ask.tenThousandths) * 100
    return gross - fee.microDollars > 20_000
  }

  static func run(_ runner: inout Runner) throws {
    let bench = try TickerBenchmarks(count: 20_000)
    for (name, learns) in [("learned order", true), ("general walk", false)] {
      let scanner = bench.scanner(learnsLayouts: learns)
      let hits = bench.frames.count { bench.hasEdge(scanner, $0.buffer) }
      bench.measure(&runner, "ticker -> edge, all fields, \(name)", hits) {
        bench.hasEdge(scanner, $0)
      }
    }
    let peer = csimdjson_peer_new()
    defer { csimdjson_peer_free(peer) }
    for (place, name) in bench.names.enumerated() {
      csimdjson_peer_add(peer, name, bench.fair[place])
    }
    let hits = bench.frames.count {
      csimdjson_peer_edge(peer, $0.buffer.baseAddress, $0.buffer.count) == 1
    }
    let scanner = bench.scanner(learnsLayouts: true)
    runner.check(
      "simdjson found the same edges",
      hits > 0 && hits == bench.frames.count(where: { bench.hasEdge(scanner, $0.buffer) }))
    bench.measure(&runner, "ticker -> edge, three fields, simdjson", hits) {
      csimdjson_peer_edge(peer, $0.baseAddress, $0.count) == 1
    }
  }

  /// Each frame timed alone, first where it has just been put, as a live one is, then in a memory
  /// that no cache holds; then the same without a clock between them.
  private func measure(
    _ runner: inout Runner, _ name: String, _ expected: Int,
    _ body: (UnsafeRawBufferPointer) -> Bool
  ) {
    var hits = 0
    let count = frames.count
    frames.withUnsafeBufferPointer { frames in
      var inbox = Inbox()
      runner.measureEach(
        "\(name), just received", samples: 10 * count,
        prepare: { inbox.receive(frames[$0 % count]) },
        { _ in if body(inbox.frame) { hits += 1 } })
      runner.check("\(name): edges found in what was received", hits == 11 * expected)
      hits = 0
      runner.measureEach(name, samples: 10 * count) { index in
        if body(frames[index % count].buffer) { hits += 1 }
      }
      runner.check("\(name): edges found", hits == 11 * expected)
      hits = 0
      runner.measureBatches("\(name), untimed", operations: count) {
        for frame in frames where body(frame.buffer) { hits += 1 }
      }
    }
    runner.check("\(name): edges found untimed", hits == (Runner.batches + 3) * expected)
  }
}

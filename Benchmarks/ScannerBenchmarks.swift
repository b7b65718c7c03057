internal import CSimdjson
internal import Kalshi
internal import Market
internal import Sportsbooks

/// (b) Stream frames from bytes to values; simdjson over the same bytes beside it.
enum ScannerBenchmarks {
  static func run(_ runner: inout Runner, _ frames: Frames) throws {
    let tickers = try TickerIndex(tickers: frames.tickers)
    let scanner = StreamFrameScanner(tickers: tickers)
    let quotes = frames.day.quotes.prefix(1_000)
    measure(&runner, "ticker, made from the day", quotes.map(Frames.ticker), scanner)
    let deltas = quotes.enumerated().map {
      Frames.delta(
        $1.ticker, seq: $0 + 1, price: "\($1.yesBid ?? Price(cents: 40))", change: "-54.00",
        side: $0 % 2 == 0 ? "yes" : "no")
    }
    measure(&runner, "delta, made from the day", deltas, scanner)
    let snapshots = frames.tickers.prefix(100).map { Frames.snapshot($0, levels: 20) }
    measure(&runner, "snapshot of 2 x 20 levels, made", snapshots, scanner)
    for type in ["ticker", "orderbook_delta"] {
      let recorded = Frames.recorded(type, limit: 2_000)
      guard !recorded.isEmpty else { continue }
      measure(&runner, "\(type), recorded", recorded, scanner)
    }
  }

  private static func measure(
    _ runner: inout Runner, _ name: String, _ frames: [Bytes], _ scanner: StreamFrameScanner
  ) {
    var ours = Prices()
    let total = frames.count * max(1, 10_000 / frames.count)
    for frame in frames { ours.add(scanner, frame) }
    var sum = 0
    frames.withUnsafeBufferPointer { frames in
      runner.measure("scan: \(name)", operations: total) { index in
        guard let (envelope, frame) = try? scanner.scan(frames[index % frames.count].buffer) else {
          return
        }
        sum &+= Int(truncatingIfNeeded: envelope.sid ?? 0)
        blackHole(frame)
      }
    }
    runner.check("\(name): all frames read", sum > 0 && ours.unread == 0)
    let parser = csimdjson_new()
    defer { csimdjson_free(parser) }
    var valid = 0
    frames.withUnsafeBufferPointer { frames in
      runner.measure("simdjson, document only: \(name)", operations: total) { index in
        let frame = frames[index % frames.count].buffer
        valid &+= Int(csimdjson_valid(parser, frame.baseAddress, frame.count))
      }
    }
    runner.check("\(name): JSON", valid == total * (Runner.batches + 3))
    runner.check("\(name): prices as simdjson reads them", ours.agree(with: parser, frames))
  }

  /// The first price of each frame.
  struct Prices {
    var prices: [Int32?] = []
    var unread = 0

    mutating func add(_ scanner: StreamFrameScanner, _ bytes: Bytes) {
      guard let (_, frame) = try? scanner.scan(bytes.buffer) else {
        unread += 1
        return prices.append(nil)
      }
      switch frame {
      case .ticker(let ticker): prices.append(ticker.yesBid?.tenThousandths)
      case .bookDelta(let delta): prices.append(delta.price.tenThousandths)
      case .bookSnapshot(let book): prices.append(book.frame.bids.first?.price.tenThousandths)
      default: prices.append(nil)
      }
    }

    func agree(with parser: OpaquePointer?, _ frames: [Bytes]) -> Bool {
      var text = [CChar](repeating: 0, count: 64)
      for (frame, price) in zip(frames, prices) {
        var found: Int32?
        for pointer in [
          "/msg/yes_bid_dollars", "/msg/price_dollars", "/msg/yes_dollars_fp/0/0",
        ] where found == nil {
          let length = csimdjson_get(
            parser, frame.buffer.baseAddress, frame.buffer.count, pointer, &text, 64)
          guard length > 0 else { continue }
          let digits = String(
            decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
          found = Price(dollars: digits)?.tenThousandths
        }
        if found != price { return false }
      }
      return true
    }
  }
}

import Foundation
import Market
import TestKit
import Testing

@testable import Kalshi

@Suite struct OrderEncoderTests {
  static let tickers = ["KXNFLGAME-25SEP25SEAARI-SEA", "KXNCAAFGAME-25NOV12TOLM-OH-M-OH", "A\"\\B"]

  static func encoder() -> OrderEncoder {
    OrderEncoder(
      authority: "external-api.kalshi.com", keyID: "key-id", tickers: tickers,
      exchangeIndexes: [0, nil, 3])
  }

  static func intent(_ place: Int, _ generator: inout SeededGenerator) -> OrderIntent {
    OrderIntent(
      clientOrderID: ClientOrderID(session: generator.next(), sequence: generator.next()),
      market: MarketID(place), side: Bool.random(using: &generator) ? .bid : .ask,
      price: Price(tenThousandths: Int.random(in: 1...9_999, using: &generator)),
      quantity: Quantity(hundredths: Int64.random(in: 1...10_000_000, using: &generator)),
      timeInForce: TimeInForce.allCases.randomElement(using: &generator) ?? .fillOrKill,
      selfTradePrevention: Bool.random(using: &generator) ? .maker : .takerAtCross,
      isPostOnly: .random(using: &generator), isReduceOnly: .random(using: &generator),
      cancelsOnPause: .random(using: &generator),
      expiration: Bool.random(using: &generator) ? Timestamp(seconds: 1_800_000_000) : nil)
  }

  static func withSignature<Result>(_ body: (PreparedSignature) throws -> Result) rethrows
    -> Result
  {
    let prefix = PreparedSignature.prefix(1_781_159_348_000)
    let text = prefix + Array("c2lnbmF0dXJl".utf8)
    return try text.withUnsafeBytes {
      try body(
        PreparedSignature(
          milliseconds: 1_781_159_348_000, headers: $0, prefixCount: prefix.count))
    }
  }

  /// Head lines and body of a request.
  static func split(_ bytes: [UInt8]) throws -> (head: [String], body: [UInt8]) {
    let end = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)))
    let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
    return (head.components(separatedBy: "\r\n"), Array(bytes[end.upperBound...]))
  }

  @Test(arguments: [11, 12] as [UInt64])
  func `an order's bytes are a request whose body is the model's`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let encoder = Self.encoder()
    var buffer = [UInt8](repeating: 0, count: OrderEncoder.maximumBytes)
    for round in 0..<200 {
      let place = round % Self.tickers.count
      let intent = Self.intent(place, &generator)
      let count = try #require(
        Self.withSignature { signature in
          buffer.withUnsafeMutableBytes {
            encoder.encode(intent, signature: signature, into: $0)
          }
        })
      let (head, body) = try Self.split(Array(buffer[..<count]))
      #expect(
        head == [
          "POST /trade-api/v2/portfolio/events/orders HTTP/1.1", "Host: external-api.kalshi.com",
          "KALSHI-ACCESS-KEY: key-id", "KALSHI-ACCESS-TIMESTAMP: 1781159348000",
          "KALSHI-ACCESS-SIGNATURE: c2lnbmF0dXJl", "Content-Type: application/json",
          "Content-Length: \(body.count < 100 ? "0" : "")\(body.count)",
        ], "seed \(seed)")
      let model = CreateOrderRequest(
        intent, ticker: Self.tickers[place], exchangeIndex: [0, nil, 3][place])
      #expect(try KalshiJSON.decode(CreateOrderRequest.self, from: body) == model)
      let ours = try JSONSerialization.jsonObject(with: Data(body)) as? NSDictionary
      let theirs =
        try JSONSerialization.jsonObject(with: Data(KalshiJSON.encode(model))) as? NSDictionary
      #expect(ours == theirs, "seed \(seed)")
    }
  }

  @Test func `prices have four decimals, counts two, and numbers are strings`() throws {
    let intent = OrderIntent(
      clientOrderID: ClientOrderID(session: 1, sequence: 2), market: MarketID(0), side: .ask,
      price: Price(cents: 5), quantity: Quantity(contracts: 7), timeInForce: .immediateOrCancel)
    var buffer = [UInt8](repeating: 0, count: OrderEncoder.maximumBytes)
    let count = try #require(
      Self.withSignature { signature in
        buffer.withUnsafeMutableBytes {
          Self.encoder().encode(intent, signature: signature, into: $0)
        }
      })
    let (_, body) = try Self.split(Array(buffer[..<count]))
    #expect(
      String(decoding: body, as: UTF8.self) == """
        {"ticker":"KXNFLGAME-25SEP25SEAARI-SEA",\
        "client_order_id":"00000000-0000-0001-0000-000000000002","side":"ask",\
        "price":"0.0500","count":"7.00","time_in_force":"immediate_or_cancel",\
        "self_trade_prevention_type":"taker_at_cross","exchange_index":0}
        """)
  }

  @Test func `a cancel's bytes are a request without body`() throws {
    var buffer = [UInt8](repeating: 0, count: OrderEncoder.maximumBytes)
    let id = "2597b999-f887-4195-8bac-c3f97a1f2021"
    let encoder = Self.encoder()
    func encode(_ id: String, _ market: Int) -> Int? {
      Self.withSignature { signature in
        buffer.withUnsafeMutableBytes { target in
          Array(id.utf8).withUnsafeBytes {
            encoder.encodeCancel(
              orderID: $0, market: MarketID(market), signature: signature, into: target)
          }
        }
      }
    }
    let count = try #require(encode(id, 2))
    let (head, body) = try Self.split(Array(buffer[..<count]))
    #expect(body.isEmpty)
    #expect(
      head.first
        == "DELETE \(encoder.cancelPath(orderID: id))?market_ticker=A%22%5CB&exchange_index=3 HTTP/1.1"
    )
    #expect(encode("a b", 0) == nil)
    #expect(encode("a\r\nX: y", 0) == nil)
    #expect(encode("", 0) == nil)
    #expect(encode(id, 9) == nil)
  }

  @Test func `a buffer that is too small is refused at every size`() throws {
    var generator = SeededGenerator(seed: 5)
    let intent = Self.intent(0, &generator)
    let encoder = Self.encoder()
    var buffer = [UInt8](repeating: 0, count: OrderEncoder.maximumBytes)
    func encode(_ size: Int) -> Int? {
      Self.withSignature { signature in
        buffer.withUnsafeMutableBytes {
          encoder.encode(
            intent, signature: signature,
            into: UnsafeMutableRawBufferPointer(rebasing: $0[..<size]))
        }
      }
    }
    let needed = try #require(encode(OrderEncoder.maximumBytes))
    #expect(encode(needed) == needed)
    for size in 0..<needed { #expect(encode(size) == nil) }
  }

  @Test func `encoding allocates nothing`() throws {
    var generator = SeededGenerator(seed: 6)
    let intent = Self.intent(0, &generator)
    let encoder = Self.encoder()
    var buffer = [UInt8](repeating: 0, count: OrderEncoder.maximumBytes)
    var total = 0
    Self.withSignature { signature in
      buffer.withUnsafeMutableBytes { target in
        let allocated = allocations {
          for _ in 0..<100 {
            total += encoder.encode(intent, signature: signature, into: target) ?? 0
          }
        }
        #expect(allocated == 0)
      }
    }
    #expect(total > 0)
  }
}

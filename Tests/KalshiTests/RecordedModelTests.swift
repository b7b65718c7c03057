import Foundation
import Market
import TestKit
import Testing

@testable import Kalshi

@Suite struct RecordedModelTests {
  typealias Object = [String: Any]

  /// The exact decimal text of a recorded value, as a judge of our own reading.
  static func decimal(_ value: Any?) -> Decimal? {
    switch value {
    case let text as String: Decimal(string: text)
    case let number as NSNumber: Decimal(string: number.stringValue)
    default: nil
    }
  }

  static func dollars(_ object: Object, _ name: String, cents: String? = nil) -> Decimal? {
    if let value = decimal(object[name]) { return value }
    return cents.flatMap { decimal(object[$0]) }.map { $0 / 100 }
  }

  static func decimal(_ price: Price?) -> Decimal? {
    price.map { Decimal(Int($0.tenThousandths)) / 10_000 }
  }
  static func decimal(_ quantity: Quantity?) -> Decimal? {
    quantity.map { Decimal($0.hundredths) / 100 }
  }
  static func decimal(_ money: Money?) -> Decimal? {
    money.map { Decimal($0.microDollars) / 1_000_000 }
  }

  /// Every object below `value` that has all of `keys`.
  static func objects(in value: Any, having keys: [String]) -> [Object] {
    if let object = value as? Object {
      let below = object.values.flatMap { objects(in: $0, having: keys) }
      return keys.allSatisfy { object[$0] != nil } ? [object] + below : below
    }
    return (value as? [Any])?.flatMap { objects(in: $0, having: keys) } ?? []
  }

  /// Every recorded document of the model shapes; `jsonl` files give one for each line.
  static func documents() throws -> [(name: String, value: Any)] {
    var found: [(String, Any)] = []
    for folder in [
      "demo_order_auth_fixtures", "rest_2026_01_mixed", "rest_2026_dollars", "rest_2025_cents",
    ] {
      for file in Recordings.files(folder) where !file.hasSuffix(".meta.json") {
        let name = folder + "/" + file
        if file.contains(".jsonl") {
          guard !file.hasPrefix("ws__"), let bytes = Recordings.bytes(name) else { continue }
          for line in bytes.split(separator: UInt8(ascii: "\n")) {
            found.append((name, try JSONSerialization.jsonObject(with: Data(line))))
          }
        } else if file.contains(".json"), !file.hasPrefix("espn"),
          let value = try Recordings.json(name)
        {
          found.append((name, value))
        }
      }
    }
    return found
  }

  @Test func `every recorded market, event, series, order, fill and position reads exactly`()
    throws
  {
    var counts: [String: Int] = [:]
    for (name, value) in try Self.documents() {
      for object in Self.objects(in: value, having: ["ticker", "event_ticker", "status"]) {
        let market = try KalshiJSON.decode(KalshiMarket.self, from: Recordings.data(object))
        #expect(market.ticker == object["ticker"] as? String)
        #expect(market.status?.wireName == object["status"] as? String)
        #expect(
          Self.decimal(market.yesBid)
            == Self.dollars(object, "yes_bid_dollars", cents: "yes_bid"), "\(name)")
        #expect(
          Self.decimal(market.yesAsk)
            == Self.dollars(object, "yes_ask_dollars", cents: "yes_ask"), "\(name)")
        #expect(
          Self.decimal(market.volume) == Self.decimal(object["volume_fp"] ?? object["volume"]))
        #expect(market.floorStrike == (object["floor_strike"] as? NSNumber)?.doubleValue)
        #expect((market.grid != nil) == !((object["price_ranges"] as? [Any]) ?? []).isEmpty)
        let again = try KalshiJSON.decode(KalshiMarket.self, from: KalshiJSON.encode(market))
        #expect(again.yesBid == market.yesBid && again.closes == market.closes)
        counts["market", default: 0] += 1
      }
      for object in Self.objects(in: value, having: ["event_ticker", "mutually_exclusive"]) {
        let event = try KalshiJSON.decode(KalshiEvent.self, from: Recordings.data(object))
        #expect(event.ticker == object["event_ticker"] as? String)
        #expect(event.isMutuallyExclusive == object["mutually_exclusive"] as? Bool)
        #expect(event.markets.count == ((object["markets"] as? [Any])?.count ?? 0), "\(name)")
        #expect(event.rejectedMarkets.isEmpty)
        counts["event", default: 0] += 1
      }
      for object in Self.objects(in: value, having: ["ticker", "fee_type", "fee_multiplier"]) {
        let series = try KalshiJSON.decode(KalshiSeries.self, from: Recordings.data(object))
        #expect(series.fees.type?.wireName == object["fee_type"] as? String)
        #expect(
          series.fees.multiplier.map { Decimal(Int($0.tenThousandths)) / 10_000 }
            == Self.decimal(object["fee_multiplier"]))
        counts["series", default: 0] += 1
      }
      for object in Self.objects(in: value, having: ["order_id", "ticker", "status", "side"]) {
        let order = try KalshiJSON.decode(KalshiOrder.self, from: Recordings.data(object))
        #expect(order.orderID.text == object["order_id"] as? String)
        #expect(
          Self.decimal(order.price)
            == Self.dollars(object, "yes_price_dollars", cents: "yes_price"))
        #expect(
          Self.decimal(order.remaining)
            == Self.decimal(object["remaining_count_fp"] ?? object["remaining_count"]))
        #expect(try KalshiJSON.decode(KalshiOrder.self, from: KalshiJSON.encode(order)) == order)
        counts["order", default: 0] += 1
      }
      for object in Self.objects(in: value, having: ["trade_id", "order_id", "is_taker"]) {
        let fill = try KalshiJSON.decode(KalshiFill.self, from: Recordings.data(object))
        #expect(
          Self.decimal(fill.price)
            == Self.dollars(object, "yes_price_dollars", cents: "yes_price"))
        #expect(Self.decimal(fill.quantity) == Self.decimal(object["count_fp"] ?? object["count"]))
        #expect(Self.decimal(fill.fee) == Self.decimal(object["fee_cost"]))
        #expect((fill.liquidity == .taker) == object["is_taker"] as? Bool)
        #expect(try KalshiJSON.decode(KalshiFill.self, from: KalshiJSON.encode(fill)) == fill)
        counts["fill", default: 0] += 1
      }
      for object in Self.objects(in: value, having: ["ticker", "total_traded_dollars"]) {
        let position = try KalshiJSON.decode(KalshiPosition.self, from: Recordings.data(object))
        #expect(
          Self.decimal(position.position)
            == Self.decimal(object["position_fp"] ?? object["position"]))
        #expect(Self.decimal(position.feesPaid) == Self.decimal(object["fees_paid_dollars"]))
        counts["position", default: 0] += 1
      }
      for object in Self.objects(in: value, having: ["market_result", "settled_time"]) {
        let row = try KalshiJSON.decode(KalshiSettlement.self, from: Recordings.data(object))
        #expect(row.result == object["market_result"] as? String)
        #expect(
          Self.decimal(row.yesCount)
            == Self.decimal(object["yes_count_fp"] ?? object["yes_count"]))
        #expect(Self.decimal(row.fee) == Self.decimal(object["fee_cost"]))
        counts["settlement", default: 0] += 1
      }
      for object in Self.objects(in: value, having: ["start_date", "primary_event_tickers"]) {
        let row = try KalshiJSON.decode(KalshiMilestone.self, from: Recordings.data(object))
        #expect(row.primaryEventTickers == object["primary_event_tickers"] as? [String])
        #expect((row.start != nil) == !((object["start_date"] as? String) ?? "").isEmpty)
        counts["milestone", default: 0] += 1
      }
    }
    if Shared.isRequired {
      #expect((counts["market"] ?? 0) > 1_000, "\(counts)")
      #expect((counts["event"] ?? 0) > 2_000, "\(counts)")
      for kind in ["series", "order", "fill", "position", "settlement", "milestone"] {
        #expect((counts[kind] ?? 0) > 0, "no \(kind) in \(counts)")
      }
    }
  }

  @Test func `recorded order answers, balances, limits and books read`() throws {
    func read<Model: Decodable>(_ type: Model.Type, _ name: String) throws -> Model? {
      try Recordings.bytes("demo_order_auth_fixtures/\(name).json").map {
        try KalshiJSON.decode(type, from: $0)
      }
    }
    guard let taker = try read(OrderAnswer.self, "orders__create_v2_taker_ioc") else { return }
    #expect(taker.filled == Quantity(contracts: 1) && taker.remaining == .zero)
    #expect(taker.averageFillPrice == Price(cents: 52))
    #expect(taker.averageFeePaid == Money(microDollars: 17_500))
    #expect(taker.time == Timestamp(milliseconds: 1_781_159_370_164))
    #expect(
      try read(CancelAnswer.self, "orders__cancel_v2")?.reducedBy == Quantity(contracts: 1))
    #expect(
      try read(KalshiBalance.self, "auth__balance_ok")?.available
        == Money(microDollars: 98_018_600))
    #expect(try read(AccountLimits.self, "account__limits")?.write.refillPerSecond == 100)
    #expect(
      try read(EndpointCosts.self, "account__endpoint_costs")?.cost(
        method: "POST", path: "/trade-api/v2/communications/quotes") == 2)
    #expect(try read(ExchangeStatus.self, "exchange__status")?.isTradingActive == true)
    let book = try read(KalshiOrderBook.self, "orderbook__base")
    #expect(book?.bids == [BookLevel(price: Price(cents: 47), quantity: Quantity(contracts: 3))])
    #expect(book?.asks == [BookLevel(price: Price(cents: 52), quantity: Quantity(contracts: 3))])
    for name in ["create_order", "cancel_order", "decrease_order", "amend_order"] {
      let value = try #require(
        try Recordings.json("rest_2026_01_mixed/\(name)_response.json") as? Object)
      let body = try Recordings.data(#require(value["response"]))
      if name == "cancel_order" {
        #expect(
          try KalshiJSON.decode(CancelAnswer.self, from: body).reducedBy
            == Quantity(contracts: 1))
      } else {
        #expect(!(try KalshiJSON.decode(OrderAnswer.self, from: body).orderID.text.isEmpty))
      }
    }
    let null = try #require(
      try Recordings.json("rest_2026_01_mixed/orderbook_response.json") as? Object)
    let empty = try KalshiJSON.decode(
      KalshiOrderBook.self, from: Recordings.data(#require(null["response"])))
    #expect(empty.bids.isEmpty && empty.asks.isEmpty)
  }

  @Test func `every recorded refusal is classified by its body`() throws {
    var seen: [String: KalshiAPIError.Kind] = [:]
    for file in Recordings.files("demo_order_auth_fixtures") where file.hasSuffix(".meta.json") {
      let folder = "demo_order_auth_fixtures/"
      guard let meta = try Recordings.json(folder + file) as? Object,
        let status = meta["status"] as? Int, status >= 400,
        let body = Recordings.bytes(
          folder + file.replacingOccurrences(of: ".meta.json", with: ".json"))
      else { continue }
      let error = KalshiAPIError(status: status, body: body)
      #expect(error.kind != .unknownOutcome, "\(file): \(error)")
      #expect(!error.code.isEmpty || !error.message.isEmpty, "\(file)")
      seen[error.code] = error.kind
    }
    guard !seen.isEmpty else { return }
    #expect(seen["order_already_exists"] == .rejected)
    #expect(seen["insufficient_balance"] == .rejected)
    #expect(seen["bad_request"] == .rejected)
    #expect(seen["authentication_error"] == .authentication)
    #expect(seen["header_timestamp_expired"] == .authentication)
    #expect(seen["not_found"] == .notFound)
    #expect(seen[""] == .rejected)
  }

  @Test(
    arguments: [
      (#"{"ticker":"T","yes_bid_dollars":"1.2"}"#, "yes_bid_dollars"),
      (#"{"ticker":"T","yes_bid":101}"#, "yes_bid"),
      (#"{"ticker":"T","close_time":"tomorrow"}"#, "close_time"),
      (#"{"ticker":""}"#, "ticker"), (#"{}"#, "ticker"),
      (#"{"ticker":"T","price_ranges":[{"start":"0","end":"1","step":"0.3"}]}"#, "price_ranges"),
      (#"{"ticker":"T","volume_fp":"x"}"#, "volume_fp"),
      (#"{"ticker":"T","title":7}"#, "title"),
    ])
  func `a field that cannot be read is named`(text: String, field: String) {
    let error = #expect(throws: KalshiModelError.self) {
      try KalshiJSON.decode(KalshiMarket.self, from: Array(text.utf8))
    }
    #expect(error?.field == field)
  }

  @Test func `unknown words and fields are kept or passed over`() throws {
    let text = #"{"ticker":"T","status":"sleeping","new":{"a":[1]},"result":"maybe"}"#
    let market = try KalshiJSON.decode(KalshiMarket.self, from: Array(text.utf8))
    #expect(market.status == .unknown("sleeping"))
    #expect(market.settlement == nil)
    let series = #"{"ticker":"S","fee_type":"cubic","fee_multiplier":1}"#
    #expect(
      try KalshiJSON.decode(KalshiSeries.self, from: Array(series.utf8)).fees.type
        == .unknown("cubic"))
  }

  @Test func `books of all shapes become one YES book`() throws {
    for text in [
      #"{"orderbook_fp":{"yes_dollars":[["0.4100","5.00"],["0.4200","13.00"]],"no_dollars":[["0.5600","17.50"]]}}"#,
      #"{"orderbook":{"yes_dollars":[["0.41",5],["0.42",13]],"no_dollars":[["0.56",17.5]]}}"#,
      #"{"orderbook":{"yes":[[41,5],[42,13]],"no":[[56,17.5]],"yes_dollars":null}}"#,
    ] {
      let book = try KalshiJSON.decode(KalshiOrderBook.self, from: Array(text.utf8))
      #expect(book.bids.map(\.price) == [Price(cents: 42), Price(cents: 41)])
      #expect(
        book.asks == [BookLevel(price: Price(cents: 44), quantity: Quantity(hundredths: 1_750))])
      #expect(
        try KalshiJSON.decode(KalshiOrderBook.self, from: KalshiJSON.encode(book)) == book)
    }
    #expect(throws: KalshiModelError.self) {
      try KalshiJSON.decode(KalshiOrderBook.self, from: Array("{}".utf8))
    }
  }
}

import Foundation
import Kalshi
import KalshiSimulator
import Market
import Matching
import Testing
import Wire

/// A simulated exchange with one market and one member with a key.
final class TestVenue {
  static let ticker = "KXWTACHALLENGERMATCH-26JUN11JIMLEP-LEP"
  static let keyID = "a952bcbe-ec3b-4b5b-b8f9-11dae589608c"
  /// One key for all tests: making an RSA key takes a while.
  static let key: SigningKey? = try? SigningKey.generate(.rsa)

  var exchange: SimulatedExchange
  let account: AccountID
  let market: MarketID
  let signer: RequestSigner
  var now = Timestamp(milliseconds: 1_781_159_000_000)

  init(cash: Money = Money(cents: 10_000), change: (inout SimulatorSettings) -> Void = { _ in })
    throws
  {
    var settings = SimulatorSettings()
    change(&settings)
    exchange = SimulatedExchange(settings: settings)
    account = exchange.addMember(cash: cash)
    let key = try #require(Self.key)
    try exchange.registerKey(id: Self.keyID, publicPEM: key.publicPEM(), account: account)
    signer = try RequestSigner(keyID: Self.keyID, key: key)
    try exchange.list(
      SimulatedSeries(
        ticker: "KXWTACHALLENGERMATCH", title: "WTA Challenger",
        fees: FeeTerms(type: .quadratic, multiplier: .one)))
    try exchange.list(
      SimulatedEvent(
        ticker: "KXWTACHALLENGERMATCH-26JUN11JIMLEP", seriesTicker: "KXWTACHALLENGERMATCH",
        title: "Jimenez Kasintseva vs Lepchenko"))
    market = try exchange.list(
      SimulatedMarket(
        ticker: Self.ticker, eventTicker: "KXWTACHALLENGERMATCH-26JUN11JIMLEP",
        title: "Will Varvara Lepchenko win?", subtitle: "Varvara Lepchenko",
        open: now, close: now + 14 * 86_400_000_000_000), at: now)
    exchange.applyFeeRegime(at: now)
  }

  func level(_ cents: Int, _ contracts: Int) -> BookLevel {
    BookLevel(price: Price(cents: cents), quantity: Quantity(contracts: contracts))
  }

  func quote(bid: (Int, Int)?, ask: (Int, Int)?) {
    exchange.setQuote(
      market, bids: bid.map { [level($0.0, $0.1)] } ?? [],
      asks: ask.map { [level($0.0, $0.1)] } ?? [], at: now)
  }

  static func request(
    _ method: String, _ target: String, body: String? = nil, headers: HTTPHeaders = [:]
  ) -> HTTPRequest {
    HTTPRequest(
      method: method, target: "/trade-api/v2" + target, headers: headers,
      body: Array((body ?? "").utf8))
  }

  func signed(_ method: String, _ target: String, body: String? = nil) throws -> HTTPRequest {
    var request = Self.request(method, target, body: body)
    for header in try signer.headers(
      method: method, target: request.path, at: now)
    {
      request.headers.add(header.name, header.value)
    }
    return request
  }

  func respond(_ request: HTTPRequest) -> HTTPResponse {
    SimulatorRouter.respond(to: request, exchange: &exchange, at: now)
  }

  func call(_ method: String, _ target: String, body: String? = nil) throws -> HTTPResponse {
    now = now + 1_000_000
    return respond(try signed(method, target, body: body))
  }

  @discardableResult
  func place(
    _ side: String, _ price: String, _ count: String, time: String = "good_till_canceled",
    id: String = UUID().uuidString, extra: String = ""
  ) throws -> HTTPResponse {
    try call(
      "POST", "/portfolio/events/orders",
      body: Self.order(side, price, count, time: time, id: id, extra: extra))
  }

  static func order(
    _ side: String, _ price: String, _ count: String, time: String = "good_till_canceled",
    id: String, extra: String = ""
  ) -> String {
    """
    {"ticker":"\(ticker)","side":"\(side)","price":"\(price)","count":"\(count)",\
    "time_in_force":"\(time)","self_trade_prevention_type":"taker_at_cross",\
    "client_order_id":"\(id)"\(extra)}
    """
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
  var object: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
  }
}

internal import Kalshi
internal import Market
internal import Sportsbooks
internal import Trading
internal import Wire

/// Carries the engine's wishes to the exchange, and its answers back.
///
/// Orders go out as bytes made at once on a warm connection; cancels, amendments and readings take
/// the ordinary way. Confined to the session's thread.
final class ExchangeGateway: OrderGateway, HTTPPreparedHandler {
  unowned let session: TradingSession
  let http: HTTPClient
  let rest: KalshiREST
  let reader: AccountSnapshotReader
  let scheduler: any Scheduler
  private let encoder: OrderEncoder
  private let ring: SignatureRing
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: OrderEncoder.maximumBytes, alignment: 16)
  var book = OrderBookkeeping()
  var isReading = false
  var wantsReading = false
  var readingFailures = 0
  /// Markets whose result is being asked for.
  var marketsAsked: Set<MarketID> = []
  /// Markets that have said to be finalized, and how.
  var finalMarkets: Set<MarketID> = []
  /// A little before the session's start, from which on orders are read back.
  let started: Timestamp
  /// From which on the session's fills are counted: its start, or the last reading of before.
  private(set) var countedFrom: Timestamp
  /// From which on they are read back.
  var fillsFrom: Timestamp
  /// From which on orders of sessions before may have traded; nil once they are known by name.
  var earlierOrdersFrom: Timestamp?
  /// The first reading is held against what a session before has left.
  var isReturning = false
  /// The session halves of client order ids that earlier sessions of the journal have used.
  var earlierSessions: Set<UInt64> = []
  /// How often their orders have been cancelled.
  var leftoverRounds = 0
  /// Trades of before the account was taken over: its positions hold them already.
  var earlierTrades: Set<ExchangeKey> = []
  /// What trades in each market that is not followed have brought in, as last listed. As many as
  /// were traded by hand since the session began.
  var otherCash: [String: Money] = [:]
  /// Positions in markets that are not followed, as last said.
  var otherHoldings = 0
  /// The exchange is asked again and again whether it answers.
  var isProbing = false
  /// The exchange has refused the key and has not accepted it again.
  var isKeyRefused = false

  /// Hears that order bytes have left, for the latency count.
  var onOrderSent: () -> Void = {}
  var onLog: (String) -> Void = { _ in }
  /// Hears the bytes of an order before they leave, headers and all.
  var onOrderBytes: (UnsafeRawBufferPointer) -> Void = { _ in }
  /// Hears the answer to an order as it came.
  var onOrderAnswer: (_ status: Int, UnsafeRawBufferPointer) -> Void = { _, _ in }
  /// Time allowed for the answer to an order.
  private static let orderTimeoutNanoseconds: Int64 = 5_000_000_000
  static let maximumReadingFailures = 8
  /// Pause before the account is read again that could not be taken over.
  static let rereadingNanoseconds: Int64 = 250_000_000
  /// The clock may have been ahead when the session began: by up to 45 s the exchange bears it.
  private static let clockMarginNanoseconds: Int64 = 120_000_000_000
  /// Orders of an earlier session that still rest after so many rounds are nobody's: they block
  /// their markets.
  static let maximumLeftoverRounds = 5

  init(
    session: TradingSession, http: HTTPClient, rest: KalshiREST, signatures: SignatureRing,
    keyID: String, scheduler: any Scheduler
  ) {
    self.session = session
    self.http = http
    self.rest = rest
    self.scheduler = scheduler
    ring = signatures
    reader = AccountSnapshotReader(rest: rest, clock: session.clock)
    encoder = OrderEncoder(
      authority: http.origin.authority, keyID: keyID,
      tickers: session.catalogue.markets.map(\.ticker),
      exchangeIndexes: session.catalogue.exchangeIndexes)
    started = scheduler.now + -Self.clockMarginNanoseconds
    countedFrom = started
    // Where there is nothing to go on from, what is taken over holds the trades of the last while:
    // the next session must know them.
    fillsFrom = started + -EarlierSessions.lagNanoseconds
    session.gateway = self
    http.preparedHandler = self
    refreshSignatures()
  }

  /// The session goes on where one before has ended.
  ///
  /// - Parameters:
  ///   - trades: that it has counted.
  ///   - readAt: when it has last read the account.
  ///   - orders: of it that may have traded since.
  func goOn(trades: Set<ExchangeKey>, readAt: Timestamp, orders: [Standing.Order]) {
    earlierTrades = trades
    isReturning = true
    countedFrom = min(started, readAt + -EarlierSessions.lagNanoseconds)
    fillsFrom = countedFrom
    guard let first = orders.map(\.sentAt).min() else { return }
    earlierOrdersFrom = min(countedFrom, first + -EarlierSessions.lagNanoseconds)
  }

  /// Gives up signatures that have grown old, so that the filling thread makes fresh ones: without
  /// it the first order after a quiet while would have to sign for itself.
  private func refreshSignatures() {
    ring.discardStale(at: scheduler.now)
    _ = scheduler.schedule(afterNanoseconds: 200_000_000) { [weak self] in
      self?.refreshSignatures()
    }
  }

  deinit { buffer.deallocate() }

  var signaturesMadeInline: Int { ring.inlineCount }

  /// Our id of an order that the exchange names by its own.
  func clientID(_ orderID: FrameText) -> ClientOrderID? {
    book.clientID(of: ExchangeKey(orderID.bytes))
  }

  /// The stream names an order by both ids, perhaps before the answer to it has come.
  func learn(_ client: ClientOrderID, _ orderID: FrameText) {
    guard book.exchangeID(of: client) == nil else { return }
    book.name(client, OrderID(orderID.string))
  }

  func perform(_ output: EngineOutput, at now: Timestamp) {
    switch output {
    case .place(let order): place(order)
    case .cancel(let id, let market): cancel(id, market)
    case .amend(let id, let market, let side, let price, let total):
      amend(id, market, side, price, total)
    case .findOrder(let id, let market): find(id, market)
    case .reconcile: reconcile()
    case .notice: break
    }
  }

  // MARK: Orders

  private func place(_ order: EngineOrder) {
    guard rest.takeOrderCost() else {
      answer(.orderUnsent(order.id, reason: "rate budget used up"))
      return
    }
    let tag = book.open(order)
    let intent = order.intent(until: order.style == .rest ? restingEnd : nil)
    let sent: Bool?
    do throws(SigningError) {
      sent = try ring.take(at: scheduler.now) { signature in
        guard let count = encoder.encode(intent, signature: signature, into: buffer) else {
          return Bool?.none
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        let isSent = http.sendPrepared(
          bytes, tag: tag, timeoutNanoseconds: Self.orderTimeoutNanoseconds)
        if isSent { onOrderBytes(bytes) }
        return isSent
      }
    } catch {
      book.close(tag)
      answer(.orderUnsent(order.id, reason: "signing failed: \(error)"))
      return
    }
    switch sent {
    case true?: onOrderSent()
    case false?:
      // It would wait for a connection, and leave on a book of which nobody knows how old it is
      // then.
      book.close(tag)
      answer(.orderUnsent(order.id, reason: "no connection was free"))
    case nil:
      book.close(tag)
      answer(.orderUnsent(order.id, reason: "order does not fit the request buffer"))
    }
  }

  func preparedRequest(_ tag: UInt64, didReceive status: Int, body: UnsafeRawBufferPointer) {
    onOrderAnswer(status, body)
    guard let order = book.close(tag) else { return }
    let bytes = [UInt8](body)
    guard (200..<300).contains(status) else {
      settle(order, .failure(KalshiAPIError(status: status, body: bytes)))
      return
    }
    do throws(KalshiModelError) {
      settle(order, .success(try KalshiJSON.decode(OrderAnswer.self, from: bytes)))
    } catch {
      onLog("unreadable answer to an order: \(error)")
      answer(.orderUnknown(order.id))
    }
  }

  func preparedRequest(_ tag: UInt64, didFail failure: HTTPFailure) {
    guard let order = book.close(tag) else { return }
    settle(order, .failure(KalshiAPIError(failure)))
  }

  private func settle(_ order: EngineOrder, _ result: Result<OrderAnswer, KalshiAPIError>) {
    switch result {
    case .success(let answered):
      book.name(order.id, answered.orderID)
      guard let filled = answered.filled, let remaining = answered.remaining else {
        answer(.orderUnknown(order.id))
        return
      }
      let state: OrderReport.State =
        remaining > .zero
        ? .resting : filled >= order.quantity ? .executed : .canceled
      answer(
        .orderState(
          order.id,
          OrderReport(state: state, filled: filled, remaining: remaining, price: order.price)))
    case .failure(let error):
      switch error.kind {
      case .rejected where error.code == "order_already_exists":
        // Our own id is there already: an earlier sending of it arrived.
        answer(.orderUnknown(order.id))
      case .authentication:
        // First of all: the refusal of this order must not be the reason for the next.
        linkLost(error)
        answer(.orderRejected(order.id, reason: error.description))
      case .notSent:
        answer(.orderUnsent(order.id, reason: error.description))
        if error.isLinkTrouble { linkLost(error) }
      case .rejected, .rateLimited, .notFound:
        // The market is closed, though the stream has not said so yet: nothing more is sent there.
        if error.code.lowercased().contains("market_inactive") {
          answer(.marketStatus(order.market, .closed))
        }
        answer(.orderRejected(order.id, reason: error.description))
        if error.isLinkTrouble { linkLost(error) }
      case .unknownOutcome:
        answer(.orderUnknown(order.id))
        linkLost(error)
      }
    }
  }

  /// When an order that rests from now on is to be gone unless it is renewed; nil for never.
  var restingEnd: Timestamp? {
    let lifetime = session.engine.configuration.execution.orderLifetimeNanoseconds
    guard lifetime > 0 else { return nil }
    // The exchange counts whole seconds.
    return Timestamp(seconds: (scheduler.now + lifetime + 999_999_999).seconds)
  }

  func answer(_ event: EngineEvent) { session.take(event) }

  /// For what the engine will try again: after a pause, so that trying is never a tight loop.
  func answerLater(_ event: EngineEvent) {
    _ = scheduler.schedule(afterNanoseconds: 100_000_000) { [weak self] in self?.answer(event) }
  }

  func ticker(_ market: MarketID) -> String {
    session.engine.markets[Int(market.index)].ticker
  }

  func exchangeIndex(_ market: MarketID) -> Int64? {
    session.catalogue.exchangeIndexes[Int(market.index)]
  }
}

internal import Kalshi
internal import Market

/// Turns recorded frames into the events of an event file: books, trades, and the gaps that make a
/// book untrustworthy.
struct EventDerivation {
  private struct Subscription: Hashable {
    let file: Int
    let connection: UInt16
    let sid: Int64
  }

  private let scanners: [StreamFrameScanner]
  private var sequences: [Subscription: Int64] = [:]
  /// The markets a subscription spoke of.
  private var markets: [Subscription: [MarketID]] = [:]
  private var last = Timestamp.distantPast
  private(set) var gaps = 0
  private(set) var unreadable = 0

  init(tickers: [String]) throws(TickerIndexError) {
    let index = try TickerIndex(tickers: tickers)
    scanners = [NoSidePricing.noLeg, .yesLeg].map {
      StreamFrameScanner(tickers: index, noSide: $0)
    }
  }

  /// The events of one frame, in order. Times never run backwards: a frame that was received
  /// earlier than the one before it counts as received with it.
  mutating func take(_ recorded: RecordedFrame, file: Int, _ emit: (MarketEvent) -> Void) {
    let scanner = scanners[recorded.noSide == .noLeg ? 0 : 1]
    let scanned: (envelope: StreamEnvelope, frame: StreamFrame)
    do throws(StreamFrameError) {
      scanned = try scanner.scan(recorded.bytes)
    } catch {
      unreadable += 1
      return
    }
    last = max(last, recorded.received)
    switch scanned.frame {
    case .bookSnapshot(let snapshot):
      guard let market = snapshot.market,
        follow(scanned.envelope, market, recorded.connection, file, emit)
      else { return }
      let count = snapshot.bids.count + snapshot.asks.count
      emit(MarketEvent(.snapshot, market, amount: Int64(count), received: last))
      for level in snapshot.bids { emit(self.level(level, .bid, market)) }
      for level in snapshot.asks { emit(self.level(level, .ask, market)) }
    case .bookDelta(let delta):
      guard let market = delta.market,
        follow(scanned.envelope, market, recorded.connection, file, emit)
      else { return }
      emit(
        MarketEvent(
          .delta, market, side: delta.side, price: delta.price, amount: delta.change.hundredths,
          received: last, delayMicroseconds: delay(recorded.received, delta.time)))
    case .trade(let trade):
      guard let market = trade.market else { return }
      emit(
        MarketEvent(
          .trade, market, side: trade.takerSide, price: trade.price,
          amount: trade.quantity.hundredths, received: last,
          delayMicroseconds: delay(recorded.received, trade.time)))
    case .acknowledged, .unsubscribed:
      _ = follow(scanned.envelope, nil, recorded.connection, file, emit)
    default: break
    }
  }

  private func level(_ level: BookLevel, _ side: BookSide, _ market: MarketID) -> MarketEvent {
    MarketEvent(
      .level, market, side: side, price: level.price, amount: level.quantity.hundredths,
      received: last)
  }

  /// False for a frame that was seen before; a gap makes the subscription's books untrustworthy.
  private mutating func follow(
    _ envelope: StreamEnvelope, _ market: MarketID?, _ connection: UInt16, _ file: Int,
    _ emit: (MarketEvent) -> Void
  ) -> Bool {
    guard let sid = envelope.sid, let sequence = envelope.seq else { return true }
    let subscription = Subscription(file: file, connection: connection, sid: sid)
    if let before = sequences[subscription] {
      guard sequence > before else { return false }
      if sequence != before + 1 {
        gaps += 1
        for market in markets[subscription] ?? [] {
          emit(MarketEvent(.blocked, market, received: last))
        }
      }
    }
    sequences[subscription] = sequence
    if let market, markets[subscription]?.contains(market) != true {
      markets[subscription, default: []].append(market)
    }
    return true
  }

  private func delay(_ received: Timestamp, _ happened: Timestamp?) -> Int32 {
    guard let happened else { return MarketEvent.unknownDelay }
    return Int32(exactly: (received - happened) / 1_000) ?? MarketEvent.unknownDelay
  }
}

internal import Kalshi
internal import Market

/// Turns recorded frames into the events of an event file: books, trades, and the gaps that make a
/// book untrustworthy.
struct EventDerivation {
  private let scanners: [StreamFrameScanner]
  private var sequences = SubscriptionSequences()
  private var last = Timestamp.distantPast
  var gaps: Int { sequences.gaps }
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
      guard let market = snapshot.frame.market,
        follow(scanned.envelope, market, recorded, file, emit)
      else { return }
      let count = snapshot.frame.bids.count + snapshot.frame.asks.count
      emit(MarketEvent(.snapshot, market, amount: Int64(count), received: last))
      for level in snapshot.frame.bids { emit(self.level(level, .bid, market)) }
      for level in snapshot.frame.asks { emit(self.level(level, .ask, market)) }
    case .bookDelta(let delta):
      guard let market = delta.market,
        follow(scanned.envelope, market, recorded, file, emit)
      else { return }
      emit(
        MarketEvent(
          .delta, market, side: delta.side, price: delta.price, amount: delta.change.hundredths,
          received: last, delayMicroseconds: delay(recorded.received, delta.time)))
    case .trade(let trade):
      guard let market = trade.frame.market else { return }
      emit(
        MarketEvent(
          .trade, market, side: trade.frame.takerSide, price: trade.frame.price,
          amount: trade.frame.quantity.hundredths, received: last,
          delayMicroseconds: delay(recorded.received, trade.frame.time)))
    case .acknowledged, .unsubscribed:
      _ = follow(scanned.envelope, nil, recorded, file, emit)
    case .subscribed(let confirmed):
      let subscription = recorded.subscription(confirmed.frame.sid, file: file)
      for market in sequences.begin(subscription, sequence: scanned.envelope.seq) {
        emit(MarketEvent(.blocked, market, received: last))
      }
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
    _ envelope: StreamEnvelope, _ market: MarketID?, _ recorded: RecordedFrame, _ file: Int,
    _ emit: (MarketEvent) -> Void
  ) -> Bool {
    let subscription = envelope.sid.map { recorded.subscription($0, file: file) }
    switch sequences.take(subscription, sequence: envelope.seq, market: market) {
    case .next: return true
    case .repeated: return false
    case .afterGap(let markets):
      for market in markets { emit(MarketEvent(.blocked, market, received: last)) }
      return true
    }
  }

  private func delay(_ received: Timestamp, _ happened: Timestamp?) -> Int32 {
    guard let happened else { return MarketEvent.unknownDelay }
    return Int32(exactly: (received - happened) / 1_000) ?? MarketEvent.unknownDelay
  }
}

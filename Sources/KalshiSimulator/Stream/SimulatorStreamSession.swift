public import Market
public import Matching

/// One WebSocket connection: commands in, frames out, no I/O.
///
/// A sid belongs to one channel of the connection. Its sequence starts at 1 and counts snapshots,
/// deltas, trades, lifecycle frames and also every `ok` and `unsubscribed`; a channel that is
/// subscribed again answers `ok` with all its tickers, then snapshots of the new ones.
///
/// Bound: ``SimulatorSettings/streamBufferFrames`` frames that were not taken. Beyond, the
/// subscription whose frame does not fit ends with error 25.
public struct SimulatorStreamSession: Sendable {
  public let account: AccountID
  var subscriptions: [StreamSubscription] = []
  private var nextSid = 1
  private var frames: [[UInt8]] = []
  /// Sequence numbers to leave out, for drills: by channel, before its next frame.
  private var skips: [StreamChannel: UInt64] = [:]

  public init(account: AccountID) { self.account = account }

  /// Takes the frames to send, oldest first.
  public mutating func takeFrames() -> [[UInt8]] {
    defer { frames.removeAll(keepingCapacity: true) }
    return frames
  }

  public var unsentFrames: Int { frames.count }

  /// Leaves out `count` sequence numbers before the channel's next sequenced frame: a gap.
  public mutating func skipSequence(_ channel: StreamChannel, count: UInt64 = 1) {
    skips[channel, default: 0] += count
  }

  /// Handles one command.
  public mutating func receive(
    _ text: [UInt8], exchange: SimulatedExchange, at now: Timestamp
  ) {
    guard let command = try? JSONParser.parse(text), case .object = command else {
      return fail(.unableToProcess, id: nil)
    }
    let id = command["id"]
    guard let name = command["cmd"]?.text else { return fail(.unknownCommand, id: id) }
    if name == "list_subscriptions" { return list(id) }
    guard ["subscribe", "update_subscription", "unsubscribe"].contains(name) else {
      return fail(.unknownCommand, id: id)
    }
    guard let params = command["params"], case .object = params else {
      return fail(.paramsRequired, id: id)
    }
    switch name {
    case "subscribe": subscribe(id, params, exchange, now)
    case "unsubscribe": unsubscribe(id, params)
    default: update(id, params, exchange, now)
    }
  }

  private mutating func subscribe(
    _ id: JSONValue?, _ params: JSONValue, _ exchange: SimulatedExchange, _ now: Timestamp
  ) {
    guard let names = params["channels"]?.elements, !names.isEmpty else {
      return fail(.channelsRequired, id: id)
    }
    let markets = Self.markets(params, exchange)
    for name in names {
      guard let channel = name.text.flatMap({ StreamChannel(rawValue: $0) }) else {
        fail(.unknownChannel, id: id)
        continue
      }
      guard markets != nil || channel != .orderbookDelta else {
        fail(.marketTickerRequired, id: id)
        continue
      }
      subscribe(id, channel, markets, params, exchange, now)
    }
  }

  private mutating func subscribe(
    _ id: JSONValue?, _ channel: StreamChannel, _ markets: [MarketID]?, _ params: JSONValue,
    _ exchange: SimulatedExchange, _ now: Timestamp
  ) {
    if let place = subscriptions.firstIndex(where: { $0.channel == channel }) {
      let new = subscriptions[place].add(markets ?? [])
      acknowledge(place, id, exchange)
      snapshots(place, new, id: nil, exchange, now)
      return
    }
    var subscription = StreamSubscription(sid: nextSid, channel: channel)
    nextSid += 1
    subscription.isEverything = markets == nil || !channel.hasMarketFilter
    subscription.usesYesPrice = params["use_yes_price"]?.flag ?? false
    subscription.skipsTickerAck = params["skip_ticker_ack"]?.flag ?? false
    let new = subscription.add(markets ?? [])
    subscriptions.append(subscription)
    var frame: JSONValue = .object([])
    frame.add("id", id)
    frame.add("type", "subscribed")
    frame.add(
      "msg", ["channel": .string(channel.rawValue), "sid": .integer(subscription.sid)])
    frames.append(Self.bytes(frame))
    let place = subscriptions.count - 1
    snapshots(place, new, id: nil, exchange, now)
    if channel == .ticker, params["send_initial_snapshot"]?.flag == true {
      for market in new {
        send(exchange.tickerFrame(market, at: now), subscription: place, exchange, now)
      }
    }
  }

  private mutating func update(
    _ id: JSONValue?, _ params: JSONValue, _ exchange: SimulatedExchange, _ now: Timestamp
  ) {
    let sids = params["sids"]?.elements ?? params["sid"].map { [$0] } ?? []
    guard sids.count == 1, let sid = sids[0].integer else { return fail(.exactlyOneSid, id: id) }
    guard let place = subscriptions.firstIndex(where: { $0.sid == Int(sid) }) else {
      return fail(.unknownSid, id: id)
    }
    guard let action = params["action"]?.text else { return fail(.actionRequired, id: id) }
    guard let markets = Self.markets(params, exchange) else {
      return fail(.marketTickerRequired, id: id)
    }
    switch action {
    case "add_markets":
      let new = subscriptions[place].add(markets)
      subscriptions[place].isEverything = false
      acknowledge(place, id, exchange)
      snapshots(place, new, id: nil, exchange, now)
    case "delete_markets":
      subscriptions[place].remove(markets)
      acknowledge(place, id, exchange)
    case "get_snapshot":
      guard subscriptions[place].channel == .orderbookDelta else {
        return fail(.unsupportedAction, id: id)
      }
      snapshots(place, markets.filter { subscriptions[place].wants($0) }, id: id, exchange, now)
    default: fail(.unsupportedAction, id: id)
    }
  }

  private mutating func unsubscribe(_ id: JSONValue?, _ params: JSONValue) {
    let sids = params["sids"]?.elements ?? params["sid"].map { [$0] } ?? []
    guard !sids.isEmpty else { return fail(.sidsRequired, id: id) }
    for sid in sids {
      guard let place = subscriptions.firstIndex(where: { $0.sid == sid.integer.map { Int($0) } })
      else {
        fail(.unknownSid, id: id)
        continue
      }
      let sequence = takeSequence(place)
      var frame: JSONValue = .object([])
      frame.add("id", id)
      frame.add("sid", sid)
      frame.add("seq", .integer(sequence))
      frame.add("type", "unsubscribed")
      frames.append(Self.bytes(frame))
      subscriptions.remove(at: place)
    }
  }

  private mutating func list(_ id: JSONValue?) {
    var frame: JSONValue = .object([])
    frame.add("id", id)
    frame.add("type", "ok")
    frame.add(
      "msg",
      .array(
        subscriptions.map {
          ["channel": .string($0.channel.rawValue), "sid": .integer($0.sid)]
        }))
    frames.append(Self.bytes(frame))
  }

  /// The markets a command names; nil where it names none. Unknown tickers are passed over.
  private static func markets(
    _ params: JSONValue, _ exchange: SimulatedExchange
  ) -> [MarketID]? {
    let single = params["market_ticker"].map { [$0] }
    guard let tickers = params["market_tickers"]?.elements ?? single, !tickers.isEmpty else {
      return nil
    }
    return tickers.compactMap { $0.text.flatMap { exchange.market($0) } }
  }

  private mutating func acknowledge(
    _ place: Int, _ id: JSONValue?, _ exchange: SimulatedExchange
  ) {
    let subscription = subscriptions[place]
    var message: JSONValue = .object([])
    if !subscription.skipsTickerAck {
      message.add(
        "market_tickers",
        .array(subscription.markets.compactMap { exchange.ticker($0).map { .string($0) } }))
    }
    var frame: JSONValue = .object([])
    frame.add("id", id)
    frame.add("sid", .integer(subscription.sid))
    frame.add("seq", .integer(takeSequence(place)))
    frame.add("type", "ok")
    frame.add("msg", message)
    frames.append(Self.bytes(frame))
  }

  private mutating func snapshots(
    _ place: Int, _ markets: [MarketID], id: JSONValue?, _ exchange: SimulatedExchange,
    _ now: Timestamp
  ) {
    guard subscriptions[place].channel == .orderbookDelta else { return }
    let sid = subscriptions[place].sid
    for market in markets {
      guard let current = subscriptions.firstIndex(where: { $0.sid == sid }) else { return }
      let message = exchange.snapshotFrame(
        market, usesYesPrice: subscriptions[current].usesYesPrice)
      send(message, subscription: current, id: id, exchange, now)
    }
  }

  private mutating func takeSequence(_ place: Int) -> UInt64 {
    subscriptions[place].sequence +=
      1 + (skips.removeValue(forKey: subscriptions[place].channel) ?? 0)
    return subscriptions[place].sequence
  }

  /// Queues a data frame, or ends the subscription when the queue is full.
  mutating func send(
    _ data: StreamData, subscription place: Int, id: JSONValue? = nil,
    _ exchange: SimulatedExchange, _ now: Timestamp
  ) {
    guard frames.count < exchange.settings.streamBufferFrames else {
      let sid = subscriptions[place].sid
      subscriptions.remove(at: place)
      return fail(.bufferOverflow, id: nil, sid: sid)
    }
    var message = data.message
    message.add("recorded_ts_ms", exchange.recordedNow.map { .integer($0.milliseconds) })
    var frame: JSONValue = .object([])
    frame.add("id", id)
    frame.add("type", .string(data.type))
    frame.add("sid", .integer(subscriptions[place].sid))
    if subscriptions[place].channel.isSequenced {
      frame.add("seq", .integer(takeSequence(place)))
    }
    frame.add("msg", message)
    frame.add("sending_ts_ms", .integer(now.milliseconds))
    frames.append(Self.bytes(frame))
  }

  private mutating func fail(_ error: StreamError, id: JSONValue?, sid: Int? = nil) {
    var frame: JSONValue = .object([])
    frame.add("id", id)
    frame.add("sid", sid.map { .integer($0) })
    frame.add("type", "error")
    frame.add("msg", ["code": .integer(error.rawValue), "msg": .string(error.text)])
    frames.append(Self.bytes(frame))
  }

  /// Recorded frames end with a line feed.
  private static func bytes(_ frame: JSONValue) -> [UInt8] {
    frame.bytes(sorted: false) + [UInt8(ascii: "\n")]
  }
}

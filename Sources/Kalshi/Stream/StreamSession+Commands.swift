public import Market
internal import Wire

/// What is asked of the exchange: subscriptions, and snapshots where they are missing.
extension StreamSession {
  mutating func send(_ text: String) { actions.append(.send(text)) }

  mutating func takeCommandID() -> Int64 {
    defer { nextCommand += 1 }
    return nextCommand
  }

  func batches(of tickers: [String]) -> [ArraySlice<String>] {
    stride(from: 0, to: tickers.count, by: configuration.batchSize).map {
      tickers[$0..<min($0 + configuration.batchSize, tickers.count)]
    }
  }

  mutating func subscribe(_ place: Int, at now: Timestamp) {
    let channel = subscriptions[place].channel
    let id = takeCommandID()
    subscriptions[place].command = id
    subscriptions[place].deadline = now + configuration.replyTimeoutNanoseconds
    // Private channels are followed for the whole account: an order in a market that is not ours to
    // follow must not stay unseen.
    let tickers =
      channel.takesMarkets && !channel.isPrivate ? batches(of: configuration.tickers).first : nil
    if channel == .orderbookDelta {
      awaiting = isLive.count
      snapshotAttempts = 0
      snapshotDeadline = now + 2 * configuration.replyTimeoutNanoseconds
    }
    send(StreamCommand.subscribe(id: id, channel: channel, tickers: tickers))
  }

  mutating func confirm(
    _ channel: StreamChannel?, _ sid: Int64, _ envelope: StreamEnvelope
  ) {
    guard let channel,
      let place = subscriptions.firstIndex(where: { $0.channel == channel })
    else {
      counters.strayFrames += 1
      return
    }
    subscriptions[place].sid = sid
    // A confirmation that is itself numbered has consumed that number.
    subscriptions[place].next = (envelope.seq ?? 0) + 1
    subscriptions[place].command = nil
    subscriptions[place].deadline = nil
    events.append(.subscribed(channel))
    if channel.takesMarkets, !channel.isPrivate {
      for batch in batches(of: configuration.tickers).dropFirst() {
        send(
          StreamCommand.update(
            id: takeCommandID(), sid: sid, action: "add_markets", tickers: batch))
      }
    }
    if owesReconciliation,
      subscriptions.allSatisfy({ !$0.channel.isPrivate || $0.sid != nil })
    {
      owesReconciliation = false
      events.append(.needsReconciliation)
    }
    if !subscriptions.contains(where: { $0.channel == .orderbookDelta }) { backoff.reset() }
  }

  mutating func requestSnapshots(_ sid: Int64, at now: Timestamp) {
    let first = nextCommand
    snapshotAttempts += 1
    let missing = isLive.indices.filter { !isLive[$0] }.map { configuration.tickers[$0] }
    for batch in batches(of: missing) {
      counters.snapshotsRequested += 1
      send(
        StreamCommand.update(
          id: takeCommandID(), sid: sid, action: "get_snapshot", tickers: batch))
    }
    guard nextCommand > first else { return }
    snapshotCommands = first...(nextCommand - 1)
    snapshotDeadline = now + configuration.replyTimeoutNanoseconds
  }

  /// What was delivered made a book that cannot be, and its owner has blocked it: its snapshot is
  /// asked for again, a bounded number of times on one connection; then it stays blocked.
  public mutating func distrust(_ market: MarketID, at now: Timestamp) {
    let index = Int(market.index)
    guard phase == .open, isLive(market), distrusts[index] < Self.maximumSnapshotAttempts,
      let sid = subscriptions.first(where: { $0.channel == .orderbookDelta })?.sid
    else { return }
    distrusts[index] += 1
    isLive[index] = false
    awaiting += 1
    snapshotAttempts = 0
    requestSnapshots(sid, at: now)
  }

  /// Snapshots did not all come. Where some came, the others are asked for, a bounded number of
  /// times; where none came the subscription is made anew, and then the connection.
  mutating func escalate(at now: Timestamp) {
    snapshotDeadline = nil
    guard let place = subscriptions.firstIndex(where: { $0.channel == .orderbookDelta }),
      let sid = subscriptions[place].sid
    else { return reconnect("no order book subscription", at: now) }
    if awaiting < isLive.count {
      guard snapshotAttempts < Self.maximumSnapshotAttempts else {
        // Markets that are over have no book. They stay blocked; the others trade.
        snapshotCommands = nil
        events.append(.snapshotsMissing(count: awaiting))
        return
      }
      return requestSnapshots(sid, at: now)
    }
    guard snapshotCommands != nil else {
      return reconnect("no order book came after subscribing", at: now)
    }
    snapshotCommands = nil
    counters.resubscriptions += 1
    blockBooks()
    send(StreamCommand.unsubscribe(id: takeCommandID(), sid: sid))
    subscribe(place, at: now)
  }
}

internal import Market
internal import Wire

/// What a session asks of the exchange, and how it takes refusals.
extension StreamSession {
  mutating func send(_ text: String) { actions.append(.send(text)) }

  mutating func takeCommandID() -> Int64 {
    defer { nextCommand += 1 }
    return nextCommand
  }

  private func batches(of tickers: [String]) -> [ArraySlice<String>] {
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
    if !configuration.channels.contains(.orderbookDelta) { backoff.reset() }
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

  /// A reply without subscription: errors of commands, and the list asked for as a sign of life.
  mutating func connectionReply(
    _ envelope: StreamEnvelope, _ frame: StreamFrame, at now: Timestamp
  ) -> StreamVerdict {
    switch frame {
    case .failure(let code, _):
      let place = envelope.id.flatMap { id in subscriptions.firstIndex { $0.command == id } }
      failed(envelope, place, code, at: now)
    case .acknowledged, .unsubscribed: break
    default: counters.strayFrames += 1
    }
    return .drop
  }

  mutating func failed(
    _ envelope: StreamEnvelope, _ place: Int?, _ code: Int64, at now: Timestamp
  ) {
    if let id = envelope.id, let commands = snapshotCommands, commands.contains(id) {
      return escalate(at: now)
    }
    guard let place else {
      // An error that names nothing of ours: 9 (authentication) and 27 (too many requests) among
      // them. Starting over with backoff is the one answer that is always safe.
      return reconnect("error \(code)", at: now)
    }
    let channel = subscriptions[place].channel
    if code == 10 || code == 25 {
      let endings = subscriptions[place].endings + 1
      events.append(.subscriptionEnded(channel, code: code))
      guard endings <= Self.maximumEndings else {
        return reconnect("subscription ended \(endings) times", at: now)
      }
      subscriptions[place] = Subscription(channel: channel, endings: endings)
      counters.resubscriptions += 1
      if channel == .orderbookDelta { blockBooks() }
      if channel.isPrivate { owesReconciliation = true }
      snapshotCommands = nil
      subscribe(place, at: now)
      return
    }
    events.append(.refused(channel, code: code))
    if envelope.id != nil, subscriptions[place].command == envelope.id {
      // Without the channel its books or orders would stay silent: that must not look like calm.
      subscriptions[place].isRefused = true
      reconnect("subscribing \(channel.wireName) was refused with error \(code)", at: now)
    }
  }
}

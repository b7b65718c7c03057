public import Market
internal import Wire

/// Frames: their numbering, and which of them may be passed on.
extension StreamSession {
  /// A frame that the scanner could not read: it may have been a change of a book, and its number
  /// is not known, so the connection is made anew.
  public mutating func unreadable(_ error: StreamFrameError, at now: Timestamp) {
    counters.unreadableFrames += 1
    events.append(.unreadable(error))
    reconnect("unreadable frame", at: now)
  }

  /// Judges one frame. Events that belong before it are in the queue afterwards.
  public mutating func deliver(
    _ envelope: StreamEnvelope, _ frame: StreamFrame, at now: Timestamp
  ) -> StreamVerdict {
    guard phase == .open else { return .drop }
    counters.frames += 1
    lastMessage = now
    probeDeadline = nil
    if let sent = envelope.sent, isLate(sent, at: now) {
      reconnect("frames come ever later", at: now)
      return .drop
    }
    if case .subscribed(let reply) = frame {
      confirm(reply.frame.channel, reply.frame.sid, envelope)
      return .drop
    }
    guard let sid = envelope.sid else { return connectionReply(envelope, frame, at: now) }
    let place = place(of: sid)
    guard place >= 0 else {
      counters.strayFrames += 1
      return .drop
    }
    if let seq = envelope.seq {
      let expected = subscriptions[place].next
      if seq < expected {
        counters.staleFrames += 1
        return .drop
      }
      subscriptions[place].next = seq + 1
      if seq > expected { gap(place, expected: expected, received: seq, at: now) }
    }
    switch frame {
    case .bookDelta(let delta): return judge(delta.market)
    case .bookSnapshot(let snapshot): return accept(snapshot.frame.market)
    case .ticker, .trade, .fill, .userOrder, .lifecycle, .eventFeeUpdate: return .deliver
    case .failure(let failure):
      failed(envelope, place, failure.frame.code, at: now)
      return .drop
    case .unsubscribed:
      // The answer to our own unsubscribing is followed by the new subscription's.
      if subscriptions[place].command != nil { subscriptions[place].sid = nil }
      return .drop
    case .subscribed, .acknowledged, .other: return .drop
    }
  }

  /// Whether the connection has fallen behind: its frames are older than its youngest by more than
  /// is bearable. Compared with each other, as the two clocks may differ. A time of 0 is none.
  private mutating func isLate(_ sent: Timestamp, at now: Timestamp) -> Bool {
    guard sent > Timestamp(nanoseconds: 0) else { return false }
    let age = now - sent
    if age < leastAge { leastAge = age }
    return age > leastAge + Self.bearableDelayNanoseconds
  }

  /// −1 for a subscription that is not ours.
  func place(of sid: Int64) -> Int {
    for place in 0..<subscriptions.count where subscriptions[place].sid == sid { return place }
    return -1
  }

  @inline(__always)
  mutating func judge(_ market: MarketID?) -> StreamVerdict {
    guard let market else {
      counters.strayFrames += 1
      return .drop
    }
    if isLive(market) { return .deliver }
    counters.droppedDeltas += 1
    return .drop
  }

  mutating func accept(_ market: MarketID?) -> StreamVerdict {
    guard let market, isLive.indices.contains(Int(market.index)) else {
      counters.strayFrames += 1
      return .drop
    }
    if !isLive[Int(market.index)] {
      isLive[Int(market.index)] = true
      awaiting -= 1
      events.append(.live(market))
      if awaiting == 0 {
        snapshotDeadline = nil
        snapshotCommands = nil
        // A whole set of books: the connection has proved itself.
        backoff.reset()
      }
    }
    return .deliver
  }

  mutating func gap(
    _ place: Int, expected: Int64, received: Int64, at now: Timestamp
  ) {
    let channel = subscriptions[place].channel
    counters.gaps += 1
    events.append(.gap(channel, expected: expected, received: received))
    guard channel == .orderbookDelta, let sid = subscriptions[place].sid else { return }
    blockBooks()
    awaiting = isLive.count
    snapshotAttempts = 0
    requestSnapshots(sid, at: now)
  }

  mutating func blockBooks() {
    awaiting = 0
    guard configuration.channels.contains(.orderbookDelta) else { return }
    for index in isLive.indices { isLive[index] = false }
    events.append(.booksBlocked)
  }
}

internal import Market

/// Answers of the exchange that carry no data, errors above all.
extension StreamSession {
  /// A reply without subscription: errors of commands, and the list asked for as a sign of life.
  mutating func connectionReply(
    _ envelope: StreamEnvelope, _ frame: StreamFrame, at now: Timestamp
  ) -> StreamVerdict {
    switch frame {
    case .failure(let failure):
      let place = envelope.id.flatMap { id in subscriptions.firstIndex { $0.command == id } }
      failed(envelope, place, failure.frame.code, at: now)
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
      // What was missed of our own fills and orders is read again with everything else, after a
      // new start: one way back, whatever was lost.
      guard !channel.isPrivate else {
        return reconnect("subscription \(channel.wireName) ended: code \(code)", at: now)
      }
      subscriptions[place] = Subscription(channel: channel, endings: endings)
      counters.resubscriptions += 1
      if channel == .orderbookDelta { blockBooks() }
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

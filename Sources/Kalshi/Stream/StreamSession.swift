public import Market
internal import Wire

/// The life of one stream: connect, subscribe, watch the numbering, recover, reconnect.
///
/// A value without I/O: events and the time come in, ``takeActions()`` and ``takeEvents()`` say what
/// to do and what happened. The driver calls ``deliver(_:_:at:)`` for each frame; when both queues
/// are empty, as they nearly always are, that neither allocates nor does more than compare numbers.
///
/// Numbers are contiguous within a subscription over all its markets, and replies (`ok`,
/// `unsubscribed`, scoped errors) consume them too. A hole blocks every book of the subscription;
/// snapshots are asked for again, then the subscription, then the connection. Source: AsyncAPI of
/// August 2026 and recorded traffic, sections 5.2 to 5.4 of the reference.
///
/// Both queues are bounded by what one call can add: a few entries and one for each market.
public struct StreamSession {
  enum Phase: Hashable {
    case idle
    case connecting
    case open
    case waiting(until: Timestamp)
  }

  /// One channel's subscription on the present connection.
  struct Subscription {
    var channel: StreamChannel
    var sid: Int64?
    /// The number the next frame must have.
    var next: Int64 = 1
    /// The command that asked for it, while its answer is out.
    var command: Int64?
    /// When the answer is late.
    var deadline: Timestamp?
    /// How often the exchange ended it on this connection.
    var endings = 0
    var isRefused = false
  }

  /// More endings of one subscription than this on one connection: the connection is made anew.
  static let maximumEndings = 5
  /// Requests for missing snapshots in a row before the markets are given up, blocked.
  static let maximumSnapshotAttempts = 3

  public let configuration: StreamConfiguration
  public private(set) var counters = StreamCounters()
  var phase = Phase.idle
  var subscriptions: [Subscription]
  /// Which books have had a snapshot since they were last blocked.
  private var isLive: ContiguousArray<Bool>
  private var awaiting = 0
  /// Set while snapshots are asked for; passed, the subscription is made anew.
  private var snapshotDeadline: Timestamp?
  private var snapshotCommands: ClosedRange<Int64>?
  /// How often missing snapshots were asked for in a row.
  private var snapshotAttempts = 0
  private var nextCommand: Int64 = 1
  private var lastMessage = Timestamp.distantPast
  private var probeDeadline: Timestamp?
  private var owesReconciliation = false
  private var backoff: Backoff
  private var jitter: StreamJitter
  private var actions: [StreamAction] = []
  private var events: [StreamEvent] = []

  /// A session that does nothing until ``start()``.
  public init(_ configuration: StreamConfiguration) {
    self.configuration = configuration
    subscriptions = configuration.channels.map { Subscription(channel: $0) }
    isLive = ContiguousArray(repeating: false, count: configuration.tickers.count)
    backoff = configuration.backoff
    jitter = StreamJitter(state: configuration.seed)
  }

  /// True while ``takeActions()`` or ``takeEvents()`` have something.
  public var hasWork: Bool { !actions.isEmpty || !events.isEmpty }
  /// True while the socket is open.
  public var isOpen: Bool { phase == .open }
  /// True where the market's book has had a snapshot since it was last blocked.
  public func isLive(_ market: MarketID) -> Bool {
    let index = Int(market.index)
    return index >= 0 && index < isLive.count && isLive[index]
  }
  /// Books that wait for a snapshot.
  public var blockedCount: Int { isLive.count { !$0 } }

  /// The actions since the last call, in order.
  public mutating func takeActions() -> [StreamAction] {
    defer { actions.removeAll(keepingCapacity: true) }
    return actions
  }

  /// The events since the last call, in order.
  public mutating func takeEvents() -> [StreamEvent] {
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  // MARK: The connection

  /// Begins to connect.
  public mutating func start() {
    guard phase == .idle else { return }
    connect()
  }

  /// Ends for good; the driver closes the socket.
  public mutating func stop() {
    phase = .idle
    forgetConnection()
    actions.append(.disconnect(reason: "stopped"))
  }

  private mutating func connect() {
    phase = .connecting
    counters.connections += 1
    actions.append(.connect)
  }

  /// The socket is open: everything is subscribed.
  public mutating func opened(at now: Timestamp) {
    guard phase == .connecting else { return }
    phase = .open
    lastMessage = now
    events.append(.connected)
    owesReconciliation = configuration.channels.contains { $0.isPrivate }
    for place in subscriptions.indices {
      subscriptions[place] = Subscription(channel: subscriptions[place].channel)
      subscribe(place, at: now)
    }
  }

  /// The socket is gone or never opened: waits with backoff.
  public mutating func closed(reason: String, at now: Timestamp) {
    guard phase == .open || phase == .connecting else { return }
    forgetConnection()
    let wait = backoff.nextNanoseconds(using: &jitter)
    phase = .waiting(until: now + wait)
    events.append(.disconnected(reason: reason))
  }

  private mutating func forgetConnection() {
    for place in subscriptions.indices {
      subscriptions[place] = Subscription(channel: subscriptions[place].channel)
    }
    snapshotDeadline = nil
    snapshotCommands = nil
    probeDeadline = nil
    nextCommand = 1
    blockBooks()
  }

  private mutating func reconnect(_ reason: String, at now: Timestamp) {
    guard phase == .open || phase == .connecting else { return }
    actions.append(.disconnect(reason: reason))
    closed(reason: reason, at: now)
  }

  // MARK: Time

  /// When ``tick(at:)`` next has something to do, if nothing arrives before.
  public var deadline: Timestamp? {
    switch phase {
    case .idle: return nil
    case .waiting(let until): return until
    case .connecting: return nil
    case .open:
      var earliest = probeDeadline ?? lastMessage + configuration.silenceNanoseconds
      if let snapshotDeadline { earliest = min(earliest, snapshotDeadline) }
      for subscription in subscriptions {
        if let deadline = subscription.deadline { earliest = min(earliest, deadline) }
      }
      return earliest
    }
  }

  /// Looks at what is late.
  public mutating func tick(at now: Timestamp) {
    switch phase {
    case .waiting(let until):
      if now >= until { connect() }
    case .open:
      if let late = subscriptions.first(where: { $0.deadline.map { now >= $0 } ?? false }) {
        return reconnect("no answer to subscribing \(late.channel.wireName)", at: now)
      }
      if let snapshotDeadline, now >= snapshotDeadline { return escalate(at: now) }
      if let probeDeadline {
        if now >= probeDeadline { reconnect("silent", at: now) }
      } else if now >= lastMessage + configuration.silenceNanoseconds {
        probeDeadline = now + configuration.silenceNanoseconds
        send(StreamCommand.listSubscriptions(id: takeCommandID()))
      }
    case .idle, .connecting: break
    }
  }

  // MARK: Frames

  /// A frame that the scanner could not read: it may have been a change of a book, and its number is
  /// not known, so the connection is made anew.
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
    if case .subscribed(let channel, let sid) = frame {
      confirm(channel, sid, envelope)
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
    case .bookSnapshot(let snapshot): return accept(snapshot.market)
    case .ticker, .trade, .fill, .userOrder, .lifecycle, .eventFeeUpdate: return .deliver
    case .failure(let code, _):
      failed(envelope, place, code, at: now)
      return .drop
    case .unsubscribed:
      // The answer to our own unsubscribing is followed by the new subscription's.
      if subscriptions[place].command != nil { subscriptions[place].sid = nil }
      return .drop
    case .subscribed, .acknowledged, .other: return .drop
    }
  }

  /// −1 for a subscription that is not ours.
  private func place(of sid: Int64) -> Int {
    for place in 0..<subscriptions.count where subscriptions[place].sid == sid { return place }
    return -1
  }

  @inline(__always)
  private mutating func judge(_ market: MarketID?) -> StreamVerdict {
    guard let market else {
      counters.strayFrames += 1
      return .drop
    }
    if isLive(market) { return .deliver }
    counters.droppedDeltas += 1
    return .drop
  }

  private mutating func accept(_ market: MarketID?) -> StreamVerdict {
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

  private mutating func gap(
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

  private mutating func blockBooks() {
    awaiting = 0
    guard configuration.channels.contains(.orderbookDelta) else { return }
    for index in isLive.indices { isLive[index] = false }
    events.append(.booksBlocked)
  }

  // MARK: Commands

  private mutating func send(_ text: String) { actions.append(.send(text)) }

  private mutating func takeCommandID() -> Int64 {
    defer { nextCommand += 1 }
    return nextCommand
  }

  private func batches(of tickers: [String]) -> [ArraySlice<String>] {
    stride(from: 0, to: tickers.count, by: configuration.batchSize).map {
      tickers[$0..<min($0 + configuration.batchSize, tickers.count)]
    }
  }

  private mutating func subscribe(_ place: Int, at now: Timestamp) {
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

  private mutating func confirm(
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

  private mutating func requestSnapshots(_ sid: Int64, at now: Timestamp) {
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
  private mutating func escalate(at now: Timestamp) {
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
  private mutating func connectionReply(
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

  private mutating func failed(
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

/// The random numbers of reconnecting (SplitMix64): seeded, so that a run can be repeated.
struct StreamJitter: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

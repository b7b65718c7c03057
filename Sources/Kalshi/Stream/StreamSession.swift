public import Market
internal import Wire

/// The life of one stream: connect, subscribe, watch the numbering, recover, reconnect.
///
/// A value without I/O: events and the time come in, ``takeActions()`` and ``takeEvents()`` say
/// what to do and what happened. The driver calls ``deliver(_:_:at:)`` for each frame; when both
/// queues are empty, as they nearly always are, that neither allocates nor does more than compare
/// numbers.
///
/// Numbers are contiguous within a subscription over all its markets, and replies (`ok`,
/// `unsubscribed`, scoped errors) consume them too. A hole blocks every book of the subscription;
/// snapshots are asked for again, then the subscription, then the connection. Source: AsyncAPI of
/// August 2026 and recorded traffic, sections 5.2 to 5.4 of the reference.
///
/// Its times are of any clock that never stands still or steps, and only compared with each other.
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

  /// Frames that come so much later than the connection's fastest: it is made anew.
  static let bearableDelayNanoseconds: Int64 = 10_000_000_000

  public let configuration: StreamConfiguration
  public internal(set) var counters = StreamCounters()
  var phase = Phase.idle
  var subscriptions: [Subscription]
  /// Which books have had a snapshot since they were last blocked.
  var isLive: ContiguousArray<Bool>
  var awaiting = 0
  /// How often each delivered book proved impossible on this connection.
  var distrusts: ContiguousArray<UInt8>
  /// Set while snapshots are asked for; passed, the subscription is made anew.
  var snapshotDeadline: Timestamp?
  var snapshotCommands: ClosedRange<Int64>?
  /// How often missing snapshots were asked for in a row.
  var snapshotAttempts = 0
  var nextCommand: Int64 = 1
  var lastMessage = Timestamp.distantPast
  var probeDeadline: Timestamp?
  /// The least age a frame of this connection had, by our clock.
  var leastAge = Int64.max / 2
  var owesReconciliation = false
  var backoff: Backoff
  var jitter: SplitMix64
  var actions: [StreamAction] = []
  var events: [StreamEvent] = []

  /// A session that does nothing until ``start()``.
  public init(_ configuration: StreamConfiguration) {
    self.configuration = configuration
    // A channel of markets is refused without any, or tells of all there are.
    let channels = configuration.channels.filter {
      !configuration.tickers.isEmpty || !$0.takesMarkets || $0.isPrivate
    }
    subscriptions = channels.map { Subscription(channel: $0) }
    isLive = ContiguousArray(repeating: false, count: configuration.tickers.count)
    distrusts = ContiguousArray(repeating: 0, count: configuration.tickers.count)
    backoff = configuration.backoff
    jitter = SplitMix64(seed: configuration.seed)
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

  mutating func connect() {
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

  mutating func forgetConnection() {
    for place in subscriptions.indices {
      subscriptions[place] = Subscription(channel: subscriptions[place].channel)
    }
    snapshotDeadline = nil
    snapshotCommands = nil
    probeDeadline = nil
    leastAge = .max / 2
    nextCommand = 1
    for index in distrusts.indices { distrusts[index] = 0 }
    blockBooks()
  }

  /// The owner does not trust the connection any more: it is made anew.
  public mutating func restart(_ reason: String, at now: Timestamp) {
    guard phase == .open else { return }
    reconnect(reason, at: now)
  }

  mutating func reconnect(_ reason: String, at now: Timestamp) {
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
}

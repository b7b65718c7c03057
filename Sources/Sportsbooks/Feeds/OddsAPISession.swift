internal import Market

/// The life of a connection to odds-api.io, without I/O: list the games, open the stream, come back
/// after every loss with growing, jittered pauses.
///
/// ```
/// idle ─start→ listing ─listed→ opening ─opened→ open
///                 ↑ ←failed        │ closed      │ closed, resync
///                 └──── waiting ←──┴─────────────┘
/// ```
struct OddsAPISession {
  enum State: Hashable {
    case idle
    case listing
    case opening
    case open
    case waiting
  }

  enum Action: Hashable {
    case fetchList
    /// Open the stream, asking for what was missed behind this sequence number.
    case openSocket(lastSequence: Int64?)
    case closeSocket(code: UInt16, reason: String)
    case wait(nanoseconds: Int64)
    case cancelWait
    case announceConnected
    case announceDisconnected(String)
  }

  /// Pauses double from the first to the last, and a random quarter of each is taken off.
  static let firstPauseNanoseconds: Int64 = 1_000_000_000
  static let longestPauseNanoseconds: Int64 = 30_000_000_000

  private(set) var state = State.idle
  private(set) var lastSequence: Int64?
  private var failures = 0
  private var jitter: SplitMix64

  init(seed: UInt64) { jitter = SplitMix64(seed: seed) }

  mutating func start() -> [Action] {
    guard state == .idle else { return [] }
    state = .listing
    return [.fetchList]
  }

  mutating func stop() -> [Action] {
    defer { state = .idle }
    switch state {
    case .idle, .listing: return []
    case .waiting: return [.cancelWait]
    case .opening: return [.closeSocket(code: 1000, reason: "")]
    case .open:
      return [.closeSocket(code: 1000, reason: ""), .announceDisconnected("stopped")]
    }
  }

  mutating func listed(_ isSuccess: Bool) -> [Action] {
    guard state == .listing else { return [] }
    guard isSuccess else { return pause() }
    state = .opening
    return [.openSocket(lastSequence: lastSequence)]
  }

  mutating func socketOpened() -> [Action] {
    guard state == .opening else { return [] }
    state = .open
    return [.announceConnected]
  }

  mutating func socketClosed(_ reason: String) -> [Action] {
    switch state {
    case .opening: return pause()
    case .open: return [.announceDisconnected(reason)] + pause()
    case .idle, .listing, .waiting: return []
    }
  }

  /// A message with a sequence number. Numbers only rise; a lower one is an old message replayed.
  mutating func received(sequence: Int64?) {
    // The stream works: the next loss begins with the short pause again.
    failures = 0
    if let sequence { lastSequence = max(sequence, lastSequence ?? sequence) }
  }

  /// The replay is not possible: forget the place and begin anew.
  mutating func resyncRequired() -> [Action] {
    guard state == .open else { return [] }
    lastSequence = nil
    return [.closeSocket(code: 1000, reason: "resync"), .announceDisconnected("resync required")]
      + pause()
  }

  mutating func waited() -> [Action] {
    guard state == .waiting else { return [] }
    state = .listing
    return [.fetchList]
  }

  private mutating func pause() -> [Action] {
    state = .waiting
    let doubled = Self.firstPauseNanoseconds << Int64(min(failures, 16))
    let longest = min(doubled, Self.longestPauseNanoseconds)
    failures += 1
    return [.wait(nanoseconds: longest - Int64(jitter.next() % UInt64(longest / 4)))]
  }
}

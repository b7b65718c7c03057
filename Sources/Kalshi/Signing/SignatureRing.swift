internal import CProcessor
internal import Glibc
public import Market
internal import Synchronization
internal import Wire

/// A signature with its time. Readable only during the call that lends it.
public struct PreparedSignature {
  /// Unix time, as signed and as to be sent.
  public let milliseconds: Int64
  /// The headers of time and signature, from the time's value to the signature's, as they stand in
  /// a request: made ahead like the signature.
  public let headers: UnsafeRawBufferPointer
  /// Where the signature begins in ``headers``.
  private let start: Int

  /// The signature itself.
  public var base64: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: headers[start...])
  }

  /// - Parameters:
  ///   - headers: begins with what ``prefix(_:)`` gives for the time.
  ///   - prefixCount: how many bytes that is.
  init(milliseconds: Int64, headers: UnsafeRawBufferPointer, prefixCount: Int) {
    self.milliseconds = milliseconds
    self.headers = headers
    start = prefixCount
  }

  /// What stands in ``headers`` before the signature.
  static func prefix(_ milliseconds: Int64) -> [UInt8] {
    Array("\(milliseconds)\r\nKALSHI-ACCESS-SIGNATURE: ".utf8)
  }

  /// No time's prefix is longer.
  static let maximumPrefix = prefix(.min).count
}

/// Signatures made ahead for one method and path: what is signed has no body, so an order need not
/// wait for the 0.2 ms that RSA takes.
///
/// One thread fills, one takes (a single-producer, single-consumer ring): ``fill(now:maximum:)`` on
/// the first, ``take(at:_:)`` and ``discardStale(at:)`` on the second. Signatures are made for
/// times a step apart up to a horizon ahead, and each is used once, oldest first. When none is
/// fresh one is signed on the spot and counted. Filling stops while the ring is full.
public final class SignatureRing: @unchecked Sendable {
  // Unchecked: a slot belongs to the producer until `tail` passes it and to the consumer until
  // `head` does; both are atomics with release and acquire. `filler` and `lastMade` are the
  // producer's alone; `inline`, `scratch` and the counters the consumer's.

  /// Which times are signed for.
  public struct Plan: Hashable, Sendable {
    /// Between two signatures' times.
    public var stepMilliseconds: Int64
    /// How far ahead of now is signed.
    public var horizonMilliseconds: Int64
    /// How far a signature's time may be from now when it is used. The exchange accepts 5 s on
    /// either side.
    public var freshnessMilliseconds: Int64
    /// Places in the ring.
    public var capacity: Int

    public init(
      stepMilliseconds: Int64 = 10, horizonMilliseconds: Int64 = 400,
      freshnessMilliseconds: Int64 = 4_000, capacity: Int = 64
    ) {
      precondition(
        stepMilliseconds > 0 && horizonMilliseconds >= 0 && capacity > 0
          && horizonMilliseconds <= freshnessMilliseconds && freshnessMilliseconds <= 5_000,
        "steps forward, within what the exchange accepts")
      self.stepMilliseconds = stepMilliseconds
      self.horizonMilliseconds = horizonMilliseconds
      self.freshnessMilliseconds = freshnessMilliseconds
      self.capacity = capacity
    }
  }

  private struct Slot {
    var milliseconds: Int64 = 0
    /// Of its text: what comes before the signature, and all.
    var prefix = 0
    var length = 0

    @inline(__always)
    func signature(_ text: UnsafePointer<UInt8>) -> PreparedSignature {
      PreparedSignature(
        milliseconds: milliseconds,
        headers: UnsafeRawBufferPointer(start: text, count: length), prefixCount: prefix)
    }
  }

  public let method: String
  public let path: String
  public let plan: Plan
  private let slots: UnsafeMutablePointer<Slot>
  private let text: UnsafeMutablePointer<UInt8>
  private let stride: Int
  /// The least power of two, less one, that leaves ``Plan/capacity`` places: the place of a
  /// signature is its number under this mask.
  private let mask: Int
  /// Signatures taken so far.
  private let head = Atomic<Int>(0)
  /// Signatures made so far.
  private let tail = Atomic<Int>(0)
  private let filler: RequestSigner
  private var lastMade: Int64 = .min
  private let inline: RequestSigner
  private let scratch: UnsafeMutablePointer<UInt8>

  /// Signatures taken from the ring.
  @exclusivity(unchecked) public private(set) var takenCount = 0
  /// Signatures that had to be made on the spot.
  public private(set) var inlineCount = 0

  public init(
    keyID: String, key: SigningKey, method: String, path: String, plan: Plan = Plan()
  ) throws(SigningError) {
    filler = try RequestSigner(keyID: keyID, key: key)
    inline = try RequestSigner(keyID: keyID, key: key)
    self.method = method
    self.path = path
    self.plan = plan
    stride = PreparedSignature.maximumPrefix + filler.signatureBytes + 1
    var places = 1
    while places < plan.capacity { places *= 2 }
    mask = places - 1
    slots = .allocate(capacity: places)
    slots.initialize(repeating: Slot(), count: places)
    text = .allocate(capacity: places * stride)
    text.initialize(repeating: 0, count: places * stride)
    scratch = .allocate(capacity: stride)
    scratch.initialize(repeating: 0, count: stride)
  }

  deinit {
    slots.deallocate()
    text.deallocate()
    scratch.deallocate()
  }

  /// Signatures ready, fresh or not.
  public var count: Int {
    tail.load(ordering: .acquiring) - head.load(ordering: .acquiring)
  }

  /// Producer: signs for times from now to the horizon that are not signed for yet, `maximum` at
  /// most. Returns how many.
  @discardableResult
  public func fill(now: Timestamp, maximum: Int = .max) throws(SigningError) -> Int {
    let start = now.milliseconds
    var made = 0
    while made < maximum {
      let next = max(start, lastMade &+ plan.stepMilliseconds)
      let place = tail.load(ordering: .relaxed)
      guard next <= start + plan.horizonMilliseconds,
        place - head.load(ordering: .acquiring) < plan.capacity
      else { break }
      let slot = place & mask
      slots[slot] = try sign(with: filler, at: next, into: text + slot * stride)
      lastMade = next
      tail.store(place + 1, ordering: .releasing)
      made += 1
    }
    return made
  }

  /// Consumer: lends the oldest fresh signature to `body` and uses it up; signs one where there is
  /// none. Takes no lock and does not allocate unless it has to sign.
  public func take<Result>(
    at now: Timestamp, _ body: (PreparedSignature) -> Result
  ) throws(SigningError) -> Result {
    let milliseconds = now.milliseconds
    var place = head.load(ordering: .relaxed)
    let end = tail.load(ordering: .acquiring)
    while place < end {
      let index = place & mask
      let slot = slots[index]
      if abs(slot.milliseconds - milliseconds) <= plan.freshnessMilliseconds {
        let result = body(slot.signature(text + index * stride))
        head.store(place + 1, ordering: .releasing)
        takenCount += 1
        fetch((place &+ 1) & mask)
        return result
      }
      place += 1
    }
    head.store(place, ordering: .releasing)
    inlineCount += 1
    return body(try sign(with: inline, at: milliseconds, into: scratch).signature(scratch))
  }

  /// Writes the headers for a time.
  private func sign(
    with signer: RequestSigner, at milliseconds: Int64, into text: UnsafeMutablePointer<UInt8>
  ) throws(SigningError) -> Slot {
    let prefix = PreparedSignature.prefix(milliseconds)
    text.update(from: prefix, count: prefix.count)
    let length = try signer.sign(
      method: method, path: path, milliseconds: milliseconds, into: text + prefix.count)
    return Slot(
      milliseconds: milliseconds, prefix: prefix.count, length: prefix.count + length)
  }

  /// Asks for the memory of a slot: the next order's.
  private func fetch(_ index: Int) {
    dutchbook_prefetch(slots + index)
    let start = text + index * stride
    var offset = 0
    while offset < stride {
      dutchbook_prefetch(start + offset)
      offset &+= 64
    }
  }

  /// Consumer: gives up signatures that are no longer fresh, so that new ones can be made while no
  /// order goes out. Call it now and then, from a timer.
  public func discardStale(at now: Timestamp) {
    var place = head.load(ordering: .relaxed)
    let end = tail.load(ordering: .acquiring)
    // A quarter of the freshness is kept in hand: what is nearly stale is not worth keeping.
    let oldest = now.milliseconds - plan.freshnessMilliseconds * 3 / 4
    while place < end, slots[place & mask].milliseconds < oldest { place += 1 }
    head.store(place, ordering: .releasing)
  }
}

/// A thread that keeps ``SignatureRing``s filled.
public final class SignatureFiller: @unchecked Sendable {
  // Unchecked: the rings are constant and made for two threads; the flag is an atomic; `thread` is
  // touched only by the owner's `start` and `stop`.
  private let rings: [SignatureRing]
  private let isStopping = Atomic<Bool>(false)
  private let failures = Atomic<Int>(0)
  private var thread: pthread_t?

  public init(rings: [SignatureRing]) { self.rings = rings }

  /// Times that signing failed; the hot path then signs by itself and reports the error.
  public var failureCount: Int { failures.load(ordering: .relaxed) }

  /// Starts the thread.
  ///
  /// - Returns: false when the system gives none; rings then stay empty and orders sign inline.
  @discardableResult
  public func start() -> Bool {
    guard thread == nil else { return true }
    var started = pthread_t()
    let retained = Unmanaged.passRetained(self)
    guard pthread_create(&started, nil, fillSignatures, retained.toOpaque()) == 0 else {
      retained.release()
      return false
    }
    thread = started
    return true
  }

  /// Ends the thread and waits for it: at most a step.
  public func stop() {
    guard let thread else { return }
    isStopping.store(true, ordering: .releasing)
    pthread_join(thread, nil)
    self.thread = nil
    isStopping.store(false, ordering: .releasing)
  }

  fileprivate func run() {
    BackgroundThread.enter()
    let step = rings.map(\.plan.stepMilliseconds).min() ?? 100
    while !isStopping.load(ordering: .acquiring) {
      for ring in rings {
        do throws(SigningError) {
          try ring.fill(now: Self.now())
        } catch {
          failures.add(1, ordering: .relaxed)
        }
      }
      var pause = timespec(tv_sec: 0, tv_nsec: Int(min(step, 500)) * 1_000_000)
      // sleeps: a thread of its own, which has nothing to do until the next step.
      nanosleep(&pause, nil)
    }
  }

  private static func now() -> Timestamp {
    var time = timespec()
    // clock: the filler's own thread; signatures carry the time of the wall.
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}

private func fillSignatures(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<SignatureFiller>.fromOpaque(context).takeRetainedValue().run()
  return nil
}

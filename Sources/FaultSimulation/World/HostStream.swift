internal import Market
internal import Wire

/// One connection of a simulated process: late, dead, or cut at any byte when told to.
final class HostStream: ByteStream, ByteStreamHandler {
  weak var handler: (any ByteStreamHandler)?
  var base: (any ByteStream)?
  let isMarketData: Bool
  /// The other end accepts and then says nothing.
  var isDead = false
  /// Every piece received comes this much later than the one before; 0 for none.
  var delayGrowthNanoseconds: Int64 = 0
  /// Cut once so many more bytes were received, or sent.
  var receivesUntilCut: Int?
  var sendsUntilCut: Int?
  /// The kind of fault that ``receivesUntilCut`` counts as.
  var cutKind = FaultKind.connectionCut
  /// When what the process is handling now had reached its machine.
  private(set) var arrival = Timestamp.distantPast
  private(set) var isEnded = false
  private unowned let dialer: HostDialer
  private let clock: HostClock
  private let scheduler: any Scheduler
  private var delay: Int64 = 0
  private var lastRelease: Int64 = .min
  private var hasPassedHead = false

  init(_ dialer: HostDialer, isMarketData: Bool) {
    self.dialer = dialer
    self.isMarketData = isMarketData
    clock = dialer.clock
    scheduler = dialer.network.scheduler
  }

  func write(_ bytes: UnsafeRawBufferPointer) {
    guard !clock.isDead, !isEnded else { return }
    dialer.onWrite(self, bytes)
    guard let count = sendsUntilCut else {
      base?.write(bytes)
      return
    }
    if bytes.count < count {
      sendsUntilCut = count - bytes.count
      base?.write(bytes)
    } else {
      base?.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      sendsUntilCut = nil
      cut(.connectionCut)
    }
  }

  func close() {
    guard !clock.isDead else { return }
    isEnded = true
    dialer.onEnd(self)
    base?.close()
  }

  /// What an ordered close has to travel, so that bytes written before arrive.
  private func cut(_ kind: FaultKind) {
    dialer.onFault(kind)
    let base = base
    _ = scheduler.schedule(afterNanoseconds: 5_000_000) { (base as? SimulatedStream)?.cut() }
  }

  /// The machine resets the connection, as the process is gone.
  func die() {
    isEnded = true
    handler = nil
    (base as? SimulatedStream)?.cut()
    base = nil
  }

  // MARK: What comes

  func streamDidOpen(_ stream: any ByteStream) {
    clock.receive { [self] in handler?.streamDidOpen(self) }
  }

  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    guard !clock.isDead else { return }
    if isDead {
      // The answer to the upgrade comes through, whole and in one piece or not at all.
      guard !hasPassedHead else { return }
      hasPassedHead = true
    }
    var kept = bytes
    if let count = receivesUntilCut {
      if bytes.count < count {
        receivesUntilCut = count - bytes.count
      } else {
        receivesUntilCut = nil
        kept = UnsafeRawBufferPointer(rebasing: bytes[..<count])
        cut(cutKind)
        isDead = true
        hasPassedHead = true
      }
    }
    guard !kept.isEmpty else { return }
    let padded = [UInt8](kept) + [UInt8](repeating: 0, count: 64)
    let count = kept.count
    release { [self] arrival in
      guard let handler else { return }
      self.arrival = arrival
      padded.withUnsafeBytes {
        let piece = UnsafeRawBufferPointer(rebasing: $0[..<count])
        dialer.onReceive(self, piece)
        handler.stream(self, didReceive: piece)
      }
    }
  }

  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    release { [self] _ in
      isEnded = true
      dialer.forget(self)
      dialer.onEnd(self)
      handler?.streamDidClose(self, closure)
    }
  }

  /// Hands something on, later by what the connection is late.
  private func release(_ body: @escaping (Timestamp) -> Void) {
    delay += delayGrowthNanoseconds
    let now = scheduler.uptimeNanoseconds
    guard delay > 0 || lastRelease > now else {
      let arrival = scheduler.now
      return clock.receive { body(arrival) }
    }
    lastRelease = max(lastRelease, now + delay)
    // Late on the network: it is not yet here, so it was proof of life when it was sent.
    let sent = scheduler.now
    _ = scheduler.schedule(afterNanoseconds: lastRelease - now) { [clock] in
      clock.receive { body(sent) }
    }
  }
}

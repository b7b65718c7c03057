internal import Wire

/// An acceptor between the real one and the server, so that faults can reach connections: it can
/// refuse new ones, cut open ones, and knows whose bytes are being handled.
///
/// Confined to the scheduler's thread.
final class TappedAcceptor: StreamAcceptor, StreamAcceptorHandler {
  private let base: any StreamAcceptor
  private var taps: [ObjectIdentifier: StreamTap] = [:]
  weak var handler: (any StreamAcceptorHandler)? {
    didSet { base.handler = handler == nil ? nil : self }
  }
  var isRefusing = false
  private var accepted = 0
  private let refusal = Refusal()
  /// The stream whose bytes are being handled now.
  private(set) weak var current: StreamTap?

  init(_ base: any StreamAcceptor) { self.base = base }

  var port: Int { base.port }

  func close() { base.close() }

  func acceptor(_ acceptor: any StreamAcceptor, didAccept stream: any ByteStream) {
    guard !isRefusing else {
      stream.handler = refusal
      return
    }
    let tap = StreamTap(stream, number: accepted, owner: self)
    accepted += 1
    handler?.acceptor(self, didAccept: tap)
    guard tap.handler != nil else { return }
    taps[ObjectIdentifier(tap)] = tap
    stream.handler = tap
  }

  func cutAll() {
    for tap in taps.values.sorted(by: { $0.number < $1.number }) { tap.close() }
  }

  fileprivate func enter(_ tap: StreamTap?) { current = tap }
  fileprivate func forget(_ tap: StreamTap) { taps[ObjectIdentifier(tap)] = nil }
}

/// Closes streams as soon as they are open.
private final class Refusal: ByteStreamHandler {
  func streamDidOpen(_ stream: any ByteStream) { stream.close() }
  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {}
  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {}
}

/// A stream that passes everything on and tells its acceptor when bytes come and when it ends.
final class StreamTap: ByteStream, ByteStreamHandler {
  private let base: any ByteStream
  /// Counts the streams of one acceptor, so that they can be gone through in one order.
  let number: Int
  private weak var owner: TappedAcceptor?
  weak var handler: (any ByteStreamHandler)?

  init(_ base: any ByteStream, number: Int, owner: TappedAcceptor) {
    self.base = base
    self.number = number
    self.owner = owner
  }

  func write(_ bytes: UnsafeRawBufferPointer) { base.write(bytes) }
  func close() { base.close() }

  func streamDidOpen(_ stream: any ByteStream) { handler?.streamDidOpen(self) }

  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    owner?.enter(self)
    handler?.stream(self, didReceive: bytes)
    owner?.enter(nil)
  }

  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) {
    handler?.streamDidClose(self, closure)
    owner?.forget(self)
  }
}

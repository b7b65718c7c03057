/// One end of a connection in a ``SimulatedNetwork``.
public final class SimulatedStream: ByteStream {
  private enum State { case opening, open, ending, ended }

  public weak var handler: (any ByteStreamHandler)?
  /// While true, nothing is taken in: a peer that goes on writing reaches its bound.
  public var isReadingPaused = false {
    didSet { if !isReadingPaused { peer?.scheduleDelivery() } }
  }
  weak var peer: SimulatedStream?
  /// Holds this stream while it is open.
  private weak var network: SimulatedNetwork?
  private var state = State.opening
  /// Written and not yet with the peer: pieces with their arrival times, in order.
  private var underway: [(arrival: Int64, bytes: [UInt8])] = []
  private var underwayBytes = 0
  private var lastArrival = Int64.min
  private var isDeliveryScheduled = false

  init(network: SimulatedNetwork) { self.network = network }

  var isOpening: Bool { state == .opening }

  func open() {
    guard state == .opening else { return }
    state = .open
    guard let handler else { return close() }
    handler.streamDidOpen(self)
    if underwayBytes > 0 { scheduleDelivery() }
  }

  public func write(_ bytes: UnsafeRawBufferPointer) {
    guard let network, state == .open || state == .opening, !bytes.isEmpty else { return }
    guard underwayBytes + bytes.count <= network.conditions.maximumOutputBytes else {
      state = .ending
      return endSoon(.outputOverflow)
    }
    var position = 0
    while position < bytes.count {
      let count = network.pieceBytes(of: bytes.count - position)
      enqueue(Array(bytes[position..<(position + count)]), on: network)
      position += count
    }
    underwayBytes += bytes.count
    if state == .open { scheduleDelivery() }
  }

  public func close() {
    guard let network, state == .open || state == .opening else { return }
    guard state == .open else {
      state = .ending
      return endSoon(.local)
    }
    state = .ending
    // An empty piece is the end: it travels behind the bytes.
    enqueue([], on: network)
    scheduleDelivery()
    _ = network.scheduler.schedule(afterNanoseconds: 0) { [self] in
      state = .ended
      handler?.streamDidClose(self, .local)
    }
  }

  /// Cuts the connection: both ends hear a failure, bytes under way are lost.
  public func cut() {
    peer?.end(.failed("the connection was cut"))
    end(.failed("the connection was cut"))
  }

  func end(_ closure: StreamClosure) {
    network?.forget(self)
    underway.removeAll()
    guard state != .ended else { return }
    state = .ended
    handler?.streamDidClose(self, closure)
  }

  private func endSoon(_ closure: StreamClosure) {
    _ = network?.scheduler.schedule(afterNanoseconds: 0) { [self] in
      let peer = peer
      end(closure)
      if closure != .local { peer?.end(.failed("connection reset by peer")) }
    }
  }

  private func enqueue(_ bytes: [UInt8], on network: SimulatedNetwork) {
    let arrival = network.scheduler.uptimeNanoseconds + network.latency()
    lastArrival = max(lastArrival, arrival)
    underway.append((lastArrival, bytes))
  }

  private func scheduleDelivery() {
    guard let network, !isDeliveryScheduled, let first = underway.first,
      peer?.isReadingPaused == false
    else { return }
    isDeliveryScheduled = true
    let delay = first.arrival - network.scheduler.uptimeNanoseconds
    _ = network.scheduler.schedule(afterNanoseconds: delay) { [self] in
      isDeliveryScheduled = false
      deliver()
      scheduleDelivery()
    }
  }

  private func deliver() {
    guard let peer, !peer.isReadingPaused, !underway.isEmpty else { return }
    let (_, bytes) = underway.removeFirst()
    underwayBytes -= bytes.count
    if bytes.isEmpty {
      network?.forget(self)
      peer.end(.remote)
    } else {
      peer.receive(bytes)
    }
  }

  private func receive(_ bytes: [UInt8]) {
    guard state == .open else { return }
    let padded = bytes + [UInt8](repeating: 0, count: ReceiveBuffer.slack)
    padded.withUnsafeBytes {
      handler?.stream(self, didReceive: UnsafeRawBufferPointer(rebasing: $0[..<bytes.count]))
    }
  }
}

internal import CNghttp2
internal import Wire

/// One side of an HTTP/2 connection over a stream: nghttp2 knows the protocol, this moves the
/// bytes. One message each way at a time. TLS without negotiation: both sides know what they speak.
///
/// Confined to the stream's thread.
final class HTTP2Peer: ByteStreamHandler {
  enum Role { case client, server }

  /// A name and a value; memory that outlives the peer.
  struct Field {
    let name: Bytes
    let value: Bytes
    /// Changes with each message: kept out of the table of what was sent before.
    let isFresh: Bool
  }

  /// Hears that a whole message has come, with its stream's number.
  var didReceive: (HTTP2Peer, Int32) -> Void = { _, _ in }
  private(set) var isOpen = false
  private(set) var failure: String?
  private let role: Role
  private var session: OpaquePointer?
  private weak var stream: (any ByteStream)?
  private var finished: Int32 = 0
  private var body = UnsafeRawBufferPointer(start: nil, count: 0)
  private var sent = 0

  init(_ role: Role) { self.role = role }

  deinit { nghttp2_session_del(session) }

  /// Begins the connection: settings go out.
  func streamDidOpen(_ stream: any ByteStream) {
    guard session == nil else { return }
    self.stream = stream
    var callbacks: OpaquePointer?
    nghttp2_session_callbacks_new(&callbacks)
    defer { nghttp2_session_callbacks_del(callbacks) }
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, peer in
      guard let frame, let peer else { return 0 }
      let header = frame.pointee.hd
      let kind = UInt32(header.type)
      guard kind == NGHTTP2_HEADERS.rawValue || kind == NGHTTP2_DATA.rawValue,
        UInt32(header.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0
      else { return 0 }
      Unmanaged<HTTP2Peer>.fromOpaque(peer).takeUnretainedValue().finished = header.stream_id
      return 0
    }
    let own = Unmanaged.passUnretained(self).toOpaque()
    _ =
      role == .client
      ? nghttp2_session_client_new(&session, callbacks, own)
      : nghttp2_session_server_new(&session, callbacks, own)
    nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil, 0)
    flush()
    isOpen = true
  }

  func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
    let taken = nghttp2_session_mem_recv(
      session, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    if taken != bytes.count { failure = "nghttp2 took \(taken) of \(bytes.count) bytes" }
    let finished = finished
    self.finished = 0
    if finished != 0 { didReceive(self, finished) }
    flush()
  }

  func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) { isOpen = false }

  /// Sends a request, or with a stream's number the answer to one.
  func send(_ fields: [Field], body: UnsafeRawBufferPointer, answering number: Int32? = nil) {
    self.body = body
    sent = 0
    var provider = nghttp2_data_provider()
    provider.source.ptr = Unmanaged.passUnretained(self).toOpaque()
    provider.read_callback = { _, _, target, room, flags, source, _ in
      guard let own = source?.pointee.ptr, let target else { return 0 }
      let peer = Unmanaged<HTTP2Peer>.fromOpaque(own).takeUnretainedValue()
      return peer.read(into: target, room, flags)
    }
    let result = withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: fields.count) {
      list -> Int32 in
      for place in fields.indices {
        list.initializeElement(at: place, to: Self.pair(fields[place]))
      }
      guard let number else {
        return nghttp2_submit_request(session, nil, list.baseAddress, list.count, &provider, nil)
      }
      return nghttp2_submit_response(session, number, list.baseAddress, list.count, &provider)
    }
    if result < 0 { failure = String(cString: nghttp2_strerror(result)) }
    flush()
  }

  private static func pair(_ field: Field) -> nghttp2_nv {
    func pointer(_ bytes: Bytes) -> UnsafeMutablePointer<UInt8>? {
      UnsafeMutableRawPointer(mutating: bytes.buffer.baseAddress)?
        .assumingMemoryBound(to: UInt8.self)
    }
    let copies = NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue
    let index = field.isFresh ? NGHTTP2_NV_FLAG_NO_INDEX.rawValue : 0
    return nghttp2_nv(
      name: pointer(field.name), value: pointer(field.value), namelen: field.name.buffer.count,
      valuelen: field.value.buffer.count, flags: UInt8(copies | index))
  }

  private func read(
    into target: UnsafeMutablePointer<UInt8>, _ room: Int, _ flags: UnsafeMutablePointer<UInt32>?
  ) -> Int {
    let count = min(room, body.count - sent)
    UnsafeMutableRawBufferPointer(start: target, count: count)
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: body[sent..<sent + count]))
    sent += count
    if sent == body.count { flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
    return count
  }

  /// Writes what is due. One record of TLS, so that the far side wakes once.
  private func flush() {
    withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 16) { buffer in
      var count = 0
      while true {
        var bytes: UnsafePointer<UInt8>?
        let length = nghttp2_session_mem_send(session, &bytes)
        guard length > 0, let bytes, count + length <= buffer.count else { break }
        UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
          .copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: length))
        count += length
      }
      if count > 0 { stream?.write(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    }
  }
}

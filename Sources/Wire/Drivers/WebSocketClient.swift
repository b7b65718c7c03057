/// A WebSocket client over any ``Dialer`` (RFC 6455): one object is one connection; reconnecting is
/// the owner's, with a new object and ``Backoff``.
///
/// Confined to the scheduler's thread. Receiving and sending a frame allocates nothing.
public final class WebSocketClient: WebSocket {
  public let endpoint: Endpoint
  public weak var handler: (any WebSocketHandler)?
  let headers: HTTPHeaders
  let options: WebSocketOptions
  let dialer: any Dialer
  let scheduler: any Scheduler
  let seed: UInt64

  /// Prepares a client; ``open()`` dials.
  ///
  /// - Parameters:
  ///   - headers: sent with the upgrade, beside those that the protocol needs (for example signed
  ///     login headers).
  ///   - seed: of the handshake key and the frame masks; the system's randomness by default. Tests
  ///     give one.
  public init(
    endpoint: Endpoint, headers: HTTPHeaders = [:], options: WebSocketOptions = .init(),
    dialer: any Dialer, scheduler: any Scheduler,
    seed: UInt64 = .random(in: .min ... .max), handler: (any WebSocketHandler)? = nil
  ) {
    self.endpoint = endpoint
    self.headers = headers
    self.options = options
    self.dialer = dialer
    self.scheduler = scheduler
    self.seed = seed
    self.handler = handler
  }

  /// Dials once; the outcome reaches the handler as `webSocketDidOpen` or `webSocketDidClose`.
  public func open() {}
  public func send(text: UnsafeRawBufferPointer) {}
  public func send(binary: UnsafeRawBufferPointer) {}
  public func ping(_ payload: UnsafeRawBufferPointer) {}
  public func close(code: UInt16, reason: String) {}
}

/// One HTTP/1.1 connection of a client as a state machine without I/O: at most one request is out,
/// and every end of the connection says exactly whether the request may be sent again (see
/// ``HTTPFailure``).
///
/// The driver writes in two steps: ``start(_:authority:into:)`` puts the request into its output;
/// then, right before the stream gets those bytes, ``requestLeaves()``. A server that closes an
/// idle connection in between has seen nothing, and the request is `notSent`; one that closes it a
/// moment later may have seen all, and the answer is lost.
///
/// Pipelining is not used; requests that wait are the driver's, within a bound it states.
public struct HTTPClientExchange: ~Copyable {
  /// What the connection can do next.
  public enum State: Hashable, Sendable {
    /// Ready for a request.
    case idle
    /// A request waits for its answer.
    case busy
    /// No further request may be sent: the driver closes the stream.
    case finished
  }

  /// What an event means for the request that is out.
  public enum Outcome: Hashable, Sendable {
    /// Nothing yet.
    case none
    /// The answer is complete: read ``HTTPClientExchange/head``, ``HTTPClientExchange/body`` or
    /// ``HTTPClientExchange/response`` before the next call.
    case answered
    /// There will be no answer.
    case failed(HTTPFailure)
  }

  public private(set) var state = State.idle
  private var parser: HTTPResponseParser
  private var hasLeft = false

  public init(limits: HTTPLimits = .init()) { parser = HTTPResponseParser(limits: limits) }

  /// Writes a request into `output`; only when ``state`` is `idle`.
  ///
  /// - Throws: ``HTTPEncodeError``: nothing was written, the connection stays idle.
  public mutating func start(
    _ request: HTTPRequest, authority: String, into output: inout ByteBuffer
  ) throws(HTTPEncodeError) {
    precondition(state == .idle, "One request at a time: wait for the answer of the first.")
    try HTTPRequestEncoder.append(request, authority: authority, into: &output)
    begin(isHead: request.method == "HEAD")
  }

  /// Copies a request that is encoded already into `output`: the hot order path, without
  /// allocation.
  ///
  /// - Returns: false when the output's bound would be passed; the connection stays idle then.
  public mutating func start(
    encoded request: UnsafeRawBufferPointer, isHead: Bool = false, into output: inout ByteBuffer
  ) -> Bool {
    precondition(state == .idle, "One request at a time: wait for the answer of the first.")
    guard output.append(request) else { return false }
    begin(isHead: isHead)
    return true
  }

  /// The first bytes of the request are about to be given to the stream: from now on nobody can
  /// know that the server has not got them.
  public mutating func requestLeaves() {
    assert(state == .busy, "A request leaves after it was started.")
    hasLeft = true
  }

  /// Takes what arrived.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    guard state == .busy, hasLeft else {
      guard !bytes.isEmpty else { return .none }
      // An answer to nothing, mostly 408 before an idle connection is closed.
      return end("the server answered before anything was asked")
    }
    do throws(HTTPParseError) {
      try parser.receive(bytes)
      return try parser.next() ? answered() : .none
    } catch {
      return end("the answer is no valid HTTP/1.1: \(error)")
    }
  }

  /// The stream is closed, by whom ever. Completes an answer that lasts until then.
  public mutating func streamDidClose(_ closure: StreamClosure) -> Outcome {
    defer { state = .finished }
    guard state == .busy else { return .none }
    if closure == .remote, hasLeft, let isComplete = try? parser.finish(), isComplete {
      return answered()
    }
    return end(HTTPClientExchange.text(closure))
  }

  /// The time allowed for the answer is over. The connection can't be used again: the answer may
  /// still come.
  public mutating func timeOut() -> Outcome { end("no answer within the time allowed") }

  /// The complete answer's start, until the next call.
  public var head: HTTPResponseHead? { parser.head }
  /// The complete answer's body, readable with slack until the next call.
  public var body: UnsafeRawBufferPointer { parser.body }
  /// The complete answer's fields, made now.
  public var headers: HTTPHeaders { parser.headers }
  /// The complete answer with its own memory.
  public var response: HTTPResponse? { parser.response }

  private mutating func begin(isHead: Bool) {
    parser.dropDelivered()
    parser.expect(answerToHead: isHead)
    state = .busy
    hasLeft = false
  }

  private mutating func answered() -> Outcome {
    let isReusable =
      (parser.head?.keepsAlive ?? false) && parser.head?.status != 101
      && parser.bytesBehindMessage.isEmpty
    state = isReusable ? .idle : .finished
    return .answered
  }

  private mutating func end(_ reason: String) -> Outcome {
    let wasBusy = state == .busy
    state = .finished
    guard wasBusy else { return .none }
    return .failed(hasLeft ? .answerLost(reason) : .notSent(reason))
  }

  private static func text(_ closure: StreamClosure) -> String {
    switch closure {
    case .local: "this end closed the connection"
    case .remote: "the server closed the connection"
    case .outputOverflow: "the server reads too slowly: the output bound was reached"
    case .failed(let reason): reason
    }
  }
}

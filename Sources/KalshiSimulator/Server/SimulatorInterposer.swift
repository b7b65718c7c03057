public import Wire

/// What becomes of a request before or after the exchange has carried it out.
public enum SimulatedFate: Hashable, Sendable {
  case serve
  /// Answered with this; the exchange never sees it.
  case answer(HTTPResponse)
  /// Carried out, and answered later.
  case delay(nanoseconds: Int64)
  /// Carried out; the connection is cut instead of an answer.
  case cut
}

/// Stands between the exchange and its clients: hears and changes what goes in and out.
///
/// For the simulation of faults. Confined to the server's scheduler.
public protocol SimulatorInterposer: AnyObject {
  /// A whole request has come.
  func simulator(_ server: SimulatorServer, willServe request: HTTPRequest) -> SimulatedFate

  /// The exchange has carried a request out; what is returned is sent.
  func simulator(
    _ server: SimulatorServer, didServe request: HTTPRequest, _ response: HTTPResponse
  ) -> HTTPResponse

  /// A frame is about to be sent; what is returned is sent in its place, in order.
  ///
  /// - Parameter connection: counts the WebSockets of the server, from 0.
  func simulator(
    _ server: SimulatorServer, willSend frame: [UInt8], on connection: Int
  ) -> [[UInt8]]
}

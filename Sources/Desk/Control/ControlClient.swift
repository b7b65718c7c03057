internal import Wire

/// Asks a running session and waits for its answer.
public enum ControlClient {
  /// The longest silence: an answer takes up to five seconds of cancels.
  private static let seconds = 15

  /// - Parameter path: `process.control_socket` of the session's configuration.
  /// - Throws: ``ProcessFailure`` when nobody answers at the path.
  public static func ask(_ request: ControlRequest, at path: String) throws(ProcessFailure)
    -> ControlReply
  {
    guard !path.isEmpty else {
      throw ProcessFailure(
        .configuration, "process.control_socket is empty: a session without one cannot be reached")
    }
    let line = request.line
    guard line.utf8.count <= ControlRequest.longestLine else {
      throw ProcessFailure(.usage, "so many limits do not fit into one request")
    }
    let bytes: [UInt8]
    do {
      bytes = try LocalSocket.ask(path, Array(line.utf8) + [UInt8(ascii: "\n")], seconds: seconds)
    } catch {
      throw ProcessFailure(.connection, error.description)
    }
    guard let reply = ControlReply(bytes: bytes) else {
      throw ProcessFailure(
        .connection,
        "\(path): the answer was cut short; whether it was obeyed is not known: ask for limits")
    }
    return reply
  }
}

internal import Market

/// Why a Redis server could not be asked: the place, what went wrong, what to do. Holds neither a
/// password nor the arguments of a command.
public enum RedisError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The URL cannot be used; the reason names the part, without quoting it.
  case invalidAddress(reason: String)
  /// No connection was made.
  case unreachable(place: String, reason: String)
  /// The server wants a login, or refuses the one it got; `code` is the first word of its answer.
  case loginRefused(place: String, code: String)
  /// The answer was not complete in time. The command may have been carried out.
  case timedOut(place: String, command: String, milliseconds: Int)
  /// The connection is gone, or was closed after an earlier failure. A command that was under way
  /// may have been carried out.
  case closed(place: String, command: String, reason: String)
  /// What came back is not Redis' protocol (RESP2), or more came back than was asked for.
  case notRedis(place: String, command: String, reason: String)
  /// The server answered with an error; `code` is its first word, such as `WRONGTYPE`.
  case refused(place: String, command: String, code: String, reason: String)
  /// The answer is of another type than this command has.
  case unexpectedReply(place: String, command: String, wanted: String, got: String)
  /// The command or its answer is longer than the connection's bound. For a command, nothing was
  /// sent.
  case tooLarge(place: String, command: String, bytes: Int, limitBytes: Int)
  /// The bound of failed reconnections in a row is reached.
  case exhausted(place: String, attempts: Int)

  /// Whether a new connection may succeed where this one failed.
  public var isLostConnection: Bool {
    switch self {
    case .unreachable, .timedOut, .closed: true
    // A server that is still reading its file after a restart.
    case .refused(_, _, let code, _): code == "LOADING"
    default: false
    }
  }

  public var description: String {
    switch self {
    case .invalidAddress(let reason):
      "the Redis URL cannot be used: \(reason); "
        + "the form is redis://user:password@host:port/database"
    case .unreachable(let place, let reason):
      "no Redis at \(place): \(reason); start the server there, or correct the URL"
    case .loginRefused(let place, let code):
      "\(place) refuses the login (\(code)); correct user and password in the URL"
    case .timedOut(let place, let command, let milliseconds):
      "\(place) did not answer \(command) within "
        + DurationText.short(nanoseconds: Int64(milliseconds) * 1_000_000)
        + "; reconnect, or give it more time"
    case .closed(let place, let command, let reason):
      "the connection to \(place) is closed (\(command): \(reason)); reconnect"
    case .notRedis(let place, let command, let reason):
      "what answers \(command) at \(place) is no Redis server: \(reason); correct the URL"
    case .refused(let place, let command, let code, let reason):
      "\(place) refuses \(command): \(reason)" + Self.advice(code)
    case .unexpectedReply(let place, let command, let wanted, let got):
      "\(place) answers \(command) with \(got) instead of \(wanted); "
        + "use Redis 7 or newer, and no proxy that changes commands"
    case .tooLarge(let place, let command, let bytes, let limit):
      "\(command) to \(place) moves \(bytes) bytes or more and the bound is \(limit); "
        + "ask for less at once"
    case .exhausted(let place, let attempts):
      "\(place) could not be reached again in \(attempts) attempts; "
        + "look after the server, then connect anew"
    }
  }

  private static func advice(_ code: String) -> String {
    switch code {
    case "WRONGTYPE": "; something else uses this key: choose another prefix or database"
    case "OOM": "; the server's memory is full: raise maxmemory or remove old sweeps"
    case "NOPERM": "; the user's access list must allow it"
    case "READONLY": "; this is a replica: connect to the primary"
    case "LOADING": "; wait until it has read its data"
    case "MISCONF": "; its disk fails: see the server's log"
    default: ""
    }
  }
}

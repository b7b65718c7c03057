/// A command line after parsing: which command, with which options.
public struct ParsedCommand: Hashable, Sendable {
  public var name: String
  public var options: [String: String] = [:]
  /// The values of options that may be given several times, in their order.
  public var lists: [String: [String]] = [:]
  public var arguments: [String] = []

  /// Whether an option was given.
  public func has(_ option: String) -> Bool { options[option] != nil }
}

/// What a command line asks for.
public enum CommandRequest: Hashable, Sendable {
  case run(ParsedCommand)
  /// Print this and end well.
  case show(String)
  /// Print this to the error stream and end with 64 (EX_USAGE).
  case refuse(String)
}

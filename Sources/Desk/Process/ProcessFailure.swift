/// Why a trading process ended before its time.
public struct ProcessFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is; the program's exit code follows from it.
  public enum Kind: Hashable, Sendable {
    case usage
    case data
    case configuration
    case credentials
    case connection
    /// A file or folder cannot be written.
    case output
    /// The user ended it before there was anything to report.
    case interrupted
  }

  public let kind: Kind
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// The exit code that fits.
  public var exitCode: Int32 {
    switch kind {
    case .usage: ExitCode.usage
    case .data: ExitCode.data
    case .output: ExitCode.inputOutput
    case .configuration: ExitCode.configuration
    case .credentials: ExitCode.noPermission
    case .connection: ExitCode.unavailable
    case .interrupted: ExitCode.interrupted
    }
  }
}

/// A team or alias file that cannot be used: where, and what to do.
public struct TeamFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  /// From 1; 0 where the file as a whole is meant.
  public let line: Int
  public let message: String

  public init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String {
    line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
  }
}

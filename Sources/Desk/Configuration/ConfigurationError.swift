/// What is wrong with a configuration, and where.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or `environment`.
  public var file: String
  /// Counted from 1; nil where there is no line.
  public var line: Int?
  /// The dotted key; nil where the document itself is at fault.
  public var key: String?
  public var reason: String

  public init(file: String, line: Int?, key: String?, reason: String) {
    self.file = file
    self.line = line
    self.key = key
    self.reason = reason
  }

  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return key.map { "\(place): \($0): \(reason)" } ?? "\(place): \(reason)"
  }
}

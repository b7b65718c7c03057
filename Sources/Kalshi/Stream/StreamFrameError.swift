/// Why a frame of the stream cannot be read, and where.
public struct StreamFrameError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// Not JSON.
    case syntax
    /// JSON that stops before its end.
    case truncated
    /// Nested more deeply than any frame of the exchange.
    case tooDeep
    /// A field that we read is there twice.
    case duplicateField(StreamField)
    /// A field name or an id is written with escapes, which the exchange does not do.
    case escaped
    /// A field does not hold what it should.
    case badValue(StreamField)
    /// A field without which the frame says nothing is missing.
    case missing(StreamField)
    /// A snapshot with more levels than there are prices.
    case tooManyLevels
  }

  public let reason: Reason
  /// Bytes from the start of the frame.
  public let offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension StreamFrameError: CustomStringConvertible {
  public var description: String {
    let what =
      switch reason {
      case .syntax: "not JSON"
      case .truncated: "cut off"
      case .tooDeep: "nested too deeply"
      case .duplicateField(let field): "\(field.name) is there twice"
      case .escaped: "a name or id with escapes"
      case .badValue(let field): "\(field.name) does not hold what it should"
      case .missing(let field): "\(field.name) is missing"
      case .tooManyLevels: "more levels than there are prices"
      }
    return "stream frame, byte \(offset): \(what)"
  }
}

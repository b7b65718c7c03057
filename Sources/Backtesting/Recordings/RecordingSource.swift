internal import FoundationEssentials
public import Market

/// The head of a recording that is no trading session: where it comes from.
public struct RecordingSource: Hashable, Sendable, Codable {
  /// Version of the program that wrote it.
  public var version: String
  /// In words: which file, or which addresses.
  public var origin: String
  /// How the NO side of books is written in its frames.
  public var noSide: NoSidePricing

  private enum CodingKeys: String, CodingKey { case version, origin, noSide = "no_side" }

  public init(version: String, origin: String, noSide: NoSidePricing) {
    self.version = version
    self.origin = origin
    self.noSide = noSide
  }

  /// Reads a record's payload; nil when it is none.
  public init?(_ payload: UnsafeRawBufferPointer) {
    guard let source = try? JSONDecoder().decode(RecordingSource.self, from: Data(payload)) else {
      return nil
    }
    self = source
  }

  /// The record's payload.
  public var payload: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Three texts can always be written.
    return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
  }
}

internal import Market

extension SignalRecord {
  /// Reads what ``Engine/write(_:to:)`` wrote, all of it.
  public init(_ bytes: UnsafeRawBufferPointer) throws(EventDecodingError) {
    var reader = EventReader(bytes)
    signal = try Signal(&reader)
    opinions = []
    let count = try reader.elements(ofAtLeast: SignalOpinion.byteCount)
    guard count <= Self.most else { throw reader.failure("more bookmakers than there can be") }
    for _ in 0..<count { opinions.append(try SignalOpinion(&reader)) }
    guard reader.isAtEnd else { throw reader.failure("more bytes than a signal has") }
  }
}

extension SignalOpinion {
  /// Bookmaker, probability, age, share.
  fileprivate static let byteCount = 28

  func write(to writer: EventWriter) {
    writer.put(bookmaker.index)
    writer.put(probability)
    writer.put(ageNanoseconds)
    writer.put(share)
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    bookmaker = BookmakerID(try reader.index())
    probability = try reader.number()
    ageNanoseconds = try reader.take()
    share = try reader.number()
    guard probability > 0, probability < 1, share >= 0, share <= 1 else {
      throw reader.failure("an opinion that is no probability")
    }
  }
}

internal import Market

extension GameLine {
  /// Reads a line, with its age where the event's number says that it has one.
  init(_ reader: inout EventReader, hasAge: Bool) throws(EventDecodingError) {
    self.init(
      kind: try LineKind(&reader), homeOrOver: try reader.number(),
      awayOrUnder: try reader.number(), ageNanoseconds: hasAge ? try reader.take() : 0)
    // What has no age has another number: nothing is written in two ways.
    if hasAge, ageNanoseconds == 0 { throw reader.failure("an age that is none") }
  }
}

extension AgeLimits {
  /// Writes the three limits, the earliest phase first.
  func write(to writer: EventWriter) {
    writer.put(earlyNanoseconds)
    writer.put(lateNanoseconds)
    writer.put(inPlayNanoseconds)
  }

  /// Reads what ``write(to:)`` wrote.
  init(_ reader: inout EventReader) throws(EventDecodingError) {
    self.init(
      earlyNanoseconds: try reader.take(), lateNanoseconds: try reader.take(),
      inPlayNanoseconds: try reader.take())
    guard isSound, self != .asForAll else { throw reader.failure("limits of age that are none") }
  }
}

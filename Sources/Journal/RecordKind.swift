/// What a record of the journal holds. The numbers are part of the format and never change.
///
/// Source: docs/journal-format.md.
public enum RecordKind: UInt16, Sendable, CaseIterable {
  /// A session begins: what its engine is made of, the configuration in force, the version of the
  /// program. JSON.
  case session = 1
  /// A frame of the exchange's stream as received, from the connection that `stream` numbers.
  case exchangeFrame = 2
  /// A frame of the odds feed as received.
  case oddsFrame = 3
  /// One input of the engine, in its binary form.
  case input = 4
  /// One output of the engine, in its binary form; belongs to the input before it.
  case output = 5
  /// A request as sent, without its headers: they carry signatures.
  case request = 6
  /// The answer to a request as received: the status, then the body.
  case answer = 7
  /// A line for people: what happened around the engine.
  case note = 8
  /// The session ended as it should.
  case end = 9
  /// An odds poll as received: the whole answer of a web API.
  case oddsPoll = 10
  /// A row of a recorded day: a quote or a line, as CSV text.
  case recordedRow = 11
  /// What a recording holds: its origin and what it was imported from. JSON.
  case source = 12
  /// An edge that was worth a profile's attention, and what became of it.
  case signal = 13
  /// Where the account stands after an input that changed it: what the next session begins with.
  case standing = 14
}

internal import FoundationEssentials
internal import Journal
internal import Trading

extension SessionJournal.Header {
  /// Reads the head of a session from its record.
  init(_ record: SegmentWalk.Record) throws(ProcessFailure) {
    let header: SessionJournal.Header
    do {
      header = try JSONDecoder().decode(SessionJournal.Header.self, from: Data(record.payload))
    } catch let error as DecodingError {
      throw ProcessFailure(
        .data,
        "record \(record.header.sequence): the head of a session of another version:"
          + " \(Self.words(error))")
    } catch {
      throw ProcessFailure(
        .data, "record \(record.header.sequence): the head of a session: \(error)")
    }
    guard header.form == RecordedForm.current else {
      throw ProcessFailure(
        .data,
        "record \(record.header.sequence): a session of version \(header.version) of the program,"
          + " whose events are written in form \(header.form): this one reads form"
          + " \(RecordedForm.current)")
    }
    guard header.engine.isSound else {
      throw ProcessFailure(
        .data, "record \(record.header.sequence): the head of a session makes no sense")
    }
    self = header
  }

  private static func words(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      (context.codingPath.last.map { "\($0.stringValue): " } ?? "") + context.debugDescription
    @unknown default: "it cannot be read"
    }
  }
}

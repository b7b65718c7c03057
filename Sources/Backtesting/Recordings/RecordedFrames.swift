internal import Journal
public import Market
internal import Sportsbooks

/// One frame of the exchange's stream as it was received.
public struct RecordedFrame {
  /// Which connection it came over; each begins its sequence numbers anew.
  public let connection: UInt16
  public let received: Timestamp
  /// How the NO side of books is written in it.
  public let noSide: NoSidePricing
  /// Counts the beginnings in a recording: sessions, sources, new connections that it notes. The
  /// sequence numbers of one stretch do not go on in the next.
  public let stretch: Int
  /// Its place in the recording: of a record, a line, or a frame of a list, from 1.
  public let number: Int
  /// Holds during the call only.
  public let bytes: UnsafeRawBufferPointer

  func subscription(_ sid: Int64, file: Int) -> SubscriptionSequences.Subscription {
    .init(file: file, stretch: stretch, connection: connection, sid: sid)
  }
}

/// Why a recording cannot be read.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// The frames of recordings, whatever they are kept in: a journal, lines of
/// `{"recv_ns":…,"conn":…,"frame":{…}}` (plain or gzip), or one object with a list of frames.
public enum RecordedFrames {
  /// What belongs together among files: segments that follow each other are one journal, whose
  /// order is checked; everything else is for itself.
  ///
  /// - Throws: ``RecordingError`` where a file is named twice.
  public static func recordings(_ paths: [String]) throws(RecordingError) -> [[String]] {
    var recordings: [[String]] = []
    var seen: Set<String> = []
    for path in paths {
      guard seen.insert(FolderStorage.canonicalPath(path)).inserted else {
        throw RecordingError("\(path): is named twice")
      }
      if isSegment(path), let last = recordings.last?.last, isSegment(last) {
        recordings[recordings.count - 1].append(path)
      } else {
        recordings.append([path])
      }
    }
    return recordings
  }

  /// Hands on every frame of a file or folder, in order; see ``read(_:_:)-([String],_)``.
  public static func read(
    _ path: String, _ body: (RecordedFrame) throws -> Void
  ) throws -> [String] {
    try read([path], body)
  }

  /// Hands on every frame of one recording, in order.
  ///
  /// - Parameter recording: one of ``recordings(_:)``.
  /// - Returns: what people should know, such as a tail that was cut off.
  /// - Throws: ``RecordingError`` or ``/Journal/JournalError``, naming file and place.
  public static func read(
    _ recording: [String], _ body: (RecordedFrame) throws -> Void
  ) throws -> [String] {
    guard let path = recording.first else { return [] }
    if FolderStorage.isFolder(path) || isSegment(path) { return try readJournal(recording, body) }
    guard !path.hasSuffix(".dbe") else {
      throw RecordingError("\(path): an event file has no frames; `dutchbook backtest` plays it")
    }
    var course = Course(path: path)
    let bytes: [UInt8]
    do {
      bytes = try GzipReader.read(path: path, limitBytes: 4 << 30)
    } catch {
      throw RecordingError("\(error)")
    }
    return try bytes.withUnsafeBytes { bytes in
      var members = JSONMembers(bytes)
      // One object that is the whole file is a capture; otherwise each line is one.
      if let firstLine = bytes.firstIndex(of: 0x0A), firstLine + 1 < bytes.count,
        (try? isObject(UnsafeRawBufferPointer(rebasing: bytes[..<firstLine]))) == true
      {
        return try readLines(bytes, &course, body)
      }
      if let list = try? frames(&members) {
        try readCapture(list, &course, body)
        return course.notes
      }
      return try readLines(bytes, &course, body)
    }
  }

  private static func readJournal(
    _ paths: [String], _ body: (RecordedFrame) throws -> Void
  ) throws -> [String] {
    let reader = try JournalReader(paths: paths)
    // What a session of ours asks for, unless the recording says it came from elsewhere.
    var noSide = NoSidePricing.yesLeg
    var stretch = 0
    while let record = try reader.record() {
      switch record.header.kind {
      case .session:
        noSide = .yesLeg
        stretch += 1
      case .source:
        noSide = RecordingSource(record.payload)?.noSide ?? .yesLeg
        stretch += 1
      case .exchangeFrame:
        try body(
          RecordedFrame(
            connection: record.header.stream, received: record.header.wall, noSide: noSide,
            stretch: stretch, number: Int(clamping: record.header.sequence),
            bytes: record.payload))
      default: break
      }
    }
    return notes(of: reader)
  }

  private static func isSegment(_ path: String) -> Bool {
    path.hasSuffix(".dbj") || path.hasSuffix(".dbj.zst")
  }

  private static func isObject(_ bytes: UnsafeRawBufferPointer) throws -> Bool {
    var members = JSONMembers(bytes)
    while try members.next() != nil {}
    return true
  }

  /// What is missing at the two ends of a journal that was read.
  static func notes(of reader: JournalReader) -> [String] {
    var notes = reader.tornTail.map { ["\($0)"] } ?? []
    if let first = reader.firstSequence, first > 1 {
      notes.append(
        "the journal begins with record \(first): what came before is not there, and what rests on"
          + " it is not known")
    }
    return notes
  }

  /// What is kept from one frame of a file to the next.
  private struct Course {
    let path: String
    /// By connection.
    var stretches: [UInt16: Int] = [:]
    var notes: [String] = []
    private var last: [UInt16: Timestamp] = [:]
    private var backwards: (count: Int, first: Int) = (0, 0)

    init(path: String) { self.path = path }

    mutating func take(_ frame: RecordedFrame) {
      if let before = last[frame.connection], frame.received < before {
        backwards = (backwards.count + 1, backwards.count == 0 ? frame.number : backwards.first)
      }
      last[frame.connection] = frame.received
    }

    mutating func end() {
      guard backwards.count > 0 else { return }
      notes.append(
        "\(path): times run backwards at \(backwards.count) frames, first at number"
          + " \(backwards.first); the order of the file counts")
    }
  }

  // MARK: Lines

  private static func readLines(
    _ bytes: UnsafeRawBufferPointer, _ course: inout Course,
    _ body: (RecordedFrame) throws -> Void
  ) throws -> [String] {
    var start = 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      number += 1
      start = end + 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      do {
        guard let frame = try frame(line, number, &course) else { continue }
        course.take(frame)
        try body(frame)
      } catch let fault as JSONMembers.Fault {
        // The last line may have been cut off with the recording.
        if end == bytes.count, number > 1 {
          course.notes.append("\(course.path): line \(number) is cut off; it is left out")
          break
        }
        throw RecordingError(
          "\(course.path): line \(number), byte \(fault.offset): not a frame's envelope")
      }
    }
    if number == 0 { throw RecordingError("\(course.path): is empty") }
    course.end()
    return course.notes
  }

  /// The frame of one line; nil for a note about the connection.
  private static func frame(
    _ line: UnsafeRawBufferPointer, _ number: Int, _ course: inout Course
  ) throws -> RecordedFrame? {
    var members = JSONMembers(line)
    var frame: UnsafeRawBufferPointer?
    var time: Int64?
    var connection: Int64 = 1
    var note: UnsafeRawBufferPointer?
    while let (name, value) = try members.next() {
      if name.elementsEqual("frame".utf8) {
        frame = value
      } else if name.elementsEqual("recv_ns".utf8) {
        time = FixedPoint.parse(value, decimals: 0)
      } else if name.elementsEqual("received_ms".utf8) {
        time = FixedPoint.parse(value, decimals: 0).map { $0 &* 1_000_000 }
      } else if name.elementsEqual("conn".utf8) {
        connection = FixedPoint.parse(value, decimals: 0) ?? -1
      } else if name.elementsEqual("note".utf8) {
        note = value
      }
    }
    guard (0...65_535).contains(connection) else { throw JSONMembers.Fault(offset: 0) }
    guard let frame else {
      guard let note else { throw JSONMembers.Fault(offset: 0) }
      // A connection numbers its subscriptions anew.
      if note.elementsEqual("\"connected\"".utf8) {
        course.stretches[UInt16(connection), default: 0] += 1
      }
      return nil
    }
    guard let time else { throw JSONMembers.Fault(offset: 0) }
    return RecordedFrame(
      connection: UInt16(connection), received: Timestamp(nanoseconds: time), noSide: .noLeg,
      stretch: course.stretches[UInt16(connection)] ?? 0, number: number, bytes: frame)
  }

  // MARK: One object

  private static func frames(_ members: inout JSONMembers) throws -> UnsafeRawBufferPointer? {
    var list: UnsafeRawBufferPointer?
    while let (name, value) = try members.next() {
      if name.elementsEqual("frames".utf8) { list = value }
    }
    return list
  }

  private static func readCapture(
    _ list: UnsafeRawBufferPointer, _ course: inout Course,
    _ body: (RecordedFrame) throws -> Void
  ) throws {
    var number = 0
    do {
      try JSONMembers.elements(list) { element in
        number += 1
        guard let frame = try frame(element, number, &course) else { return }
        course.take(frame)
        try body(frame)
      }
    } catch let fault as JSONMembers.Fault {
      throw RecordingError(
        "\(course.path): frame \(number), byte \(fault.offset): cannot be read")
    }
    course.end()
  }
}

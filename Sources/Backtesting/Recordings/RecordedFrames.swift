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
  /// Holds during the call only.
  public let bytes: UnsafeRawBufferPointer
}

/// Why a recording cannot be read.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// The frames of recordings, whatever they are kept in: a journal, lines of
/// `{"recv_ns":…,"conn":…,"frame":{…}}` (plain or gzip), or one object with a list of frames.
public enum RecordedFrames {
  /// Hands on every frame, in order.
  ///
  /// - Returns: what people should know, such as a tail that was cut off.
  /// - Throws: ``RecordingError`` or ``/Journal/JournalError``, naming file and place.
  public static func read(
    _ path: String, _ body: (RecordedFrame) throws -> Void
  ) throws -> [String] {
    if FolderStorage.isFolder(path) || isSegment(path) {
      let reader = try JournalReader(paths: [path])
      // What a session of ours asks for, unless the recording says it came from elsewhere.
      var noSide = NoSidePricing.yesLeg
      while let record = try reader.record() {
        switch record.header.kind {
        case .session: noSide = .yesLeg
        case .source: noSide = RecordingSource(record.payload)?.noSide ?? .yesLeg
        case .exchangeFrame:
          try body(
            RecordedFrame(
              connection: record.header.stream, received: record.header.wall, noSide: noSide,
              bytes: record.payload))
        default: break
        }
      }
      return reader.tornTail.map { ["\($0)"] } ?? []
    }
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
        return try readLines(bytes, path, body)
      }
      if let list = try? frames(&members) {
        try readCapture(list, path, body)
        return []
      }
      return try readLines(bytes, path, body)
    }
  }

  private static func isSegment(_ path: String) -> Bool {
    path.hasSuffix(".dbj") || path.hasSuffix(".dbj.zst")
  }

  private static func isObject(_ bytes: UnsafeRawBufferPointer) throws -> Bool {
    var members = JSONMembers(bytes)
    while try members.next() != nil {}
    return true
  }

  // MARK: Lines

  private static func readLines(
    _ bytes: UnsafeRawBufferPointer, _ path: String, _ body: (RecordedFrame) throws -> Void
  ) throws -> [String] {
    var start = 0
    var number = 0
    var notes: [String] = []
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      number += 1
      start = end + 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
      do {
        if let frame = try frame(line) { try body(frame) }
      } catch let fault as JSONMembers.Fault {
        // The last line may have been cut off with the recording.
        if end == bytes.count, number > 1 {
          notes.append("\(path): line \(number) is cut off; it is left out")
          break
        }
        throw RecordingError(
          "\(path): line \(number), byte \(fault.offset): not a frame's envelope")
      }
    }
    if number == 0 { throw RecordingError("\(path): is empty") }
    return notes
  }

  /// The frame of one line; nil for a note about the connection.
  private static func frame(_ line: UnsafeRawBufferPointer) throws -> RecordedFrame? {
    var members = JSONMembers(line)
    var frame: UnsafeRawBufferPointer?
    var time: Int64?
    var connection: Int64 = 1
    var isNote = false
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
        isNote = true
      }
    }
    guard let frame else {
      if isNote { return nil }
      throw JSONMembers.Fault(offset: 0)
    }
    guard let time, (0...65_535).contains(connection) else { throw JSONMembers.Fault(offset: 0) }
    return RecordedFrame(
      connection: UInt16(connection), received: Timestamp(nanoseconds: time), noSide: .noLeg,
      bytes: frame)
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
    _ list: UnsafeRawBufferPointer, _ path: String, _ body: (RecordedFrame) throws -> Void
  ) throws {
    var number = 0
    do {
      try JSONMembers.elements(list) { element in
        number += 1
        if let frame = try frame(element) { try body(frame) }
      }
    } catch let fault as JSONMembers.Fault {
      throw RecordingError("\(path): frame \(number), byte \(fault.offset): cannot be read")
    }
  }
}

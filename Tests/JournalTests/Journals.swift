import Journal
import Market

/// Journals for tests: records whose payload says their number.
enum Journals {
  static let start = Timestamp(seconds: 1_764_003_000)

  static func payload(_ number: Int) -> [UInt8] {
    Array("record \(number)".utf8) + [UInt8](repeating: UInt8(number & 0xFF), count: number % 61)
  }

  /// A journal of so many records.
  static func make(
    _ storage: any JournalStorage, records: Int, segmentBytes: Int = 64 << 20, ends: Bool = false
  ) throws {
    var options = JournalOptions()
    options.segmentBytes = segmentBytes
    let log = try JournalLog(storage, options: options, newID: 77, now: start)
    try append(log, records: records, ends: ends)
    log.close()
  }

  static func append(_ log: JournalLog, records: Int, ends: Bool = false) throws {
    for number in 0..<records {
      if log.isSegmentFull { try log.rotate(now: start) }
      let time = Int64(log.nextSequence) * 1_000
      let kind: RecordKind =
        number == 0 ? .session : ends && number == records - 1 ? .end : .exchangeFrame
      try log.append(
        kind, payload(Int(log.nextSequence)), monotonicNanoseconds: time, wall: start + time)
    }
    try log.sync()
  }

  /// Everything a reader gives, and how it ended.
  struct Reading {
    var payloads: [[UInt8]] = []
    var sequences: [UInt64] = []
    var tornTail: JournalReader.TornTail?
    var error: JournalError?
  }

  static func read(_ storage: any JournalStorage) -> Reading {
    do throws(JournalError) {
      return read(try JournalReader(storage))
    } catch {
      return Reading(error: error)
    }
  }

  static func read(_ reader: JournalReader) -> Reading {
    var reading = Reading()
    do throws(JournalError) {
      while let record = try reader.record() {
        reading.payloads.append(Array(record.payload))
        reading.sequences.append(record.header.sequence)
      }
    } catch {
      reading.error = error
    }
    reading.tornTail = reader.tornTail
    return reading
  }
}

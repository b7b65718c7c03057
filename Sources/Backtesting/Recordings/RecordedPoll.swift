internal import CLinux
internal import Market
internal import Sportsbooks

/// An answer of The Odds API that somebody kept: told apart from frames, and dated.
enum RecordedPoll {
  /// Whether a JSON text is a poll: events with bookmakers.
  static func isPoll(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { place(of: "\"bookmakers\"", in: $0, from: 0) != nil }
  }

  /// When it was fetched; where it does not say, the latest update in it, which is earlier.
  static func time(_ bytes: [UInt8]) -> (fetched: Timestamp, isSupposed: Bool)? {
    bytes.withUnsafeBytes { bytes in
      for key in ["\"fetched_ms\":", "\"captured_ms\":", "\"received_ms\":"] {
        guard let start = place(of: key, in: bytes, from: 0) else { continue }
        let digits = bytes[(start + key.utf8.count)...].drop { $0 == 0x20 }
          .prefix { $0 >= 0x30 && $0 <= 0x39 }
        if let value = Int64(String(decoding: digits, as: UTF8.self)) {
          return (Timestamp(milliseconds: value), false)
        }
      }
      return latestUpdate(bytes).map { ($0, true) }
    }
  }

  private static func latestUpdate(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
    let key = "\"last_update\":"
    var latest: Timestamp?
    var offset = 0
    while let start = place(of: key, in: bytes, from: offset) {
      offset = start + key.utf8.count
      guard let open = bytes[offset...].firstIndex(of: 0x22),
        let close = bytes[(open + 1)...].firstIndex(of: 0x22)
      else { break }
      let text = String(decoding: bytes[(open + 1)..<close], as: UTF8.self)
      if let time = WrittenTime.rfc3339(text) { latest = max(latest ?? time, time) }
    }
    return latest
  }

  private static func place(
    of text: String, in bytes: UnsafeRawBufferPointer, from offset: Int
  ) -> Int? {
    guard let base = bytes.baseAddress, offset < bytes.count else { return nil }
    var text = text
    let found = text.withUTF8 {
      dutchbook_find(base + offset, bytes.count - offset, $0.baseAddress, $0.count)
    }
    return found < 0 ? nil : offset + found
  }
}

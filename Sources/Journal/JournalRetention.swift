public import Market

/// Which segments a journal need not keep: of earlier sessions, the oldest first.
public enum JournalRetention {
  /// Removes what the options do not keep.
  ///
  /// - Parameter first: segments from this number on are never removed: the session that runs, or
  ///   the last one, begins there.
  /// - Returns: the names that were removed, and the bytes of all that are left.
  public static func apply(
    _ options: JournalOptions, to storage: any JournalStorage, keepingFrom first: UInt64,
    now: Timestamp
  ) throws(JournalError) -> (removed: [String], bytes: Int) {
    var total = 0
    var segments: [(name: SegmentName, bytes: Int, modified: Int64)] = []
    for name in SegmentName.segments(among: try storage.names()) {
      let (bytes, modified) = try storage.size(of: name.text)
      segments.append((name, bytes, modified))
      total += bytes
    }
    var removed: [String] = []
    for segment in segments {
      guard segment.name.number < first else { break }
      let isTooMuch = options.retentionBytes.map { total > $0 } ?? false
      let age = now - Timestamp(nanoseconds: segment.modified)
      let isTooOld = options.retentionNanoseconds.map { age > $0 } ?? false
      // What is kept is one run: nothing behind a kept segment goes.
      guard isTooMuch || isTooOld else { break }
      // The other form first, where a crash has left both: alone it would count again.
      if !segment.name.isCompressed {
        try? storage.remove(SegmentName(number: segment.name.number, isCompressed: true).text)
      }
      try storage.remove(segment.name.text)
      removed.append(segment.name.text)
      total -= segment.bytes
    }
    return (removed, total)
  }
}

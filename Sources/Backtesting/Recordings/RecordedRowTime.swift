internal import Market
internal import Sportsbooks

/// Where the rows of a recorded table say when they were seen.
///
/// Of several columns the first counts in which a row has a time that can be read: people who
/// record leave some of them empty for whole seasons.
struct RecordedRowTime {
  /// Times, the nearest to when the row was seen first.
  private static let times = [
    "timestamp", "snapshot_time", "snapshot_taken_at_utc", "api_snapshot_timestamp_utc",
  ]
  private static let milliseconds = ["fetched_ms", "captured_ms", "received_ms"]
  private static let dates = ["file_date", "date", "game_date_us_eastern"]
  /// When a bookmaker last said it, which is earlier.
  private static let updates = ["last_update", "bookmaker_last_update_utc"]
  /// Every name above, for what is said of a table without any.
  static let names = times + milliseconds + dates + updates

  private let readers: [(column: Int, read: (String) -> Timestamp?)]

  /// Nil for a table without any such column.
  init?(_ reader: CSVReader) {
    func columns(
      _ names: [String], _ read: @escaping (String) -> Timestamp?
    ) -> [(column: Int, read: (String) -> Timestamp?)] {
      names.compactMap { name in reader.index(of: name).map { ($0, read) } }
    }
    readers =
      columns(Self.times) { WrittenTime.rfc3339($0) }
      + columns(Self.milliseconds) { text in
        Int64(text).flatMap { (0..<1 << 43).contains($0) ? Timestamp(milliseconds: $0) : nil }
      }
      + columns(Self.updates) { WrittenTime.rfc3339($0) }
      + columns(Self.dates) { text in
        WrittenTime.date(text).map { Timestamp(seconds: Int64($0.daysSinceEpoch) * 86_400) }
      }
    if readers.isEmpty { return nil }
  }

  /// When a row was seen; nil where none of its columns says.
  func time(of fields: [String]) -> Timestamp? {
    for (column, read) in readers {
      if let time = read(fields[column]) { return time }
    }
    return nil
  }
}

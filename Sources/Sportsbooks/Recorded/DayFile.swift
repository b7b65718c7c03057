internal import Glibc
internal import Market

/// The project's own recorded days: tab-separated figures, gzip'd. See `docs/day-format.md`.
public enum DayFile {
  /// The format's version that this reader knows.
  public static let version = "1"

  /// Reads a file, plain or gzip.
  public static func read(path: String) throws(RecordedFileError) -> RecordedDay {
    try decode(try GzipReader.read(path: path), file: path)
  }

  /// Reads the text of a file. Every row must be right and the last line must count them: these
  /// files are made by a script, so anything else is damage.
  public static func decode(
    _ bytes: [UInt8], file: String
  ) throws(RecordedFileError) -> RecordedDay {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(file: file) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func bad(_ line: Int, _ reason: String) -> RecordedFileError {
      .badLine(file: file, line: line, reason: reason)
    }
    let head = (lines.first ?? "").split(separator: "\t", omittingEmptySubsequences: false)
    guard head.count == 4, head[0] == "dutchbook-day" else {
      throw bad(1, "is not a recorded day: expected \"dutchbook-day\"")
    }
    guard head[1] == version else { throw bad(1, "has version \(head[1]), known is \(version)") }
    guard let date = WrittenTime.date(String(head[2])) else {
      throw bad(1, "\"\(head[2])\" is not a date")
    }
    var rows = DayRows(date: date)
    var index = 1
    while index < lines.count {
      let fields = lines[index].split(separator: "\t", omittingEmptySubsequences: false)
        .map(String.init)
      if fields[0] == "END" {
        guard fields.count == 2, fields[1] == String(index - 1) else {
          throw bad(index + 1, "counts other rows than the \(index - 1) that are there")
        }
        guard lines[(index + 1)...].allSatisfy(\.isEmpty) else {
          throw bad(index + 2, "follows the end")
        }
        return rows.day(named: String(head[2]), origin: String(head[3]))
      }
      if let reason = rows.take(fields) { throw bad(index + 1, reason) }
      index += 1
    }
    throw .truncated(file: file)
  }

  /// Where a day's file lies: the folder `DUTCHBOOK_DATA` names, then `data/days` beside the
  /// executable or any folder above it, then `data/days` in the working folder. Nil when nowhere.
  ///
  /// - Parameter name: the file's name, or a date such as `2025-11-24`.
  public static func locate(named name: String) -> String? {
    let file = name.hasSuffix(".gz") || name.hasSuffix(".day") ? name : name + ".day.gz"
    return folders().lazy.map { $0 + "/" + file }.first(where: isReadable)
  }

  /// The dates of the days that ship, in order, from the first folder that has any.
  public static func available() -> [String] {
    for folder in folders() {
      let names = files(in: folder).filter { $0.hasSuffix(".day.gz") }.sorted()
      if !names.isEmpty { return names.map { String($0.dropLast(".day.gz".count)) } }
    }
    return []
  }

  private static func folders() -> [String] {
    var result: [String] = []
    if let named = getenv("DUTCHBOOK_DATA") {
      let folder = String(cString: named)
      result += [folder, folder + "/days"]
    }
    if var path = executablePath() {
      // A build lies three or four folders below the project; seven is a bound, not a guess.
      for _ in 0..<7 {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { break }
        path = String(path[..<slash])
        result.append(path + "/data/days")
      }
    }
    return result + ["data/days"]
  }

  private static func executablePath() -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let count = readlink("/proc/self/exe", start, buffer.count - 1)
      guard count > 0 else { return nil }
      return String(
        decoding: buffer[..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  private static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  private static func files(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { raw in
          String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }
}

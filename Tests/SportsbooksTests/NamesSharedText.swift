import TestKit
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Reads whole text files of the shared folder; gzip files through `gzip -dc`.
enum SharedText {
  /// Nil where the folder is not there and need not be.
  static func read(_ relative: String) throws -> String? {
    guard let path = Shared.path(relative) else {
      if Shared.isRequired { Issue.record("\(relative) is missing") }
      return nil
    }
    let command = path.hasSuffix(".gz") ? "gzip -dc '\(path)'" : "cat '\(path)'"
    let pipe = try #require(popen(command, "r"))
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

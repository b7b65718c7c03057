internal import Glibc

/// The folder of recordings beside the project, where it is present.
enum Recordings {
  static let root: String? = {
    let named = getenv("DUTCHBOOK_SHARED").map { String(cString: $0) }
    for folder in [named, "../shared"].compactMap({ $0 }) where access(folder, R_OK) == 0 {
      return folder
    }
    return nil
  }()

  /// A whole text file; nil where it cannot be read.
  static func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}

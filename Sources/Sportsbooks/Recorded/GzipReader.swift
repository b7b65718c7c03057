internal import CZlib
internal import Glibc

/// Reads files that may be gzip (RFC 1952), told apart by their first two bytes.
public enum GzipReader {
  /// The most bytes a file may hold once unpacked, unless the caller says otherwise.
  public static let defaultLimitBytes = 256 << 20

  /// The unpacked content of a file.
  public static func read(
    path: String, limitBytes: Int = defaultLimitBytes
  ) throws(RecordedFileError) -> [UInt8] {
    let bytes = try readFile(path, limitBytes: limitBytes)
    return try unpack(bytes, file: path, limitBytes: limitBytes)
  }

  /// Unpacks gzip data, one or several members; other data comes back as it is.
  public static func unpack(
    _ bytes: [UInt8], file: String, limitBytes: Int = defaultLimitBytes
  ) throws(RecordedFileError) -> [UInt8] {
    guard bytes.count >= 2, bytes[0] == 0x1F, bytes[1] == 0x8B else {
      guard bytes.count <= limitBytes else {
        throw .tooLarge(file: file, limitBytes: limitBytes)
      }
      return bytes
    }
    var output: [UInt8] = []
    var position = 0
    repeat {
      position += try unpackMember(
        bytes, from: position, into: &output, file: file, limitBytes: limitBytes)
    } while position < bytes.count
    return output
  }

  /// Unpacks one member and returns how many bytes it took.
  private static func unpackMember(
    _ bytes: [UInt8], from position: Int, into output: inout [UInt8], file: String, limitBytes: Int
  ) throws(RecordedFileError) -> Int {
    var stream = z_stream()
    // 15 bits of window, plus 16 for a gzip wrapper whose checksum zlib verifies.
    guard dutchbook_inflateInit2(&stream, 15 + 16) == Z_OK else {
      throw .corrupt(file: file, reason: "zlib could not start")
    }
    defer { inflateEnd(&stream) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var status = Z_OK
    var consumed = 0
    while status != Z_STREAM_END {
      let before = output.count
      let end = position + consumed
      let available = bytes.count - end
      var produced = 0
      bytes.withUnsafeBufferPointer { source in
        chunk.withUnsafeMutableBufferPointer { target in
          stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress?.advanced(by: end))
          stream.avail_in = UInt32(min(available, 1 << 30))
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          let offered = Int(stream.avail_in)
          status = inflate(&stream, Z_NO_FLUSH)
          consumed += offered - Int(stream.avail_in)
          produced = target.count - Int(stream.avail_out)
        }
      }
      output.append(contentsOf: chunk[..<produced])
      guard output.count <= limitBytes else {
        throw .tooLarge(file: file, limitBytes: limitBytes)
      }
      switch status {
      case Z_OK, Z_STREAM_END: break
      case Z_BUF_ERROR: throw .truncated(file: file)
      default:
        let text = stream.msg.map { String(cString: $0) } ?? "zlib error \(status)"
        throw .corrupt(file: file, reason: text)
      }
      if status == Z_OK, produced == 0, output.count == before, available == 0 {
        throw .truncated(file: file)
      }
    }
    return consumed
  }

  private static func readFile(
    _ path: String, limitBytes: Int
  ) throws(RecordedFileError) -> [UInt8] {
    guard let handle = fopen(path, "rb") else {
      throw .unreadable(file: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(handle) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, handle)
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limitBytes else {
        throw .tooLarge(file: path, limitBytes: limitBytes)
      }
    }
    // A folder opens but does not read.
    guard ferror(handle) == 0 else {
      throw .unreadable(file: path, reason: String(cString: strerror(errno)))
    }
    return bytes
  }
}

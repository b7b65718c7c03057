import CZlib
import Foundation
import TestKit
import Testing

@testable import Kalshi

/// Reads the recorded bodies and streams.
enum Recordings {
  static let folder = "data/kalshi"

  /// The bytes of a file below the recordings, unpacked when it is gzip; nil when it is not there.
  static func bytes(_ name: String) -> [UInt8]? {
    guard let path = Shared.path("\(folder)/\(name)"), let file = gzopen(path, "rb") else {
      if Shared.isRequired { Issue.record("missing recording \(name)") }
      return nil
    }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = gzread(file, &chunk, UInt32(chunk.count))
      guard count > 0 else { break }
      bytes += chunk[..<Int(count)]
    }
    return bytes
  }

  static func files(_ folder: String) -> [String] {
    guard let path = Shared.path("\(self.folder)/\(folder)") else {
      if Shared.isRequired { Issue.record("missing recordings \(folder)") }
      return []
    }
    return (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
  }

  static func json(_ name: String) throws -> Any? {
    guard let bytes = bytes(name) else { return nil }
    return try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
  }

  static func data(_ value: Any) throws -> [UInt8] {
    Array(
      try JSONSerialization.data(
        withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes]))
  }

  /// One recorded frame with the connection it came on.
  struct Frame {
    var connection: Int
    var bytes: [UInt8]
  }

  /// The frames of a recorded session, in order, as they came off the wire: cut out of the
  /// recorder's lines without being parsed.
  static func frames(_ name: String) -> [Frame] {
    guard let bytes = bytes("ws/\(name)") else { return [] }
    var frames: [Frame] = []
    let marker = Array("\"frame\":".utf8)
    let connection = Array("\"conn\":".utf8)
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let start = line.firstRange(of: marker) else { continue }
      var number = 0
      if let place = line.firstRange(of: connection) {
        for byte in line[place.upperBound...].prefix(while: { $0 >= 48 && $0 <= 57 }) {
          number = number * 10 + Int(byte - 48)
        }
      }
      frames.append(Frame(connection: number, bytes: Array(line[start.upperBound...].dropLast())))
    }
    return frames
  }

  /// The frames of the capture of twelve game markets.
  static func captureFrames() throws -> (tickers: [String], frames: [[UInt8]]) {
    guard let top = try json("ws/ws_mlb_wnba_20260807.json.gz") as? [String: Any],
      let frames = top["frames"] as? [[String: Any]], let tickers = top["tickers"] as? [String]
    else { return ([], []) }
    return (tickers, try frames.compactMap { try $0["frame"].map { try data($0) } })
  }
}

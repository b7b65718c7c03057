internal import Glibc

/// Programs of others that do the same work, run over the same input where they are installed.
enum Peer {
  private static let folder = "Benchmarks/peers/"

  /// The one line that the script prints; nil where Python or the peer is not there.
  static func run(_ script: String, input lines: [String]) -> String? {
    guard access(folder + script, R_OK) == 0 else { return nil }
    var template = Array("/tmp/dutchbook-peer-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    close(descriptor)
    let path = String(
      decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    guard Report.write(lines.joined(separator: "\n") + "\n", to: path) else { return nil }
    guard let pipe = popen("\(python) \(folder)\(script) \(path)", "r") else { return nil }
    var line = [CChar](repeating: 0, count: 1_024)
    let isThere = fgets(&line, 1_024, pipe) != nil
    guard pclose(pipe) == 0, isThere else { return nil }
    return String(
      decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// `DUTCHBOOK_PEER_PYTHON`, else the project's own environment, else the system's.
  private static var python: String {
    if let named = getenv("DUTCHBOOK_PEER_PYTHON") { return String(cString: named) }
    return access(".build/venv/bin/python", X_OK) == 0 ? ".build/venv/bin/python" : "python3"
  }
}

internal import FoundationEssentials
internal import Glibc

/// Programs of others that do the same work, run over the same input where they are installed.
///
/// A script runs while this process waits, on the same core: a child has its parent's pin.
enum Peer {
  private static let folder = "Benchmarks/peers/"
  /// What a script ends with whose peer is not installed; and the shell without Python.
  private static let notInstalled: Set<Int32> = [3, 127]

  /// What the script says of these lines; nil, and printed why, where it says nothing.
  static func result<Answer: Decodable>(
    _ script: String, of name: String, input lines: [String]
  ) -> Answer? {
    run(script, of: name, input: lines).flatMap { decoded($0, name) }
  }

  /// What the script says of a file; nil, and printed why, where it says nothing.
  static func result<Answer: Decodable>(
    _ script: String, of name: String, file path: String
  ) -> Answer? {
    run(script, of: name, file: path).flatMap { decoded($0, name) }
  }

  /// The one line that the script prints over these lines; nil, and printed why, where there is
  /// none.
  static func run(_ script: String, of name: String, input lines: [String]) -> String? {
    var template = Array("/tmp/dutchbook-peer-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    close(descriptor)
    let path = text(template)
    defer { unlink(path) }
    guard Report.write(lines.joined(separator: "\n") + "\n", to: path) else { return nil }
    return run(script, of: name, file: path)
  }

  private static func run(_ script: String, of name: String, file path: String) -> String? {
    guard access(folder + script, R_OK) == 0 else {
      print("\(folder)\(script) is not here: \(name) is not compared")
      return nil
    }
    fflush(nil)
    guard let pipe = popen("\(python) \(folder)\(script) '\(path)'", "r") else { return nil }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    let length = getline(&line, &capacity, pipe)
    defer { free(line) }
    let status = pclose(pipe) >> 8 & 0xFF
    guard status == 0, length > 0, let line else {
      let why = notInstalled.contains(status) ? "is not installed" : "ended with status \(status)"
      print("\(name) \(why): not compared")
      return nil
    }
    return text(Array(UnsafeBufferPointer(start: line, count: length)))
  }

  /// Up to the end of the line or the text.
  private static func text(_ characters: [CChar]) -> String {
    String(
      decoding: characters.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) },
      as: UTF8.self)
  }

  private static func decoded<Answer: Decodable>(_ line: String, _ name: String) -> Answer? {
    do {
      return try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
    } catch {
      print("\(name) says something else than expected, not compared: \(line)")
      return nil
    }
  }

  /// `DUTCHBOOK_PEER_PYTHON`, else the project's own environment, else the system's.
  private static var python: String {
    if let named = getenv("DUTCHBOOK_PEER_PYTHON") { return String(cString: named) }
    return access(".build/venv/bin/python", X_OK) == 0 ? ".build/venv/bin/python" : "python3"
  }
}

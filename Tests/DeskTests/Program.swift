import Glibc
import TestKit
import Testing

/// The built `dutchbook`, run as a user would run it, in a folder of its own.
final class Program {
  struct Ending {
    var code: Int32
    var output: String
    var errors: String
  }

  /// The program beside the test bundle that is running.
  static let path = BuiltProgram.path("dutchbook")

  let folder: String
  private let child: ChildProcess
  private let errorFile: String

  /// Starts it. `input` is shell text for the standard input: a redirection or a pipe comes first.
  init(
    _ arguments: [String], input: String = "</dev/null", output: String = ">output",
    errors: String = "errors", environment: [String: String] = [:], in folder: String
  ) throws {
    self.folder = folder
    errorFile = errors
    let unset = ["KALSHI_API_KEY", "KALSHI_PRIVATE_KEY_PATH", "KALSHI_PRIVATE_KEY", "ODDS_API_KEY"]
      .map { "-u \($0)" }.joined(separator: " ")
    let set = environment.map { Self.quoted("\($0)=\($1)") }.joined(separator: " ")
    let words = ([Self.path] + arguments).map(Self.quoted).joined(separator: " ")
    child = try ChildProcess([
      "/bin/sh", "-c",
      "cd \(Self.quoted(folder)) && exec env \(unset) \(set) \(words) \(input) \(output) 2>\(errors)",
    ])
  }

  func signal(_ number: Int32) { _ = kill(child.processID, number) }

  /// A bound for what hangs, not for speed: a busy machine may take long.
  static let patienceSeconds = 120.0

  /// Waits for the end.
  func end(seconds: Double = patienceSeconds) throws -> Ending {
    let code = try #require(child.wait(seconds: seconds), "still running: \(text(errorFile))")
    return Ending(code: code, output: text("output"), errors: text(errorFile))
  }

  /// Waits until a file it writes has these words.
  func wait(
    for words: String, in file: String = "errors", seconds: Double = patienceSeconds
  ) -> Bool {
    wait(seconds: seconds) { text(file).contains(words) }
  }

  /// Waits until a condition holds; false when it does not and the program has ended.
  func wait(seconds: Double = patienceSeconds, until condition: () -> Bool) -> Bool {
    for _ in 0..<Int(seconds * 100) {
      if condition() { return true }
      if child.poll() != nil { return condition() }
      // sleeps: another process is at work.
      usleep(10_000)
    }
    return false
  }

  func text(_ name: String) -> String { TestFolder.text(folder + "/" + name) }

  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}

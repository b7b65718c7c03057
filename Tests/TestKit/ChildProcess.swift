internal import Glibc

/// A program started by a test: its output goes to a file, and it is killed at the latest when the
/// object goes.
public final class ChildProcess {
  /// Why a program could not be started.
  public struct SpawnError: Error { public let description: String }

  public let processID: Int32
  private let outputPath: String
  private var exitStatus: Int32?

  /// Starts a program; the first of `arguments` is its path.
  public init(_ arguments: [String]) throws {
    var template = Array("/tmp/dutchbook-child-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw SpawnError(description: "no temporary file") }
    defer { close(file) }
    outputPath = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, file, 1)
    posix_spawn_file_actions_adddup2(&actions, file, 2)
    let words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var identifier: pid_t = 0
    let status = posix_spawnp(&identifier, arguments[0], &actions, nil, words, environ)
    guard status == 0 else {
      throw SpawnError(description: "\(arguments[0]): \(String(cString: strerror(status)))")
    }
    processID = identifier
  }

  deinit {
    kill()
    unlink(outputPath)
  }

  /// The exit status once the program has ended (128 + signal for one that was killed); nil before.
  public func poll() -> Int32? {
    if let exitStatus { return exitStatus }
    var status: Int32 = 0
    guard waitpid(processID, &status, WNOHANG) == processID else { return nil }
    exitStatus = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return exitStatus
  }

  /// Waits for the end, for at most that long; nil when it is still running.
  public func wait(seconds: Double) -> Int32? {
    for _ in 0..<Int(seconds * 200) {
      if let status = poll() { return status }
      // sleeps: another process; there is no clock of ours to move.
      usleep(5_000)
    }
    return poll()
  }

  /// Kills the program and waits until it is gone.
  public func kill() {
    guard poll() == nil else { return }
    _ = Glibc.kill(processID, SIGKILL)
    var status: Int32 = 0
    waitpid(processID, &status, 0)
    exitStatus = 128 + SIGKILL
  }

  /// What the program has written so far, on both outputs.
  public var output: String {
    guard let file = fopen(outputPath, "r") else { return "" }
    defer { fclose(file) }
    var text: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4_096)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      text += block.prefix(count)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Programs that tests use when they are there.
public enum Programs {
  /// The package's folder.
  public static let packageRoot =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// The Python of the test environment that `scripts/setup.sh` makes, with the peers that tests
  /// speak to. A test that needs it fails without it.
  public static func python() throws -> String {
    let path = packageRoot + "/.build/venv/bin/python"
    guard Shared.exists(path) else { throw MissingPeers() }
    return path
  }

  private struct MissingPeers: Error, CustomStringConvertible {
    let description = "no .build/venv/bin/python: run scripts/setup.sh, or make test, which does"
  }
}

import Glibc
import TestKit

/// A process that is to be killed: it says by one byte when that may happen.
final class KilledProcess {
  struct SpawnError: Error { let description: String }

  private var processID: pid_t = 0
  private let signal: Int32
  private let outputPath: String
  private static let patienceMilliseconds: Int32 = 300_000

  /// Starts `KilledSession`; its output goes to a file of the folder.
  init(folder: String, life: Int, arguments: [String]) throws {
    outputPath = "\(folder)/output-\(life)"
    var pipe: [Int32] = [0, 0]
    guard Glibc.pipe(&pipe) == 0 else { throw SpawnError(description: "no pipe") }
    for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    signal = pipe[0]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, 1, outputPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 3)
    let path = BuiltProgram.path("KilledSession")
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    let status = posix_spawn(&processID, path, &actions, nil, words, environ)
    close(pipe[1])
    guard status == 0 else {
      close(signal)
      throw SpawnError(description: "\(path): errno \(status)")
    }
  }

  deinit {
    if processID > 0 { _ = kill() }
    close(signal)
  }

  /// Waits for the byte; false when the process ended without it, or takes for ever.
  func waitForSignal() -> Bool {
    var descriptor = pollfd(fd: signal, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Self.patienceMilliseconds) > 0 else { return false }
    var byte: UInt8 = 0
    return read(signal, &byte, 1) == 1
  }

  /// Kills it; true when that is how it ended.
  func kill() -> Bool {
    _ = Glibc.kill(processID, SIGKILL)
    return wait() == 128 + SIGKILL
  }

  /// The exit status once it has ended by itself: 128 and the signal for one that was killed.
  func wait() -> Int32 {
    var status: Int32 = 0
    waitpid(processID, &status, 0)
    processID = 0
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  var output: String { TestFolder.text(outputPath) }
}

internal import Glibc
internal import Synchronization

/// Says one line when the process crashes, so that a simulated crash can be repeated.
///
/// The text lies ready in memory of its own: a signal handler may do no more than write it.
enum CrashNote {
  // Written by the one thread that simulates, between two seeds; read when that thread crashes.
  fileprivate nonisolated(unsafe) static let place =
    UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
  fileprivate static let count = Atomic(0)

  /// From now on a crash says this.
  static func set(_ text: String) {
    let bytes = Array(text.utf8.prefix(255)) + [0x0A]
    count.store(0, ordering: .sequentiallyConsistent)
    place.update(from: bytes, count: bytes.count)
    count.store(bytes.count, ordering: .sequentiallyConsistent)
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
      signal(number, sayCrashNote)
    }
  }
}

private func sayCrashNote(_ number: Int32) {
  _ = write(STDERR_FILENO, CrashNote.place, CrashNote.count.load(ordering: .sequentiallyConsistent))
  signal(number, SIG_DFL)
  raise(number)
}

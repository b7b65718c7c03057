internal import CLinux
internal import Glibc

/// Brings POSIX signals to the loop: the signal handler writes the number into a pipe that the loop
/// reads. Unlike a signalfd, it needs no thread to have the signal blocked.
final class SignalPipe: DescriptorHandler {
  let readEnd: Int32
  private let writeEnd: Int32
  private let numbers: [Int32]
  private let body: (Int32) -> Void

  init(numbers: [Int32], _ body: @escaping (Int32) -> Void) throws(WireError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw WireError("cannot make a pipe for signals: \(systemError())")
    }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    readEnd = ends[0]
    writeEnd = ends[1]
    self.numbers = numbers
    self.body = body
    for number in numbers where dutchbook_watch_signal(number, writeEnd) != 0 {
      throw WireError("signal \(number) cannot be watched: \(systemError())")
    }
  }

  deinit {
    for number in numbers { dutchbook_unwatch_signal(number) }
    Glibc.close(readEnd)
    Glibc.close(writeEnd)
  }

  func descriptorIsReady(_ readiness: Readiness) {
    var received = [UInt8](repeating: 0, count: 64)
    let count = read(readEnd, &received, received.count)
    for number in received.prefix(max(0, count)) { body(Int32(number)) }
  }
}

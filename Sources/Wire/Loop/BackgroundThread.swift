internal import CLinux

/// Threads that must never push the trading thread aside.
///
/// A thread that sleeps most of its time is given the processor as soon as it wakes up, and the one
/// that woke it up waits: an order that is written to a socket on this machine would be on its way
/// only once the reader had read it, hundreds of microseconds later.
public enum BackgroundThread {
  /// Makes the calling thread one of the background, on any core that the process may use. Where
  /// the system refuses, the thread stays as it is.
  ///
  /// Source: sched(7), SCHED_BATCH.
  public static func enter() { _ = dutchbook_enter_background() }
}

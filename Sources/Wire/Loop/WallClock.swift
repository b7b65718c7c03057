internal import CLinux
public import Market

/// The wall clock for programs without an event loop: it dates what they write.
public enum WallClock {
  /// Now.
  public static var now: Timestamp { Timestamp(nanoseconds: dutchbook_realtime_nanoseconds()) }
}

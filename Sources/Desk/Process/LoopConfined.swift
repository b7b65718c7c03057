public import Wire

/// Carries a value of one loop's thread through closures that run elsewhere, and gives it back only
/// there.
///
/// @unchecked: the value is reached only through ``onLoop(_:)``, which runs on the loop's thread.
public struct LoopConfined<Value>: @unchecked Sendable {
  private let value: Value
  private let loop: EventLoop

  public init(_ value: Value, on loop: EventLoop) {
    self.value = value
    self.loop = loop
  }

  /// Runs `body` on the loop's thread; may be called from any thread.
  public func onLoop(_ body: @escaping @Sendable (Value) -> Void) {
    let copy = self
    _ = loop.perform { body(copy.value) }
  }
}

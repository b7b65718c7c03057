/// The same requests for `async` callers.
///
/// A caller must already run on the scheduler's thread, on an actor whose executor is the event
/// loop: these functions stay where they are called.
extension KalshiREST {
  /// Awaits one of the callback requests:
  /// `try await rest.awaiting { rest.balance($0) }`.
  public nonisolated(nonsending) func awaiting<Value: Sendable>(
    _ start: (@escaping Completion<Value>) -> Void
  ) async throws(KalshiAPIError) -> Value {
    let result: Result<Value, KalshiAPIError> = await withCheckedContinuation { continuation in
      start { continuation.resume(returning: $0) }
    }
    return try result.get()
  }
}

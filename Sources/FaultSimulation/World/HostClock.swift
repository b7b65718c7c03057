internal import Market
internal import Wire

/// The clock and timers of one simulated process: it can stand still, end, and show a wrong time.
///
/// While the process is stalled its timers and what it receives are held back, and come in one go
/// when it wakes up.
final class HostClock: Scheduler {
  private let base: any Scheduler
  /// What its wall clock shows more than the true time.
  var skewNanoseconds: Int64 = 0
  private(set) var isDead = false
  private(set) var isStalled = false
  private var timers: [UInt64: TimerToken] = [:]
  private var nextToken: UInt64 = 0
  /// A timer has a token, something received has none.
  private var held: [(token: TimerToken?, body: () -> Void)] = []

  init(_ base: any Scheduler) { self.base = base }

  var now: Timestamp { base.now + skewNanoseconds }
  /// What the clocks of others show.
  var trueNow: Timestamp { base.now }
  var uptimeNanoseconds: Int64 { base.uptimeNanoseconds }

  func schedule(
    afterNanoseconds nanoseconds: Int64, _ body: @escaping () -> Void
  ) -> TimerToken {
    nextToken += 1
    let token = TimerToken(value: nextToken)
    timers[token.value] = base.schedule(afterNanoseconds: nanoseconds) { [weak self] in
      self?.fire(token, body)
    }
    return token
  }

  func cancel(_ token: TimerToken) {
    if let timer = timers.removeValue(forKey: token.value) {
      base.cancel(timer)
    } else if isStalled || !held.isEmpty {
      held.removeAll { $0.token == token }
    }
  }

  private func fire(_ token: TimerToken, _ body: @escaping () -> Void) {
    timers[token.value] = nil
    guard !isDead else { return }
    guard !isStalled else { return held.append((token, body)) }
    body()
  }

  /// Something has come from outside.
  func receive(_ body: @escaping () -> Void) {
    guard !isDead else { return }
    guard !isStalled, held.isEmpty else { return held.append((nil, body)) }
    body()
  }

  func stall() { isStalled = true }

  /// - Parameter receivesFirst: what was received is handled before the timers that fell due.
  func wakeUp(receivesFirst: Bool) {
    guard isStalled, !isDead else { return }
    isStalled = false
    if receivesFirst {
      held = held.filter { $0.token == nil } + held.filter { $0.token != nil }
    }
    while !held.isEmpty, !isStalled, !isDead { held.removeFirst().body() }
  }

  /// Nothing of this process runs any more.
  func die() {
    isDead = true
    held.removeAll()
    timers.removeAll()
  }
}

import Market
import TestKit
import Testing
import Trading

@Suite struct `The circuit breaker` {
  static let minute: Int64 = 60_000_000_000
  static let began = Timestamp(seconds: 1_764_000_000)

  static func after(_ minutes: Int64) -> Timestamp { began + minutes * minute }

  @Test func `a halt by hand holds until it is resumed by hand`() {
    var breaker = CircuitBreaker()
    #expect(breaker.passage(at: Self.began) == .free)
    let opened = breaker.trip(.manual, at: Self.began)
    #expect(opened && breaker.state(at: Self.began) == .open)
    breaker.reset()
    breaker.cure(.manual)
    #expect(breaker.state(at: Self.after(10_000)) == .open)
    let left = breaker.resume(at: Self.after(10_000))
    #expect(left.isEmpty && breaker.state(at: Self.after(10_000)) == .closed)
  }

  @Test(arguments: [
    BreakerCause.unknownOutcome, .staleFeed, .clockSkew, .reconciliation,
  ])
  func `what was wrong ends when it is right again, and by nothing else`(cause: BreakerCause) {
    var breaker = CircuitBreaker()
    breaker.trip(cause, at: Self.began)
    let left = breaker.resume(at: Self.after(1))
    #expect(left == BreakerCauses(cause))
    breaker.reset()
    #expect(breaker.passage(at: Self.after(10_000)) == .blocked(BreakerCauses(cause)))
    breaker.cure(cause)
    #expect(breaker.state(at: Self.after(10_000)) == .closed)
  }

  @Test func `a day's loss ends with the day`() {
    var breaker = CircuitBreaker()
    breaker.trip(.dailyLoss, at: Self.began)
    breaker.resume(at: Self.began)
    breaker.cure(.dailyLoss)
    #expect(breaker.state(at: Self.after(10_000)) == .open)
    breaker.reset()
    #expect(breaker.state(at: Self.began) == .closed)
  }

  @Test(arguments: [BreakerCause.lossRun, .rejectRate])
  func `after cooling down one intent at a time passes, and three good ends close it`(
    cause: BreakerCause
  ) {
    var breaker = CircuitBreaker()
    breaker.trip(cause, at: Self.began)
    #expect(breaker.nextChange(after: Self.began) == Self.after(30))
    #expect(breaker.state(at: Self.after(30) + -1) == .open)
    var now = Self.after(30)
    for end in 1...3 {
      #expect(breaker.passage(at: now) == .probe)
      breaker.probeSent()
      #expect(breaker.passage(at: now) == .probeIsOut)
      now = now + Self.minute
      let reopened = breaker.probeEnded(failed: false, at: now)
      #expect(!reopened)
      #expect(breaker.state(at: now) == (end == 3 ? .closed : .halfOpen))
    }
    #expect(breaker.causes.isEmpty && breaker.nextChange(after: now) == nil)
  }

  @Test func `each failure while half open doubles the cooling, up to four hours`() {
    var breaker = CircuitBreaker()
    var now = Self.began
    breaker.trip(.lossRun, at: now)
    for minutes in [30, 60, 120, 240, 240] as [Int64] {
      now = now + minutes * Self.minute + -1
      #expect(breaker.state(at: now) == .open, "\(minutes)")
      now = now + 1
      #expect(breaker.state(at: now) == .halfOpen, "\(minutes)")
      breaker.probeSent()
      let reopened = breaker.probeEnded(failed: true, at: now)
      #expect(reopened && breaker.state(at: now) == .open)
    }
    // Once closed it begins with the shortest again.
    now = now + 240 * Self.minute
    for _ in 0..<3 {
      breaker.probeSent()
      breaker.probeEnded(failed: false, at: now)
    }
    #expect(breaker.state(at: now) == .closed)
    breaker.trip(.rejectRate, at: now)
    #expect(breaker.nextChange(after: now) == now + 30 * Self.minute)
  }

  @Test func `a failure that trips the breaker by itself doubles the cooling once`() {
    var breaker = CircuitBreaker()
    breaker.trip(.lossRun, at: Self.began)
    let now = Self.after(30)
    breaker.probeSent()
    let opened = breaker.trip(.rejectRate, at: now)
    let reopened = breaker.probeEnded(failed: true, at: now)
    #expect(opened && !reopened)
    #expect(breaker.nextChange(after: now) == now + 60 * Self.minute)
  }

  @Test func `a failure while another cause holds it open is not forgotten`() {
    var breaker = CircuitBreaker()
    breaker.trip(.lossRun, at: Self.began)
    let now = Self.after(30)
    breaker.probeSent()
    breaker.trip(.unknownOutcome, at: now)
    let reopened = breaker.probeEnded(failed: true, at: now)
    #expect(!reopened)
    breaker.cure(.unknownOutcome)
    #expect(breaker.state(at: now) == .open)
    #expect(breaker.nextChange(after: now) == now + 60 * Self.minute)
  }

  @Test func `two bad ends and then good ones count from the last opening`() {
    var breaker = CircuitBreaker()
    breaker.trip(.lossRun, at: Self.began)
    var now = Self.after(30)
    for _ in 0..<2 {
      breaker.probeSent()
      breaker.probeEnded(failed: false, at: now)
    }
    breaker.probeSent()
    breaker.probeEnded(failed: true, at: now)
    now = now + 60 * Self.minute
    for end in 1...3 {
      #expect(breaker.state(at: now) == .halfOpen, "\(end)")
      breaker.probeSent()
      breaker.probeEnded(failed: false, at: now)
    }
    #expect(breaker.state(at: now) == .closed)
  }

  @Test func `resuming ends the cooling but not the trial`() {
    var breaker = CircuitBreaker()
    breaker.trip(.lossRun, at: Self.began)
    breaker.trip(.manual, at: Self.began)
    let left = breaker.resume(at: Self.after(1))
    #expect(left.isEmpty && breaker.passage(at: Self.after(1)) == .probe)
  }

  @Test func `it says once that what rests must go`() {
    var breaker = CircuitBreaker()
    let first = breaker.trip(.staleFeed, at: Self.began)
    let second = breaker.trip(.manual, at: Self.began)
    #expect(first && !second)
    breaker.cure(.staleFeed)
    #expect(breaker.passage(at: Self.began) == .blocked(BreakerCauses(.manual)))
  }

  @Test func `an end of an intent that it never let through changes nothing`() {
    var breaker = CircuitBreaker()
    breaker.trip(.lossRun, at: Self.began)
    let before = breaker
    let reopened = breaker.probeEnded(failed: true, at: Self.after(40))
    #expect(!reopened && breaker == before)
  }

  @Test func `whatever happens, new risk passes only where no cause holds`() {
    for seed in UInt64(1)...300 {
      var generator = SeededGenerator(seed: seed)
      var breaker = CircuitBreaker()
      var now = Self.began
      var repairs: Set<BreakerCause> = []
      var isHalted = false
      for _ in 0..<60 {
        now = now + Int64.random(in: 0...(20 * Self.minute), using: &generator)
        let cause = BreakerCause.allCases.randomElement(using: &generator) ?? .manual
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1:
          breaker.trip(cause, at: now)
          if cause == .manual { isHalted = true }
          if cause.cure == .repair { repairs.insert(cause) }
        case 2:
          breaker.cure(cause)
          repairs.remove(cause)
        case 3:
          breaker.resume(at: now)
          isHalted = false
        case 4: breaker.reset()
        default:
          if breaker.passage(at: now) == .probe { breaker.probeSent() }
          breaker.probeEnded(failed: Bool.random(using: &generator), at: now)
        }
        switch breaker.passage(at: now) {
        case .free:
          #expect(breaker.causes.isEmpty && repairs.isEmpty && !isHalted, "seed \(seed)")
        case .probe, .probeIsOut:
          #expect(repairs.isEmpty && !isHalted, "seed \(seed)")
        case .blocked(let causes): #expect(!causes.isEmpty, "seed \(seed)")
        }
        if let next = breaker.nextChange(after: now) {
          #expect(next > now && breaker.state(at: next) == .halfOpen, "seed \(seed)")
        }
      }
    }
  }
}

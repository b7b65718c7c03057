import Market
import TestKit
import Testing
import Wire

@testable import Kalshi

/// The rate budget where the wall clock is set.
@Suite struct `The budget's time` {
  private static func rest(_ scheduler: SteppedScheduler) throws -> KalshiREST {
    let exchange = ScriptedExchange(scheduler.base) { _ in ScriptedExchange.response(200, "{}") }
    let signer = try RequestSigner(keyID: "k", key: SigningKey.generate(.ed25519))
    return KalshiREST(exchange: exchange, scheduler: scheduler, signer: signer)
  }

  /// Orders that may go at once.
  private static func orders(_ rest: KalshiREST) -> Int {
    var count = 0
    while rest.takeOrderCost() { count += 1 }
    return count
  }

  @Test(arguments: [-60, 60] as [Int64])
  func `a step of the wall clock brings no tokens and costs none`(step: Int64) throws {
    let scheduler = SteppedScheduler()
    let rest = try Self.rest(scheduler)
    #expect(Self.orders(rest) == 10)
    scheduler.wallErrorNanoseconds = step * 1_000_000_000
    #expect(Self.orders(rest) == 0)
    scheduler.advance(seconds: 0.5)
    #expect(Self.orders(rest) == 5, "half a second's worth")
    scheduler.wallErrorNanoseconds = 0
    #expect(Self.orders(rest) == 0)
    scheduler.advance(seconds: 5)
    #expect(Self.orders(rest) == 10)
  }

  @Test func `a request that waits for tokens goes out in time after a step`() throws {
    let scheduler = SteppedScheduler()
    let rest = try Self.rest(scheduler)
    while rest.budget.tokens(.read, at: Timestamp(nanoseconds: scheduler.uptimeNanoseconds)) > 0 {
      rest.balance { _ in }
    }
    var isAnswered = false
    rest.balance { _ in isAnswered = true }
    scheduler.wallErrorNanoseconds = -60_000_000_000
    scheduler.advance(seconds: 2)
    #expect(isAnswered)
  }
}

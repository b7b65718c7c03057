import Market
import Testing

@testable import Kalshi

@Suite struct `Deposits and withdrawals` {
  private func transfer(_ fields: String) throws -> KalshiTransfer {
    let text =
      #"{"id":"d-1","status":"applied","type":"ach","created_ts":1763900000"# + fields + "}"
    return try KalshiJSON.decode(KalshiTransfer.self, from: Array(text.utf8))
  }

  @Test func `amount, fee and the time of both ends are read`() throws {
    let read = try transfer(#","amount_cents":12345,"fee_cents":99,"finalized_ts":1763990000"#)
    #expect(read.isApplied)
    #expect(read.amount == Money(cents: 12_345))
    #expect(read.fee == Money(cents: 99))
    #expect(read.created == Timestamp(seconds: 1_763_900_000))
    #expect(read.finalized == Timestamp(seconds: 1_763_990_000))
  }

  @Test func `one under way has no end`() throws {
    let read = try transfer(#","amount_cents":1,"fee_cents":0,"finalized_ts":null"#)
    #expect(read.finalized == nil)
  }

  @Test(arguments: [
    #","fee_cents":0"#, #","amount_cents":1"#, #","amount_cents":-1,"fee_cents":0"#,
    #","amount_cents":1,"fee_cents":-1"#, #","amount_cents":9223372036854775807,"fee_cents":0"#,
  ])
  func `an amount or a fee that is missing or none is refused`(fields: String) {
    #expect(throws: KalshiModelError.self) { try transfer(fields) }
  }
}

import Market
import Testing

@testable import Trading

@Suite struct `The fees of what a profile holds` {
  private func trade(
    _ holding: inout ProfileHolding, _ side: BookSide, _ contracts: Int, fee cents: Int
  ) throws {
    let before = holding.position.quantity
    try holding.position.apply(
      side: side, price: Price(cents: 50), quantity: Quantity(contracts: contracts),
      fee: Money(cents: cents))
    holding.countEntryFee(Money(cents: cents), since: before)
  }

  @Test func `grow with what is bought, and shrink with what is sold`() throws {
    var holding = ProfileHolding()
    try trade(&holding, .bid, 10, fee: 20)
    #expect(holding.entryFees == Money(cents: 20))
    try trade(&holding, .ask, 5, fee: 7)
    #expect(holding.entryFees == Money(cents: 10), "the fee of a sale is no entry's")
    try trade(&holding, .bid, 5, fee: 6)
    #expect(holding.entryFees == Money(cents: 16))
    try trade(&holding, .ask, 10, fee: 9)
    #expect(holding.entryFees == .zero)
  }

  @Test func `begin anew where one trade sells all and opens the other side`() throws {
    var holding = ProfileHolding()
    try trade(&holding, .bid, 4, fee: 20)
    try trade(&holding, .ask, 10, fee: 10)
    #expect(holding.position.quantity == Quantity(contracts: -6))
    #expect(holding.entryFees == Money(cents: 6))
  }
}

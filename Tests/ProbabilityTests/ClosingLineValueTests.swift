import Market
import Probability
import Testing

@Suite struct ClosingLineValueTests {
  @Test func `every reference bet holds to 1e-12`() throws {
    guard let cases = try BacktestReferences.load()?.clv else { return }
    #expect(!cases.isEmpty)
    for (index, one) in cases.enumerated() {
      let value = try ClosingLineValue(
        price: one.price, fee: one.fee, closingProbability: one.closeFair)
      #expect(isNear(value.probabilityPoints, one.clvProbPoints, 1e-12), "case \(index)")
      #expect(isNear(value.net, one.clvNet, 1e-12), "case \(index)")
      #expect(isNear(value.shareOfStake, one.clvPctOfStake, 1e-12), "case \(index)")
      #expect(isNear(value.logit, one.clvLogit, 1e-12), "case \(index)")
      #expect(
        isNear(value.expectedProfitPerContract, one.evPerContractIfCloseTrue, 1e-12),
        "case \(index)")
    }
  }

  @Test func `a fill's fee is spread over its contracts`() throws {
    let value = try ClosingLineValue(
      price: Price(cents: 40), quantity: Quantity(hundredths: 250), fee: Money(cents: 5),
      closingProbability: 0.45)
    #expect(isNear(value.fee, 0.02, 1e-15))
    #expect(isNear(value.net, 0.03, 1e-15))
    #expect(throws: StatisticsError.outOfRange(0)) {
      try ClosingLineValue(
        price: Price(cents: 40), quantity: .zero, fee: .zero, closingProbability: 0.45)
    }
  }

  @Test func `prices and closes at the ends are refused`() {
    for (price, close) in [(0, 0.5), (1, 0.5), (0.5, 0), (0.5, 1), (.nan, 0.5), (0.5, .nan)] {
      #expect(throws: StatisticsError.self) {
        try ClosingLineValue(price: price, fee: 0, closingProbability: close)
      }
    }
    #expect(throws: StatisticsError.outOfRange(-0.5)) {
      try ClosingLineValue(price: 0.4, fee: -0.5, closingProbability: 0.5)
    }
  }
}

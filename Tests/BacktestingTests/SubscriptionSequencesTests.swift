import Market
import TestKit
import Testing

@testable import Backtesting

@Suite struct SubscriptionSequencesTests {
  private typealias Subscription = SubscriptionSequences.Subscription
  private let one = Subscription(file: 0, connection: 1, sid: 7)
  private let first = MarketID(0)
  private let second = MarketID(1)
  private let third = MarketID(2)

  @Test func `numbers that follow each other are no gap, wherever they begin`() {
    var sequences = SubscriptionSequences()
    for number in 41...44 as ClosedRange<Int64> {
      #expect(sequences.take(one, sequence: number, market: first) == .next)
    }
    #expect(sequences.gaps == 0)
    #expect(sequences.repeated == 0)
    #expect(sequences.gaps(ofMarkets: 1) == [0])
  }

  @Test func `a gap names the markets of before in the order they were first named`() {
    var sequences = SubscriptionSequences()
    _ = sequences.take(one, sequence: 1, market: second)
    _ = sequences.take(one, sequence: 2, market: first)
    _ = sequences.take(one, sequence: 3, market: second)
    // The market that the frame itself speaks of first has said nothing before.
    #expect(
      sequences.take(one, sequence: 5, market: third) == .afterGap(markets: [second, first]))
    #expect(sequences.take(one, sequence: 6, market: nil) == .next)
    #expect(
      sequences.take(one, sequence: 9, market: nil) == .afterGap(markets: [second, first, third]))
    #expect(sequences.gaps == 2)
    #expect(sequences.gaps(ofMarkets: 4) == [2, 2, 2, 0])
  }

  @Test func `a number that was reached before is repeated and moves nothing back`() {
    var sequences = SubscriptionSequences()
    _ = sequences.take(one, sequence: 5, market: first)
    #expect(sequences.take(one, sequence: 5, market: first) == .repeated)
    #expect(sequences.take(one, sequence: 4, market: first) == .repeated)
    #expect(sequences.take(one, sequence: .min, market: first) == .repeated)
    #expect(sequences.take(one, sequence: 6, market: first) == .next)
    #expect(sequences.repeated == 3)
    #expect(sequences.gaps == 0)
  }

  @Test func `the ends of the numbers' range are read`() {
    var sequences = SubscriptionSequences()
    #expect(sequences.take(one, sequence: .min, market: first) == .next)
    #expect(sequences.take(one, sequence: .max, market: first) == .afterGap(markets: [first]))
    #expect(sequences.take(one, sequence: .max, market: first) == .repeated)
  }

  @Test func `each sid, connection and file counts for itself`() {
    var sequences = SubscriptionSequences()
    let others = [
      Subscription(file: 1, connection: 1, sid: 7), Subscription(file: 0, connection: 2, sid: 7),
      Subscription(file: 0, connection: 1, sid: 8),
    ]
    _ = sequences.take(one, sequence: 1, market: first)
    for other in others {
      #expect(sequences.take(other, sequence: 1, market: second) == .next)
    }
    #expect(sequences.take(others[0], sequence: 3, market: nil) == .afterGap(markets: [second]))
    #expect(sequences.take(others[1], sequence: 3, market: nil) == .afterGap(markets: [second]))
    #expect(sequences.take(one, sequence: 2, market: first) == .next)
    #expect(sequences.gaps(ofMarkets: 2) == [0, 2])
  }

  @Test func `a subscription that is confirmed anew numbers anew, and keeps its gaps`() {
    var sequences = SubscriptionSequences()
    #expect(sequences.begin(one, sequence: nil) == [])
    for number in [40, 41, 44] as [Int64] {
      _ = sequences.take(one, sequence: number, market: second)
    }
    _ = sequences.take(one, sequence: 45, market: first)
    #expect(sequences.begin(one, sequence: nil) == [second, first])
    for number in 1...3 as ClosedRange<Int64> {
      #expect(sequences.take(one, sequence: number, market: first) == .next)
    }
    #expect(sequences.repeated == 0)
    #expect(sequences.gaps(ofMarkets: 2) == [1, 1])
    #expect(sequences.begin(one, sequence: 7) == [first])
    #expect(sequences.take(one, sequence: 9, market: first) == .afterGap(markets: []))
  }

  @Test func `what is not counted breaks no run but its market belongs to it`() {
    var sequences = SubscriptionSequences()
    #expect(sequences.take(nil, sequence: 9, market: first) == .next)
    _ = sequences.take(one, sequence: 1, market: nil)
    #expect(sequences.take(one, sequence: nil, market: second) == .next)
    #expect(sequences.take(one, sequence: 2, market: nil) == .next)
    #expect(sequences.take(one, sequence: 4, market: nil) == .afterGap(markets: [second]))
    #expect(sequences.gaps(ofMarkets: 2) == [0, 1])
  }
}

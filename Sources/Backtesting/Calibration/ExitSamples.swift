internal import Market
public import Trading

/// The purchases of profiles that an exit can be judged by, and those that it cannot, counted.
public struct ExitSamples: Sendable {
  public var samples: [ExitSample] = []
  /// Markets that a profile bought in, a day each: the first entry of each is looked at.
  public var bought = 0
  /// Of those: nobody knows what the market paid, or what it had traded, or no row has its edge.
  public var withoutResult = 0
  public var withoutVolume = 0
  public var withoutRow = 0

  public init() {}

  /// Those of one stretch that was played with profiles that hold to the result.
  ///
  /// - Parameter source: the stretch, for its fees.
  public init(_ result: BacktestResult, of source: any BacktestSource, table: ExitTable) {
    var seen: Set<Int> = []
    for fill in result.fills
    where fill.profile != .arbitrage && fill.purpose == .entry && seen.insert(fill.market).inserted
    {
      bought += 1
      guard let paid = fill.paid else {
        withoutResult += 1
        continue
      }
      guard let volume = fill.volume else {
        withoutVolume += 1
        continue
      }
      guard let edge = fill.netEdge, table.moves(netEdge: Int64(edge), .normal) != nil,
        let sample = Self.sample(
          fill, edge, paid, table.liquidity(contracts: volume), result, source)
      else {
        withoutRow += 1
        continue
      }
      samples.append(sample)
    }
  }

  /// Adds those of another stretch.
  public mutating func append(_ other: ExitSamples) {
    samples += other.samples
    bought += other.bought
    withoutResult += other.withoutResult
    withoutVolume += other.withoutVolume
    withoutRow += other.withoutRow
  }

  /// Why not every purchase counts, as sentences.
  public var gaps: [String] {
    let all: [(Int, String)] = [
      (withoutResult, "have no known result"),
      (withoutVolume, "are of markets whose volume of 24 hours is not known"),
      (withoutRow, "have an edge below the first row"),
    ]
    return all.filter { $0.0 > 0 }.map { "\($0.0) of \(bought) purchases \($0.1)." }
  }

  private static func sample(
    _ fill: BacktestFill, _ edge: Int32, _ paid: Price, _ liquidity: ExitTable.Liquidity,
    _ result: BacktestResult, _ source: any BacktestSource
  ) -> ExitSample? {
    guard let fees = source.markets[fill.market].fees?.formula, fill.quantity > .zero else {
      return nil
    }
    let isYes = fill.side == .bid
    func share(_ fee: Money) -> Money {
      // Rounded up, against us.
      let hundredths = fill.quantity.hundredths
      return Money(microDollars: (fee.microDollars * 100 + hundredths - 1) / hundredths)
    }
    let bids = result.markets[fill.market].quotes.filter { $0.time >= fill.time }
      .compactMap { quote -> ExitSample.Bid? in
        guard let bid = isYes ? quote.bid : quote.ask?.complement else { return nil }
        let fee = fees.fee(price: bid, quantity: fill.quantity, liquidity: .taker)
        return ExitSample.Bid(
          price: bid, fee: share(fee), belief: quote.fair.map { isYes ? $0 : 1 - $0 })
      }
    let day = result.days[fill.day]
    return ExitSample(
      day: Int((Double(day.begins.seconds) / 86_400).rounded(.down)),
      event: result.markets[fill.market].event, netEdge: edge, liquidity: liquidity,
      price: isYes ? fill.price : fill.price.complement, fee: share(fill.fee), bids: bids,
      paid: isYes ? paid : paid.complement)
  }
}

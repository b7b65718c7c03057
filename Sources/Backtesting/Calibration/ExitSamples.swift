internal import Market
internal import Trading

/// The purchases of profiles that an exit can be judged by, and those that it cannot, counted.
public struct ExitSamples: Sendable {
  public var samples: [ExitSample] = []
  /// Markets that a profile bought in, a stretch each: the first entry of each is looked at.
  public var bought = 0
  /// Of those: nobody knows what the market paid, or what it had traded, or no row has its edge, or
  /// the signal or the fees behind it are not known.
  public var withoutResult = 0
  public var withoutVolume = 0
  public var withoutRow = 0
  public var withoutTerms = 0

  public init() {}

  /// Those of one stretch that was played with profiles that hold to the result.
  ///
  /// - Parameter events: by market.
  init(_ purchases: [ExitPurchase], events: [String], table: ExitTable) {
    for purchase in purchases {
      bought += 1
      guard let (paid, time) = purchase.result else {
        withoutResult += 1
        continue
      }
      guard let volume = purchase.volume else {
        withoutVolume += 1
        continue
      }
      guard let signal = purchase.signal, let bid = signal.bid, let formula = purchase.formula,
        let netEdge = signal.netEdge, signal.leg == purchase.leg, purchase.quantity > .zero
      else {
        withoutTerms += 1
        continue
      }
      guard table.moves(netEdge: Int64(netEdge), .normal) != nil else {
        withoutRow += 1
        continue
      }
      samples.append(
        ExitSample(
          day: CivilDate(easternAt: purchase.boughtAt).daysSinceEpoch,
          closingDay: CivilDate(easternAt: time).daysSinceEpoch,
          event: events[Int(purchase.market.index)], netEdge: netEdge,
          liquidity: table.liquidity(contracts: volume), leg: purchase.leg,
          quantity: purchase.quantity, cost: purchase.cost, fees: purchase.fees,
          ask: signal.ask, bid: bid, grid: purchase.grid, formula: formula, path: purchase.path,
          paid: paid))
    }
  }

  /// Adds those of another stretch.
  public mutating func append(_ other: ExitSamples) {
    samples += other.samples
    bought += other.bought
    withoutResult += other.withoutResult
    withoutVolume += other.withoutVolume
    withoutRow += other.withoutRow
    withoutTerms += other.withoutTerms
  }

  /// Why not every purchase counts, as sentences.
  public var gaps: [String] {
    let all: [(Int, String)] = [
      (withoutResult, "have no known result"),
      (withoutVolume, "are of markets whose volume of 24 hours is not known"),
      (withoutTerms, "are without the signal or the fees behind them"),
      (withoutRow, "have an edge below the first row"),
    ]
    return all.filter { $0.0 > 0 }.map { "\($0.0) of \(bought) purchases \($0.1)." }
  }
}

internal import Market
internal import Probability
internal import Trading

/// How much more it would take to tell this edge from nothing: one-sided at 5 %, with power 80 %.
public struct SampleSizeFindings: Hashable, Sendable, Codable {
  /// By the edge of an average entry; `SampleSize`.
  public struct ByEdge: Hashable, Sendable, Codable {
    /// What says the edge: `closing line` or `fair value at the fill`.
    public var source: String
    /// Contracts-weighted means of the entries, cents a contract.
    public var costCents: Double
    public var edgeCents: Double
    public var feeCents: Double
    /// Independent bets of one contract.
    public var bets: Finding<Double>
    /// Events in which there was an entry: as many bets as were independent.
    public var made: Int
  }

  /// By the profits that came: (z₀.₉₅ + z₀.₈)² × (standard deviation / mean)².
  public struct ByResults: Hashable, Sendable, Codable {
    /// Dollars an event.
    public var mean: Double
    public var standardDeviation: Double
    public var events: Finding<Double>
    public var made: Int
  }

  public var byEdge: Finding<ByEdge>
  public var byResults: Finding<ByResults>

  private static let hopeless =
    "nothing is left of the edge after fees, and no number of bets proves that there is one"

  init(_ result: BacktestResult, _ events: EventNumbers) {
    byEdge = Self.edge(result, events, source: "closing line", \.closingFair)
    if byEdge.value == nil {
      byEdge = Self.edge(result, events, source: "fair value at the fill", \.fair)
    }
    var profits = EventTotals(events: events.count)
    for (place, market) in result.markets.enumerated() where market.fills > 0 {
      guard let event = events.event(ofMarket: place) else { continue }
      profits.add(event: event, numerator: market.profit.dollars, denominator: 1)
    }
    let values = profits.clusters.map(\.numerator)
    byResults = Finding(of: "traded events") { () throws(StatisticsError) in
      try Self.results(values)
    }
  }

  private static func edge(
    _ result: BacktestResult, _ events: EventNumbers, source: String,
    _ value: (BacktestFill) -> Double?
  ) -> Finding<ByEdge> {
    var contracts = 0.0
    var cost = 0.0
    var gross = 0.0
    var net = 0.0
    var seen = Set<Int>()
    for fill in result.fills where fill.purpose == .entry {
      guard let value = value(fill), let edge = FillEdge(fill, at: value),
        let event = events.event(ofMarket: fill.market)
      else { continue }
      let price = fill.side == .bid ? fill.price : fill.price.complement
      contracts += edge.contracts
      cost += price.probability * edge.contracts
      gross += edge.cents * edge.contracts
      net += edge.netCents * edge.contracts
      seen.insert(event)
    }
    guard seen.count >= ClusterBootstrap.fewestClusters else {
      return .insufficient(
        "it needs entries with a value in at least \(ClusterBootstrap.fewestClusters) events,"
          + " got \(seen.count)")
    }
    let fee = (gross - net) / contracts
    return Finding(of: "entries") { () throws(StatisticsError) in
      let size = try SampleSize(
        price: cost / contracts, edge: gross / contracts / 100, fee: max(0, fee / 100))
      return ByEdge(
        source: source, costCents: cost / contracts * 100, edgeCents: gross / contracts,
        feeCents: fee, bets: size.bets.map { .value($0) } ?? .insufficient(hopeless),
        made: seen.count)
    }
  }

  private static func results(_ profits: [Double]) throws(StatisticsError) -> ByResults {
    guard profits.count >= ClusterBootstrap.fewestClusters else {
      throw .tooFew(needed: ClusterBootstrap.fewestClusters, got: profits.count)
    }
    let moments = try Moments(of: profits)
    let quantiles = StandardNormal.inverseCDF(0.8) - StandardNormal.inverseCDF(0.05)
    let ratio = quantiles / moments.sharpe
    return ByResults(
      mean: moments.mean, standardDeviation: moments.standardDeviation,
      events: moments.mean > 0 && (ratio * ratio).isFinite
        ? .value(ratio * ratio)
        : .insufficient("the mean is not above zero, and no number of events shows that it is"),
      made: profits.count)
  }
}

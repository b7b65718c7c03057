public import Kalshi
public import Market
public import Outcomes

/// Which events a profile wants to see sets of. What is not known does not pass where it is asked
/// for.
public struct SetFilter: Hashable, Sendable {
  /// Beginnings of series; none for all.
  public var series: [String] = []
  /// The exchange's own words, in any case; none for all.
  public var categories: [String] = []
  /// Contracts traded in 24 hours, in the market with the fewest.
  public var minimumVolume: Int64 = 0
  /// Contracts held by anyone, in the market with the fewest.
  public var minimumOpenInterest: Int64 = 0
  /// Whole contracts of each leg at the best price.
  public var minimumDepth: Int64 = 0
  public var minimumOutcomes: Int64 = 2
  public var maximumOutcomes: Int64 = 300
  /// Until the last market is expected to be decided; 0 for no limit.
  public var maximumDays: Int64 = 0

  public init() {}

  /// Why an event is not wanted, in a few words, the same for all of a kind; nil where it is.
  public func objection(
    to event: KalshiEvent, series: KalshiSeries?, at now: Timestamp
  ) -> String? {
    let name = event.seriesTicker ?? ""
    if !self.series.isEmpty, !self.series.contains(where: { name.hasPrefix($0) }) {
      return "another series"
    }
    if !categories.isEmpty {
      let category = series?.category?.lowercased() ?? ""
      if !categories.contains(where: { $0.lowercased() == category }) { return "another category" }
    }
    let count = Int64(event.markets.count)
    if count < minimumOutcomes { return "too few outcomes" }
    if count > maximumOutcomes { return "too many outcomes" }
    if minimumVolume > 0, Self.least(event, \.volume24Hours) < minimumVolume {
      return "too little traded"
    }
    if minimumOpenInterest > 0, Self.least(event, \.openInterest) < minimumOpenInterest {
      return "too little open interest"
    }
    if maximumDays > 0 {
      let ends = event.markets.map(\.expectedExpiration)
      guard let last = ends.compactMap({ $0 }).max(), !ends.contains(nil) else {
        return "expected end unknown"
      }
      if last - now > maximumDays * 86_400_000_000_000 { return "decided too late" }
    }
    return nil
  }

  /// Why a priced set is not wanted; nil where it is.
  public func objection(to price: SetPrice) -> String? {
    guard minimumDepth > 0 else { return nil }
    guard let depth = price.depth else { return "depth unknown" }
    return Int64(depth) < minimumDepth ? "too little depth" : nil
  }

  /// Of the market with the least, in whole contracts; nothing where one does not say.
  private static func least(
    _ event: KalshiEvent, _ path: KeyPath<KalshiMarket, Quantity?>
  ) -> Int64 {
    event.markets.map { ($0[keyPath: path]?.hundredths ?? 0) / 100 }.min() ?? 0
  }
}

internal import Market
internal import Probability

/// The purged walk forward of one cell.
enum ExitFit {
  /// What one cell's positions say.
  static func find(
    _ samples: [ExitSample], inForce: ExitMoves, seed: UInt64
  ) -> Finding<ExitCalibration.Fit> {
    let days = Set(samples.map(\.day)).sorted()
    guard samples.count >= ExitCalibration.fewestPositions else {
      return .insufficient(
        "it needs at least \(ExitCalibration.fewestPositions) closed positions, got"
          + " \(samples.count)")
    }
    guard days.count >= ExitCalibration.fewestDays else {
      return .insufficient(
        "it needs at least \(ExitCalibration.fewestDays) days with closed positions, got"
          + " \(days.count)")
    }
    let events = Set(samples.map(\.event)).count
    guard events >= ClusterBootstrap.fewestClusters else {
      return .insufficient(
        "it needs at least \(ClusterBootstrap.fewestClusters) events, got \(events)")
    }
    do throws(StatisticsError) {
      let fit = try walk(samples, days, inForce: inForce, seed: seed)
      return fit.map { .value($0) }
        ?? .insufficient("training loses every position to the events of its test")
    } catch {
      return Finding(of: "days") { () throws(StatisticsError) in throw error }
    }
  }

  /// Nil where no test has anything to be chosen by.
  private static func walk(
    _ samples: [ExitSample], _ days: [Int], inForce: ExitMoves, seed: UInt64
  ) throws(StatisticsError) -> ExitCalibration.Fit? {
    // Every combination on every position, once.
    let nets = ExitMoves.grid.map { moves in samples.map { cents($0.net(of: moves)) } }
    let splits = try WalkForward(
      trainingDays: days.count / 2, testDays: max(1, days.count / 10),
      purgeDays: ExitCalibration.purgeDays, window: .expanding
    ).splits(of: days)
    var (tested, chosen): ([Int], [Double]) = ([], [])
    var purged = 0
    for split in splits {
      let (training, test) = (Set(days[split.training]), Set(days[split.test]))
      let places = samples.indices.filter { test.contains(samples[$0].day) }
      let events = Set(places.map { samples[$0].event })
      let before = samples.indices.filter { training.contains(samples[$0].day) }
      let kept = before.filter { !events.contains(samples[$0].event) }
      purged += before.count - kept.count
      guard let best = best(nets, on: kept) else { continue }
      tested += places
      chosen += places.map { nets[best][$0] }
    }
    guard let over = best(nets, on: Array(samples.indices)) else {
      throw .tooFew(needed: 1, got: 0)
    }
    guard !tested.isEmpty else { return nil }
    let testedEvents = tested.map { samples[$0].event }
    let ways: [(String, (ExitSample) -> Money)] = [
      ("the table in force", { $0.net(of: inForce) }), ("holding to the result", { $0.netHeld }),
      ("selling by belief", { $0.netByBelief }),
    ]
    var rivals: [ExitCalibration.Rival] = []
    for (name, net) in ways {
      let own = tested.map { cents(net(samples[$0])) }
      rivals.append(
        ExitCalibration.Rival(
          name: name, outOfSample: try estimate(own, testedEvents, seed),
          gain: try estimate(zip(chosen, own).map { $0 - $1 }, testedEvents, seed)))
    }
    return ExitCalibration.Fit(
      chosen: ExitMoves.grid[over],
      inSample: try estimate(nets[over], samples.map(\.event), seed),
      outOfSample: try estimate(chosen, testedEvents, seed), rivals: rivals, tests: splits.count,
      purged: purged)
  }

  /// The combination with the largest sum there, the first of equals; nil without a position.
  private static func best(_ nets: [[Double]], on places: [Int]) -> Int? {
    guard !places.isEmpty else { return nil }
    var best: (place: Int, sum: Double)?
    for (place, own) in nets.enumerated() {
      let sum = places.reduce(0) { $0 + own[$1] }
      if best.map({ sum > $0.sum }) ?? true { best = (place, sum) }
    }
    return best?.place
  }

  /// The mean of a contract, resampled by whole events.
  private static func estimate(
    _ values: [Double], _ events: [String], _ seed: UInt64
  ) throws(StatisticsError) -> Estimate {
    let names = Set(events).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var totals = EventTotals(events: names.count)
    for (value, event) in zip(values, events) {
      guard let number = numbers[event] else { continue }
      totals.add(event: number, numerator: value, denominator: 1)
    }
    guard let estimate = totals.ratio(seed: seed).value else { throw .tooFew(needed: 1, got: 0) }
    return estimate
  }

  private static func cents(_ money: Money) -> Double { Double(money.microDollars) / 10_000 }
}

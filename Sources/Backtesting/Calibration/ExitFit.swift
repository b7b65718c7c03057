internal import Market
internal import Probability
internal import Trading

/// The purged walk forward of one cell.
struct ExitFit {
  private let samples: [ExitSample]
  private let inForce: ExitMoves
  private let exits: ExitConfiguration
  private let seed: UInt64
  /// Of the purchases, rising.
  private let days: [Int]

  /// - Parameters:
  ///   - inForce: what the table has for the cell.
  ///   - exits: the profile's; of its rule nothing, of its mode and times everything counts.
  init(_ samples: [ExitSample], inForce: ExitMoves, exits: ExitConfiguration, seed: UInt64) {
    self.samples = samples
    self.inForce = inForce
    self.exits = exits
    self.seed = seed
    days = Set(samples.map(\.day)).sorted()
  }

  /// What one cell's positions say.
  var finding: Finding<ExitCalibration.Fit> {
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
      return try walk().map { .value($0) }
        ?? .insufficient(
          "training loses every position to its test: those of the same events, and those whose"
            + " result came too late")
    } catch {
      return Finding(of: "days") { () throws(StatisticsError) in throw error }
    }
  }

  /// What was tested, and what came of it.
  private struct Tested {
    var places: [Int] = []
    /// What earlier days would have chosen made, in cents.
    var chosen: [Double] = []
    var tests = 0
    var purged = 0
  }

  /// Nil where no test has anything to be chosen by.
  private func walk() throws(StatisticsError) -> ExitCalibration.Fit? {
    // Every combination on every position, once.
    let nets = ExitMoves.grid.map { moves in samples.map { cents(net($0, moves)) } }
    let tested = try tested(nets)
    guard let over = best(nets, on: Array(samples.indices)) else {
      throw .tooFew(needed: 1, got: 0)
    }
    guard !tested.places.isEmpty else { return nil }
    let events = tested.places.map { samples[$0].event }
    var rivals: [ExitCalibration.Rival] = []
    for (name, net) in ways {
      let own = tested.places.map { cents(net(samples[$0])) }
      rivals.append(
        ExitCalibration.Rival(
          name: name, outOfSample: try estimate(own, events),
          gain: try estimate(zip(tested.chosen, own).map { $0 - $1 }, events)))
    }
    let chosen = ExitMoves.grid[over]
    return ExitCalibration.Fit(
      chosen: chosen, inSample: try estimate(nets[over], samples.map(\.event)),
      outOfSample: try estimate(tested.chosen, events), rivals: rivals, tests: tested.tests,
      purged: tested.purged, refusedInForce: refused(inForce), refusedChosen: refused(chosen))
  }

  private func tested(_ nets: [[Double]]) throws(StatisticsError) -> Tested {
    let splits = try WalkForward(
      trainingDays: days.count / 2, testDays: max(1, days.count / 10),
      purgeDays: ExitCalibration.purgeDays, window: .expanding
    ).splits(of: days)
    var tested = Tested()
    for split in splits {
      let (training, test) = (Set(days[split.training]), days[split.test])
      guard let first = test.first, let last = test.last else { continue }
      let places = samples.indices.filter { (first...last).contains(samples[$0].day) }
      let events = Set(places.map { samples[$0].event })
      let before = samples.indices.filter { training.contains(samples[$0].day) }
      let kept = before.filter {
        !events.contains(samples[$0].event) && !samples[$0].isOpen(on: first...last)
      }
      tested.purged += before.count - kept.count
      guard let best = best(nets, on: kept) else { continue }
      tested.tests += 1
      tested.places += places
      tested.chosen += places.map { nets[best][$0] }
    }
    return tested
  }

  /// The other ways to sell: names and what each makes of a contract.
  private var ways: [(String, (ExitSample) -> Money)] {
    var ways: [(String, (ExitSample) -> Money)] = [
      (exits.rule == .table ? "the table in force" : "its table", { net($0, inForce) }),
      ("holding to the result", { $0.netHeld }), ("selling by belief", { $0.netByBelief }),
    ]
    if exits.hasTime { ways.append(("holding until time sells", { $0.netByTime })) }
    return ways
  }

  private func net(_ sample: ExitSample, _ moves: ExitMoves) -> Money {
    sample.net(of: moves, mode: exits.mode)
  }

  private func refused(_ moves: ExitMoves) -> Int {
    samples.count { !$0.isBought(moves, mode: exits.mode) }
  }

  /// The combination with the largest sum there, the first of equals; nil without a position.
  private func best(_ nets: [[Double]], on places: [Int]) -> Int? {
    guard !places.isEmpty else { return nil }
    var best: (place: Int, sum: Double)?
    for (place, own) in nets.enumerated() {
      let sum = places.reduce(0) { $0 + own[$1] }
      if best.map({ sum > $0.sum }) ?? true { best = (place, sum) }
    }
    return best?.place
  }

  /// The mean of a contract, resampled by whole events.
  private func estimate(
    _ values: [Double], _ events: [String]
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

  private func cents(_ money: Money) -> Double { Double(money.microDollars) / 10_000 }
}

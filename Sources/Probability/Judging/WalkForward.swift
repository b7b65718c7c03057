/// How days are split into training and test, test always after training.
///
/// Lengths of windows count the days that the data have; the gap counts calendar days, because bets
/// take calendar time to settle. Source: `quant.md` 8.4; M. López de Prado, *Advances in Financial
/// Machine Learning* (2018), chapters 7 and 12.
public struct WalkForward: Hashable, Sendable {
  /// Where training begins.
  public enum Window: Hashable, Sendable {
    /// The latest ``WalkForward/trainingDays`` before the gap.
    case rolling
    /// All days before the gap.
    case expanding
  }

  /// One split: ranges of places in the list of days.
  public struct Split: Hashable, Sendable {
    public let training: Range<Int>
    public let test: Range<Int>
  }

  /// No window and no gap is longer: some 270 years.
  public static let mostDays = 100_000

  /// Days to train on: exactly so many when rolling, at least when expanding.
  public let trainingDays: Int
  /// Days of each test; the next test begins where one ends.
  public let testDays: Int
  /// Calendar days before a test that are not trained on, since their bets may still be open in it.
  public let purgeDays: Int
  /// Calendar days left out beyond those, since neighbouring days resemble each other.
  public let embargoDays: Int
  public let window: Window

  /// - Throws: ``StatisticsError/tooFew(needed:got:)`` for an empty window, `tooMany` for one
  ///   longer than ``mostDays``, `outOfRange` for a gap that is negative or longer than that.
  public init(
    trainingDays: Int, testDays: Int, purgeDays: Int = 0, embargoDays: Int = 0,
    window: Window = .rolling
  ) throws(StatisticsError) {
    for days in [trainingDays, testDays] {
      guard days >= 1 else { throw .tooFew(needed: 1, got: days) }
      guard days <= Self.mostDays else { throw .tooMany(allowed: Self.mostDays, got: days) }
    }
    for days in [purgeDays, embargoDays] where !(0...Self.mostDays).contains(days) {
      throw .outOfRange(Double(days))
    }
    self.trainingDays = trainingDays
    self.testDays = testDays
    self.purgeDays = purgeDays
    self.embargoDays = embargoDays
    self.window = window
  }

  /// So many days always give a split; with holes between them, fewer may do.
  public var fewestDays: Int { trainingDays + testDays + purgeDays + embargoDays }

  /// The splits of `days`, which are calendar day numbers, rising.
  ///
  /// The first test begins as early as there are enough days to train on. Days at the end that do
  /// not fill a test are in none.
  /// - Throws: ``StatisticsError/unorderedDays(index:)``; `tooFew` when not even one split fits,
  ///   with the least number of days that could.
  /// - Complexity: O(n).
  public func splits(of days: [Int]) throws(StatisticsError) -> [Split] {
    for index in days.indices.dropFirst() where days[index] <= days[index - 1] {
      throw .unorderedDays(index: index)
    }
    var splits: [Split] = []
    var test = 0
    // Days before this place are outside the gap before `test`.
    var trainable = 0
    while days.count - test >= testDays {
      while trainable < test, isOutsideGap(days[trainable], before: days[test]) { trainable += 1 }
      if trainable < trainingDays {
        test += 1
      } else {
        let first = window == .rolling ? trainable - trainingDays : 0
        splits.append(Split(training: first..<trainable, test: test..<(test + testDays)))
        test += testDays
      }
    }
    guard !splits.isEmpty else { throw .tooFew(needed: fewestDays, got: days.count) }
    return splits
  }

  /// True when purge and embargo both lie between the end of `day` and the start of `test`.
  private func isOutsideGap(_ day: Int, before test: Int) -> Bool {
    let distance = test.subtractingReportingOverflow(day)
    return distance.overflow || distance.partialValue > purgeDays + embargoDays
  }
}

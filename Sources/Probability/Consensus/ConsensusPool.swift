internal import Glibc

/// Gathers what books say of one outcome and pools it. Never allocates; used again and again.
///
/// Holds at most ``capacity`` opinions; further ones are dropped and counted. Source: `quant.md`
/// 1.4; C. Genest and J. V. Zidek, "Combining Probability Distributions" (1986).
public struct ConsensusPool: Sendable {
  /// More books than any feed sells; one bit of a word each.
  public static let capacity = 64
  /// The median absolute deviation of a normal distribution, in its standard deviations.
  private static let normalDeviation = 0.6744897501960817
  /// From so many books on their own spread says what an outlier is.
  static let informativeBooks = 4

  private var opinions: InlineArray<64, BookOpinion>
  /// Of those that still count.
  private(set) var weights = InlineArray<64, Double>(repeating: 0)
  private var count = 0
  private var refused = 0
  /// One bit for each opinion that still counts.
  private(set) var kept: UInt64 = 0
  /// Why opinions were dropped, after ``consensus(by:)``.
  public private(set) var drops = OpinionDrops()

  public init() {
    guard let even = BookOpinion(probability: 0.5) else { fatalError("one half is a probability") }
    opinions = InlineArray(repeating: even)
  }

  /// Forgets every opinion.
  public mutating func removeAll() {
    count = 0
    refused = 0
  }

  /// Adds a book's opinion.
  public mutating func add(_ opinion: BookOpinion) {
    guard count < Self.capacity else {
      refused += 1
      return
    }
    opinions[count] = opinion
    count += 1
  }

  /// What the books say together; nil when none is left, see ``drops``.
  ///
  /// - Complexity: O(n²) for n opinions, which are few: sources and medians.
  public mutating func consensus(by rule: ConsensusRule) -> Consensus? {
    drops = OpinionDrops()
    for _ in 0..<min(refused, Int(UInt8.max)) { drops.note(.tooMany) }
    dropOld(rule)
    dropSameSources()
    if kept.nonzeroBitCount >= Self.informativeBooks {
      dropFarFromMedian(rule)
    } else {
      dropFarFromSharpest(rule)
    }
    return kept == 0 ? nil : pooled(rule)
  }

  /// The places of the opinions that still count, one after another.
  ///
  /// Not a closure for each: arrays that lie in the pool itself would be copied whole at each use
  /// within.
  private struct Places: Sequence, IteratorProtocol {
    var rest: UInt64

    @inline(__always)
    mutating func next() -> Int? {
      guard rest != 0 else { return nil }
      defer { rest &= rest &- 1 }
      return rest.trailingZeroBitCount
    }
  }

  private mutating func drop(_ place: Int, _ reason: OpinionDrop) {
    kept &= ~(1 &<< UInt64(place))
    drops.note(reason)
  }

  private mutating func dropOld(_ rule: ConsensusRule) {
    kept = count == 64 ? .max : (1 &<< UInt64(count)) &- 1
    for place in 0..<count {
      if opinions[place].ageNanoseconds > opinions[place].maximumAge(under: rule) {
        drop(place, .stale)
      } else if opinions[place].isOvertaken {
        drop(place, .overtaken)
      }
    }
  }

  /// Of one source the freshest line counts; of equally fresh ones the first.
  private mutating func dropSameSources() {
    for place in 0..<count where kept & 1 &<< UInt64(place) != 0 && opinions[place].source >= 0 {
      for other in place + 1..<max(place + 1, count)
      where kept & 1 &<< UInt64(other) != 0 && opinions[other].source == opinions[place].source {
        guard opinions[other].ageNanoseconds < opinions[place].ageNanoseconds else {
          drop(other, .sameSource)
          continue
        }
        drop(place, .sameSource)
        break
      }
    }
  }

  private mutating func dropFarFromMedian(_ rule: ConsensusRule) {
    var values = MedianBuffer()
    for place in Places(rest: kept) { _ = values.insert(opinions[place].logOdds) }
    guard let middle = values.median else { return }
    values.removeAll()
    for place in Places(rest: kept) {
      _ = values.insert(abs(opinions[place].logOdds - middle))
    }
    let limit = rule.outlierDeviations * (values.median ?? 0) / Self.normalDeviation
    let center = LogOdds.probability(middle)
    for place in 0..<count
    where kept & 1 &<< UInt64(place) != 0 && abs(opinions[place].logOdds - middle) > limit
      && abs(opinions[place].probability - center) > rule.outlierTolerance
    {
      drop(place, .outlier)
    }
  }

  /// Of two or three books the sharpest is believed; of equally sharp ones the freshest.
  private mutating func dropFarFromSharpest(_ rule: ConsensusRule) {
    var sharpest: Int?
    for place in Places(rest: kept) {
      guard let best = sharpest else {
        sharpest = place
        continue
      }
      let (new, old) = (opinions[place], opinions[best])
      if new.sharpness > old.sharpness
        || new.sharpness == old.sharpness && new.ageNanoseconds < old.ageNanoseconds
      {
        sharpest = place
      }
    }
    guard let sharpest else { return }
    let center = opinions[sharpest].probability
    for place in 0..<count
    where kept & 1 &<< UInt64(place) != 0
      && abs(opinions[place].probability - center) > rule.fewBooksDistance
    {
      drop(place, .outlier)
    }
  }

  private mutating func pooled(_ rule: ConsensusRule) -> Consensus {
    let books = kept.nonzeroBitCount
    weigh(rule)
    var (sum, sumOfSquares, logOdds) = (0.0, 0.0, 0.0)
    var (lowest, highest, mean, linear) = (1.0, 0.0, 0.0, 0.0)
    var oldest: Int64 = 0
    var probabilities = MedianBuffer()
    for place in Places(rest: kept) {
      let (opinion, weight) = (opinions[place], weights[place])
      sum += weight
      sumOfSquares += weight * weight
      logOdds += weight * opinion.logOdds
      linear += weight * opinion.probability
      lowest = min(lowest, opinion.probability)
      highest = max(highest, opinion.probability)
      mean += opinion.probability
      oldest = max(oldest, opinion.ageNanoseconds)
      _ = probabilities.insert(opinion.probability)
    }
    mean /= Double(books)
    logOdds /= sum
    var squares = 0.0
    for place in Places(rest: kept) {
      let distance = opinions[place].logOdds - logOdds
      squares += weights[place] * distance * distance
    }
    // Variance of the mean: that of an opinion by how many opinions the weights are worth.
    let variance = squares / sum * sumOfSquares / (sum * sum)
    let median = probabilities.median ?? mean
    let probability =
      switch rule.method {
      case .logOddsPool: LogOdds.probability(logOdds)
      case .mean: mean
      case .median: median
      }
    return Consensus(
      probability: probability,
      standardError: max(Consensus.leastStandardError, variance.squareRoot()), books: books,
      offered: count + refused, spread: highest - lowest, oldestNanoseconds: oldest, mean: mean,
      linear: linear / sum, median: median, drops: drops)
  }

  /// Sharpness that fades with age; no book has more than the rule's share of all, unless it is
  /// alone.
  private mutating func weigh(_ rule: ConsensusRule) {
    var (sum, largest) = (0.0, -1)
    let decay = Double(max(1, rule.ageDecayNanoseconds))
    // Only differences of age matter, and the freshest keeps all its weight however old it is.
    var freshest = Int64.max
    for place in Places(rest: kept) { freshest = min(freshest, opinions[place].ageNanoseconds) }
    for place in Places(rest: kept) {
      let opinion = opinions[place]
      weights[place] = opinion.sharpness * exp(Double(freshest - opinion.ageNanoseconds) / decay)
      sum += weights[place]
      if largest < 0 || weights[place] > weights[largest] { largest = place }
    }
    let others = sum - weights[largest]
    let share = rule.maximumShare
    if others > 0, share < 1, weights[largest] > share * sum {
      weights[largest] = others * share / (1 - share)
    }
  }
}

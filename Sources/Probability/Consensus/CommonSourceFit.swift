internal import Glibc

/// Which bookmakers copy one feed: their lines move together, by nearly the same.
///
/// Source: `quant.md` 1.4.4: a correlation of changes at the same time above 0.98. Means are taken
/// off, so that a book which always moves further than another one still follows it.
public struct CommonSourceFit: Sendable {
  /// Two books, the first with the smaller number, and how their changes go together.
  public struct Pair: Hashable, Sendable {
    public var first: Int
    public var second: Int
    /// Changes of the same market in the same time that both have told.
    public var samples: Int
    /// −1…1; nil where one of the two has never moved otherwise than on average.
    public var correlation: Double?
  }

  /// Fewer common changes say nothing of two books.
  public static let minimumSamples = 30
  /// Books whose changes go together more closely than this are one source.
  public static let leastCorrelation = 0.98

  private struct Sums {
    var count = 0
    var (first, second, firstSquared, secondSquared, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
  }

  public let books: Int
  private var sums: [Sums]

  /// - Parameter books: how many there are; changes of others are left out.
  public init(books: Int) {
    self.books = max(0, books)
    sums = Array(repeating: Sums(), count: self.books * self.books)
  }

  /// Takes what books' log odds of one market have changed by over the same time. Each book once;
  /// what is no number is left out.
  ///
  /// - Complexity: O(changes²).
  public mutating func add(_ changes: [(book: Int, logOdds: Double)]) {
    let known = changes.filter { (0..<books).contains($0.book) && $0.logOdds.isFinite }
    for one in known {
      for other in known where other.book > one.book {
        let place = one.book * books + other.book
        sums[place].count += 1
        sums[place].first += one.logOdds
        sums[place].second += other.logOdds
        sums[place].firstSquared += one.logOdds * one.logOdds
        sums[place].secondSquared += other.logOdds * other.logOdds
        sums[place].product += one.logOdds * other.logOdds
      }
    }
  }

  /// All pairs that have a common change, by ascending books.
  public var pairs: [Pair] {
    sums.indices.compactMap { place in
      let sum = sums[place]
      guard sum.count > 0 else { return nil }
      return Pair(
        first: place / books, second: place % books, samples: sum.count,
        correlation: Self.correlation(sum))
    }
  }

  /// Books that are one source, ascending, each at most once: who is one with a second is one with
  /// all of that one's.
  public var sources: [[Int]] {
    var source = Array(0..<books)
    for pair in pairs where pair.samples >= Self.minimumSamples {
      guard let correlation = pair.correlation, correlation > Self.leastCorrelation else {
        continue
      }
      let (kept, gone) = (source[pair.first], source[pair.second])
      for place in source.indices where source[place] == gone { source[place] = kept }
    }
    return Set(source).sorted().map { number in
      source.indices.filter { source[$0] == number }
    }.filter { $0.count > 1 }
  }

  private static func correlation(_ sum: Sums) -> Double? {
    let count = Double(sum.count)
    let first = sum.firstSquared - sum.first * sum.first / count
    let second = sum.secondSquared - sum.second * sum.second / count
    // What rounding leaves of nothing is nothing.
    guard first > 1e-12 * count, second > 1e-12 * count else { return nil }
    return (sum.product - sum.first * sum.second / count) / (first * second).squareRoot()
  }
}

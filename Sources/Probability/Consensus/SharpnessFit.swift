/// How sharp bookmakers were: how near their early lines came to what all of them said at the
/// close.
///
/// Source: `quant.md` 1.4.4: weights go with the inverse of the mean squared error of a book's log
/// odds, and are drawn half-way to equal ones, since few lines say little of a book.
public struct SharpnessFit: Hashable, Sendable {
  /// One early line beside the close of its market.
  public struct Sample: Hashable, Sendable {
    /// Whose line it was, as the caller counts books.
    public var book: Int
    public var logOdds: Double
    /// Log odds of the consensus at the close.
    public var closing: Double

    public init(book: Int, logOdds: Double, closing: Double) {
      self.book = book
      self.logOdds = logOdds
      self.closing = closing
    }
  }

  /// What was found of one book.
  public struct Book: Hashable, Sendable {
    public var samples = 0
    /// Of its log odds about the close; nil without a sample.
    public var meanSquaredError: Double?
    /// Its weight among the books that were fitted, 1 on average; nil where it has too few samples.
    public var sharpness: Double?
  }

  /// Fewer samples say nothing of a book.
  public static let minimumSamples = 100
  /// No error is taken for smaller than this: a hundredth in log odds.
  private static let smallestError = 1e-4

  /// By book.
  public let books: [Book]

  /// Fits; samples that are no numbers are left out.
  ///
  /// - Parameter count: of books: samples of others are left out.
  /// - Complexity: O(samples + books).
  public init(_ samples: [Sample], books count: Int) {
    var books = [Book](repeating: Book(), count: max(0, count))
    var sums = [Double](repeating: 0, count: books.count)
    for sample in samples where books.indices.contains(sample.book) {
      let error = sample.logOdds - sample.closing
      guard error.isFinite else { continue }
      books[sample.book].samples += 1
      sums[sample.book] += error * error
    }
    for place in books.indices where books[place].samples > 0 {
      books[place].meanSquaredError = sums[place] / Double(books[place].samples)
    }
    let fitted = books.indices.filter { books[$0].samples >= Self.minimumSamples }
    // Of one book alone nobody can say that it is sharper.
    if fitted.count > 1 {
      let inverse = fitted.map { 1 / max(Self.smallestError, books[$0].meanSquaredError ?? 0) }
      let mean = inverse.reduce(0, +) / Double(inverse.count)
      for (place, weight) in zip(fitted, inverse) {
        books[place].sharpness = (1 + weight / mean) / 2
      }
    }
    self.books = books
  }
}

import Probability
import TestKit
import Testing

@Suite struct `How sharp bookmakers were` {
  /// Lines whose log odds are off by so much on average, up and down alike.
  private func samples(
    _ book: Int, error: Double, count: Int, _ random: inout SeededGenerator
  ) -> [SharpnessFit.Sample] {
    (0..<count).map { place in
      let closing = Double.random(in: -1...1, using: &random)
      let sign = place.isMultiple(of: 2) ? 1.0 : -1
      return SharpnessFit.Sample(book: book, logOdds: closing + sign * error, closing: closing)
    }
  }

  @Test func `weights go with the inverse of the error, half-way to equal ones`() throws {
    var random = SeededGenerator(seed: 7)
    let all =
      samples(0, error: 0.1, count: 100, &random) + samples(1, error: 0.2, count: 400, &random)
    let fit = SharpnessFit(all, books: 2)
    // Errors of 0.01 and 0.04: 1.6 and 0.4 of the mean of 100 and 25.
    #expect(fit.books.map(\.samples) == [100, 400])
    #expect(abs(try #require(fit.books[0].meanSquaredError) - 0.01) < 1e-12)
    #expect(abs(try #require(fit.books[0].sharpness) - 1.3) < 1e-9)
    #expect(abs(try #require(fit.books[1].sharpness) - 0.7) < 1e-9)
  }

  @Test func `a book with too few lines has no weight, and one alone has none`() {
    var random = SeededGenerator(seed: 8)
    let few =
      samples(0, error: 0.1, count: 100, &random) + samples(1, error: 0.2, count: 99, &random)
    #expect(SharpnessFit(few, books: 2).books.map(\.sharpness) == [nil, nil])
    #expect(SharpnessFit([], books: 3).books.allSatisfy { $0.meanSquaredError == nil })
  }

  @Test func `a book that is never wrong has a bounded weight, and no numbers are left out`() throws
  {
    var random = SeededGenerator(seed: 9)
    var all =
      samples(0, error: 0, count: 100, &random) + samples(1, error: 0.3, count: 100, &random)
    all.append(SharpnessFit.Sample(book: 0, logOdds: .nan, closing: 0))
    all.append(SharpnessFit.Sample(book: 0, logOdds: .infinity, closing: 0))
    all.append(SharpnessFit.Sample(book: 2, logOdds: 0, closing: 0))
    all.append(SharpnessFit.Sample(book: -1, logOdds: 0, closing: 0))
    let fit = SharpnessFit(all, books: 2)
    #expect(fit.books[0].samples == 100)
    let sharpest = try #require(fit.books[0].sharpness)
    #expect(sharpest.isFinite && sharpest < 1.5)
  }
}

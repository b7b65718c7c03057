import Probability
import TestKit
import Testing

@Suite struct `Bookmakers that copy one feed` {
  /// Three books: the second follows the first with an error, the third goes its own way.
  private func fit(_ count: Int, error: Double) -> CommonSourceFit {
    var random = SeededGenerator(seed: 5)
    var fit = CommonSourceFit(books: 3)
    for _ in 0..<count {
      let change = Double.random(in: -0.2...0.2, using: &random)
      let other = change + Double.random(in: -1...1, using: &random) * error
      let own = Double.random(in: -0.2...0.2, using: &random)
      fit.add([(0, change), (1, 0.01 + 1.1 * other), (2, own)])
    }
    return fit
  }

  @Test func `move together by nearly the same`() throws {
    let fit = fit(100, error: 0.01)
    #expect(fit.sources == [[0, 1]])
    let pair = try #require(fit.pairs.first { $0.first == 0 && $0.second == 1 })
    #expect(pair.samples == 100)
    #expect(try #require(pair.correlation) > 0.98)
  }

  @Test func `are not those that only follow the same news`() {
    #expect(fit(100, error: 0.1).sources.isEmpty)
  }

  @Test func `are not told by a few changes, nor by lines that stand still`() throws {
    #expect(fit(29, error: 0).sources.isEmpty)
    #expect(fit(30, error: 0).sources == [[0, 1]])
    var still = CommonSourceFit(books: 2)
    for _ in 0..<50 { still.add([(0, 0.25), (1, 0.25)]) }
    #expect(still.sources.isEmpty)
    #expect(try #require(still.pairs.first).correlation == nil)
    var none = CommonSourceFit(books: 2)
    none.add([(0, .nan), (1, 0.1), (7, 0.1), (-1, 0.1)])
    #expect(none.pairs.isEmpty && CommonSourceFit(books: 0).sources.isEmpty)
  }

  @Test func `correlate as three numbers by hand do`() throws {
    var fit = CommonSourceFit(books: 2)
    for (one, other) in [(1.0, 2.0), (2, 4), (3, 3)] { fit.add([(0, one), (1, other)]) }
    // Deviations −1, 0, 1 and −1, 1, 0: the product is 1, the squares are 2 each.
    #expect(abs(try #require(fit.pairs.first?.correlation) - 0.5) < 1e-12)
  }

  @Test func `are one source with whoever is one with one of them`() {
    var random = SeededGenerator(seed: 6)
    var fit = CommonSourceFit(books: 4)
    for _ in 0..<40 {
      let change = Double.random(in: -0.2...0.2, using: &random)
      // The first and the last have no market in common.
      fit.add([(0, change), (1, change)])
      fit.add([(1, change), (3, change)])
    }
    #expect(fit.sources == [[0, 1, 3]])
  }
}

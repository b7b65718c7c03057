import FoundationEssentials
import Market
import TestKit
import Testing

@Suite struct PriceGridTests {
  struct Reference: Decodable {
    struct Range: Decodable { let start: Int, end: Int, step: Int }
    struct Case: Decodable {
      let structure: String
      let price1e4: Int
      let onGrid: Bool
      let floor: Int
      let ceil: Int
    }
    let structures: [String: [Range]]
    let cases: [Case]
  }

  static let published: [[(Int, Int, Int)]] = [
    [(0, 10_000, 100)], [(0, 10_000, 10)], [(0, 10_000, 50)], [(0, 10_000, 20)], [(0, 10_000, 1)],
    [(0, 1_000, 10), (1_000, 9_000, 100), (9_000, 10_000, 10)],
    [(0, 1_000, 50), (1_000, 9_000, 100), (9_000, 10_000, 50)],
    [(0, 1_000, 20), (1_000, 9_000, 50), (9_000, 10_000, 20)],
    [(0, 100, 1), (100, 9_900, 10), (9_900, 10_000, 1)],
  ]

  @Test func `every reference case snaps as published`() throws {
    guard let data = try reference("02_price_grid.json") else { return }
    let reference = try referenceDecoder().decode(Reference.self, from: data)
    var grids: [String: PriceGrid] = [:]
    for (name, ranges) in reference.structures {
      grids[name] = try grid(ranges.map { ($0.start, $0.end, $0.step) })
    }
    #expect(reference.cases.count > 100)
    for item in reference.cases {
      let grid = try #require(grids[item.structure])
      let price = Price(tenThousandths: item.price1e4)
      #expect(grid.contains(price) == item.onGrid, "\(item)")
      #expect(grid.floor(price) == Price(tenThousandths: item.floor), "\(item)")
      #expect(grid.ceil(price) == Price(tenThousandths: item.ceil), "\(item)")
    }
  }

  @Test(arguments: published.indices)
  func `snapping, ticks and slots agree with the list of all grid prices`(place: Int) throws {
    let bands = Self.published[place]
    let grid = try grid(bands)
    let all = Set(bands.flatMap { Array(stride(from: $0.0, through: $0.1, by: $0.2)) }).sorted()
    #expect(grid.slotCount == all.count)
    for (slot, value) in all.enumerated() {
      #expect(grid.slot(of: Price(tenThousandths: value)) == slot)
      #expect(grid.price(atSlot: slot) == Price(tenThousandths: value))
    }
    var below = 0
    for value in 0...10_000 {
      let price = Price(tenThousandths: value)
      while below + 1 < all.count, all[below + 1] <= value { below += 1 }
      let isOn = all[below] == value
      let above = isOn ? below : below + 1
      #expect(grid.contains(price) == isOn)
      #expect(grid.isOrderable(price) == (isOn && value > 0 && value < 10_000))
      #expect(grid.floor(price)?.tenThousandths == Int32(all[below]))
      #expect(grid.ceil(price)?.tenThousandths == Int32(all[above]))
      let higher = all.first { $0 > value && $0 < 10_000 }
      let lower = all.last { $0 < value && $0 > 0 }
      #expect(grid.tick(above: price)?.tenThousandths == higher.map(Int32.init))
      #expect(grid.tick(below: price)?.tenThousandths == lower.map(Int32.init))
    }
    #expect(grid.lowestOrderable == grid.tick(above: .zero))
    #expect(grid.highestOrderable == grid.tick(below: .dollar))
  }

  @Test func `bands that make no grid are refused with their place`() {
    func refusal(_ bands: [(Int, Int, Int)]) -> PriceGridError? {
      do {
        _ = try grid(bands)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal([]) == .empty)
    #expect(refusal([(0, 0, 100)]) == .reversedRange(at: 0))
    #expect(refusal([(0, 5_000, 100), (6_000, 10_000, 100)]) == .gap(at: 1))
    #expect(refusal([(0, 5_000, 100), (4_000, 10_000, 100)]) == .gap(at: 1))
    #expect(refusal([(0, 10_000, 0)]) == .badStep(at: 0))
    #expect(refusal([(0, 5_000, 100), (5_000, 10_000, 30)]) == .badStep(at: 1))
    let many = (0..<17).map { ($0 * 100, $0 * 100 + 100, 1) }
    #expect(refusal(many) == .tooManyRanges(17))
  }

  @Test func `a grid that starts above zero can be ordered at its ends`() throws {
    let grid = try grid([(1_000, 9_000, 100)])
    #expect(grid.lowestOrderable == Price(cents: 10))
    #expect(grid.highestOrderable == Price(cents: 90))
    #expect(grid.isOrderable(Price(cents: 10)))
    #expect(!grid.isOrderable(Price(cents: 9)))
    #expect(grid.floor(Price(cents: 9)) == nil)
    #expect(grid.floor(Price(cents: 95)) == Price(cents: 90))
    #expect(grid.ceil(Price(cents: 95)) == nil)
    #expect(grid.ceil(Price(cents: 5)) == Price(cents: 10))
    #expect(grid.tick(above: Price(cents: 2)) == Price(cents: 10))
    #expect(grid.tick(below: Price(cents: 99)) == Price(cents: 90))
  }

  @Test func `a grid survives coding and a bad one does not decode`() throws {
    let grid = try grid(Self.published[8])
    let data = try JSONEncoder().encode(grid)
    #expect(try JSONDecoder().decode(PriceGrid.self, from: data) == grid)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        PriceGrid.self, from: Data(#"[{"start":0,"end":10000,"step":3}]"#.utf8))
    }
  }
}

/// A grid of bands in ten-thousandths.
func grid(_ bands: [(Int, Int, Int)]) throws(PriceGridError) -> PriceGrid {
  try PriceGrid(
    ranges: bands.map {
      PriceRange(
        start: Price(tenThousandths: $0.0), end: Price(tenThousandths: $0.1),
        step: Price(tenThousandths: $0.2))
    })
}

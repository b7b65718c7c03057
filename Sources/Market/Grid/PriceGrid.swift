/// The prices a market accepts, built from its `price_ranges` and never from the name of its
/// structure: names appear without notice, bands say what they mean.
///
/// Every price of the grid has a *slot*, its rank from the lowest price: slot 0 is the start of the
/// first band and ``lastSlot`` the end of the last one. Order books index their ladders by slot.
///
/// Zero and one dollar are grid points for snapping and for settlement, but no order may carry
/// them: see ``isOrderable(_:)``.
///
/// All look-ups are O(bands) with at most ``maximumRanges`` bands, O(1) on a uniform grid, and do
/// not allocate. Source: Kalshi "fixed point migration", `price_ranges`.
public struct PriceGrid: Hashable, Sendable {
  /// More bands than any published structure (three) by far; more are refused.
  public static let maximumRanges = 16

  public let ranges: [PriceRange]
  /// The number of grid prices less one: the slot of the highest price.
  public let lastSlot: Int
  let bands: [Band]

  /// Validates the bands: ordered, contiguous, each step dividing its band.
  public init(ranges: [PriceRange]) throws(PriceGridError) {
    guard !ranges.isEmpty else { throw .empty }
    guard ranges.count <= Self.maximumRanges else { throw .tooManyRanges(ranges.count) }
    var bands: [Band] = []
    bands.reserveCapacity(ranges.count)
    var slot: Int32 = 0
    for (place, range) in ranges.enumerated() {
      guard range.start < range.end else { throw .reversedRange(at: place) }
      if place > 0, ranges[place - 1].end != range.start { throw .gap(at: place) }
      let (step, width) = (
        range.step.tenThousandths, range.end.tenThousandths - range.start.tenThousandths
      )
      guard step > 0, width % step == 0 else { throw .badStep(at: place) }
      bands.append(Band(range, firstSlot: slot))
      slot += width / step
    }
    self.ranges = ranges
    self.bands = bands
    lastSlot = Int(slot)
  }

  /// Whole cents from zero to one dollar: what every sports game market used up to 2026.
  public static let wholeCents = PriceGrid(uniformStep: Price(cents: 1))

  private init(uniformStep step: Price) {
    let range = PriceRange(start: .zero, end: .dollar, step: step)
    ranges = [range]
    bands = [Band(range, firstSlot: 0)]
    lastSlot = Int(10_000 / step.tenThousandths)
  }

  /// The number of grid prices, both ends counted.
  public var slotCount: Int { lastSlot + 1 }
  /// The lowest grid price, mostly zero.
  public var lowest: Price { Price(unchecked: bands[0].start) }
  /// The highest grid price, mostly one dollar.
  public var highest: Price { Price(unchecked: bands[bands.count - 1].end) }

  /// The lowest price an order may carry: above zero.
  public var lowestOrderable: Price {
    lowest > .zero ? lowest : Price(unchecked: bands[0].start + bands[0].step)
  }
  /// The highest price an order may carry: below one dollar.
  public var highestOrderable: Price {
    let last = bands[bands.count - 1]
    return highest < .dollar ? highest : Price(unchecked: last.end - last.step)
  }

  /// True where the price is on the grid, zero and one dollar included when the bands reach them.
  public func contains(_ price: Price) -> Bool { slot(of: price) != nil }

  /// True where an order may carry the price: on the grid, above zero and below one dollar.
  public func isOrderable(_ price: Price) -> Bool {
    price > .zero && price < .dollar && contains(price)
  }

  /// The highest grid price at or below `price`; nil below the whole grid.
  public func floor(_ price: Price) -> Price? {
    guard price >= lowest else { return nil }
    let band = band(containing: min(price, highest))
    let (start, step) = (band.start, band.step)
    let offset = min(price.tenThousandths, band.end) - start
    return Price(unchecked: start + offset / step * step)
  }

  /// The lowest grid price at or above `price`; nil above the whole grid.
  public func ceil(_ price: Price) -> Price? {
    guard price <= highest else { return nil }
    let band = band(containing: max(price, lowest))
    let (start, step) = (band.start, band.step)
    let offset = max(price.tenThousandths, start) - start
    return Price(unchecked: start + (offset + step - 1) / step * step)
  }

  /// The lowest orderable price strictly above `price`; nil when there is none.
  public func tick(above price: Price) -> Price? {
    guard price < .dollar,
      let next = ceil(Price(unchecked: price.tenThousandths + 1)), next < .dollar
    else { return nil }
    return next
  }

  /// The highest orderable price strictly below `price`; nil when there is none.
  public func tick(below price: Price) -> Price? {
    guard price > .zero,
      let next = floor(Price(unchecked: price.tenThousandths - 1)), next > .zero
    else { return nil }
    return next
  }

  /// The rank of a grid price; nil off the grid.
  public func slot(of price: Price) -> Int? {
    guard price >= lowest, price <= highest else { return nil }
    let slot = band(containing: price).slot(of: price.tenThousandths)
    return slot < 0 ? nil : Int(slot)
  }

  /// The price of a rank.
  ///
  /// - Precondition: `slot` is in 0…``lastSlot``.
  public func price(atSlot slot: Int) -> Price {
    precondition((0...lastSlot).contains(slot), "slot \(slot) is outside the grid")
    let wanted = Int32(truncatingIfNeeded: slot)
    var place = bands.count - 1
    while bands[place].firstSlot > wanted { place -= 1 }
    return Price(unchecked: bands[place].price(atSlot: wanted))
  }

  private func band(containing price: Price) -> Band {
    // By index: in a debug build an iterator allocates, and orders come through here.
    var place = 0
    while place < bands.count - 1, price.tenThousandths >= bands[place].end { place += 1 }
    return bands[place]
  }
}

extension PriceGrid: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      self = try PriceGrid(ranges: container.decode([PriceRange].self))
    } catch let error as PriceGridError {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: error.description)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ranges)
  }
}

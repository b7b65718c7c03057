/// One band of a market's price grid: the multiples of `step` counted from `start`, up to `end`.
///
/// Both ends belong to the band; where two bands meet, the shared price belongs to both.
public struct PriceRange: Hashable, Sendable, Codable {
  public let start: Price
  public let end: Price
  public let step: Price

  public init(start: Price, end: Price, step: Price) {
    self.start = start
    self.end = end
    self.step = step
  }
}

/// Why a list of bands is no price grid.
public enum PriceGridError: Error, Hashable, Sendable {
  /// No band at all.
  case empty
  /// More bands than ``PriceGrid/maximumRanges``.
  case tooManyRanges(Int)
  /// The band at this place ends at or before its start.
  case reversedRange(at: Int)
  /// The band at this place has no step, or one that does not divide the band.
  case badStep(at: Int)
  /// The band at this place does not start where the one before it ends.
  case gap(at: Int)
}

extension PriceGridError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "price_ranges is empty; the market cannot be traded without its grid"
    case .tooManyRanges(let count):
      "price_ranges has \(count) bands, at most \(PriceGrid.maximumRanges) are read"
    case .reversedRange(let place): "price_ranges[\(place)] ends at or before its start"
    case .badStep(let place): "price_ranges[\(place)] has a step that does not divide the band"
    case .gap(let place): "price_ranges[\(place)] does not start where the band before it ends"
    }
  }
}

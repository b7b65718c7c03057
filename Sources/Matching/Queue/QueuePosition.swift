internal import Glibc
public import Market

/// Where a resting order stands in the queue at its price, as far as public data tell.
///
/// The exchange shows the size of a level, not who stands where. Trades take from the front; a
/// cancel may have stood before us or behind, and ``QueueModel`` says which. Sizes are of the level
/// without our own order. Trades beyond our order take from those behind us. Source: `quant.md`
/// 10.1.
public struct QueuePosition: Hashable, Sendable {
  public let model: QueueModel
  /// The size of our order, filled or not.
  public private(set) var size: Quantity
  /// Hundredths of a contract before us; a fraction under ``QueueModel/proportional(power:)``, and
  /// a whole number under the other two.
  public private(set) var aheadHundredths: Double
  /// Hundredths of a contract behind us.
  public private(set) var behindHundredths: Double
  /// What trades took of our order, as the model has it, with fractions of a hundredth.
  public private(set) var modelFilledHundredths: Double = 0

  /// An order that joins behind all that is displayed.
  ///
  /// - Throws: ``QueueError`` for a size that is not positive, a negative displayed size, one above
  ///   `Quantity.maximum`, or a power that is not above zero and at most 64.
  public init(
    _ model: QueueModel, joiningBehind displayed: Quantity, size: Quantity
  ) throws(QueueError) {
    if case .proportional(let power) = model, !(power > 0 && power <= 64) {
      throw .powerOutOfRange(power)
    }
    guard size > .zero, size <= .maximum else { throw .sizeOutOfRange(size) }
    guard displayed >= .zero, displayed <= .maximum else { throw .sizeOutOfRange(displayed) }
    self.model = model
    self.size = size
    aheadHundredths = Double(displayed.hundredths)
    behindHundredths = 0
  }

  /// What is filled of our order: the model's figure, rounded down, against us. A figure less than
  /// 10⁻⁶ of a hundredth below a whole one counts as that: so much is the arithmetic's own noise.
  public var filled: Quantity {
    let whole = (modelFilledHundredths + 1e-6).rounded(.down)
    return min(size, Quantity(hundredths: Int64(whole)))
  }

  public var remaining: Quantity { size - filled }

  /// True when nothing is left to fill; events change nothing any more.
  public var isFilled: Bool { remaining.isZero }

  /// Takes in what happened at our price, and returns what it filled of our order.
  ///
  /// - Throws: ``QueueError/sizeOutOfRange(_:)`` for a negative size or one above
  ///   `Quantity.maximum`; the position is then as before.
  public mutating func apply(_ event: QueueEvent) throws(QueueError) -> Quantity {
    let change = event.size
    guard change >= .zero, change <= .maximum else { throw .sizeOutOfRange(change) }
    guard !isFilled else { return .zero }
    let before = filled
    let amount = Double(change.hundredths)
    switch event {
    case .added:
      // Bounded, so that no sequence of events leaves the range where hundredths are exact.
      behindHundredths = min(
        behindHundredths + amount, Double(Quantity.maximum.hundredths) - aheadHundredths)
    case .traded: trade(amount)
    case .cancelled: cancel(amount)
    case .tradedThrough:
      aheadHundredths = 0
      behindHundredths = 0
      modelFilledHundredths = Double(size.hundredths)
    }
    return filled - before
  }

  /// Changes the size of our order; `displayed` is the level without it.
  ///
  /// Less keeps the place, more loses it: the order then stands behind all that is displayed.
  /// - Throws: ``QueueError/sizeOutOfRange(_:)`` for a size that is not above what is filled.
  public mutating func amend(
    size newSize: Quantity, displayed: Quantity
  ) throws(QueueError) {
    guard newSize > filled, newSize <= .maximum else { throw .sizeOutOfRange(newSize) }
    guard displayed >= .zero, displayed <= .maximum else { throw .sizeOutOfRange(displayed) }
    if newSize > size {
      aheadHundredths = Double(displayed.hundredths)
      behindHundredths = 0
    }
    size = newSize
  }

  private mutating func trade(_ amount: Double) {
    let fromAhead = min(aheadHundredths, amount)
    aheadHundredths -= fromAhead
    let ours = min(Double(size.hundredths) - modelFilledHundredths, amount - fromAhead)
    modelFilledHundredths += ours
    behindHundredths -= min(behindHundredths, amount - fromAhead - ours)
  }

  private mutating func cancel(_ amount: Double) {
    let total = aheadHundredths + behindHundredths
    let gone = min(amount, total)
    var fromAhead: Double
    switch model {
    case .conservative: fromAhead = gone - min(behindHundredths, gone)
    case .optimistic: fromAhead = min(aheadHundredths, gone)
    case .proportional(let power):
      guard aheadHundredths > 0 else {
        fromAhead = 0
        break
      }
      fromAhead = gone / (1 + pow(behindHundredths / aheadHundredths, power))
      // Neither side loses more than it has; the other side then loses the rest.
      fromAhead = min(max(fromAhead, gone - behindHundredths), aheadHundredths)
    }
    aheadHundredths -= fromAhead
    behindHundredths = max(0, behindHundredths - (gone - fromAhead))
  }
}

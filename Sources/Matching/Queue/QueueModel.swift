public import Market

/// Which part of the queue a cancel is thought to come from. Results are reported under all three.
public enum QueueModel: Hashable, Sendable {
  /// From behind us first: the least favourable.
  case conservative
  /// From before us first: the most favourable.
  case optimistic
  /// Of a cancel, the share aheadⁿ / (aheadⁿ + behindⁿ) stood before us; n above 0, at most 64. At
  /// 1 every contract is as likely to be cancelled as any other; calibrated on live queue
  /// positions.
  case proportional(power: Double)
}

/// What happened to the level that our order rests in; sizes are without our own order.
public enum QueueEvent: Hashable, Sendable {
  /// Orders joined behind.
  case added(Quantity)
  /// Somebody traded at our price: the whole size, whoever was filled.
  case traded(Quantity)
  /// Orders were taken out of the level.
  case cancelled(Quantity)
  /// Somebody traded at a price worse than ours: nobody is left at ours.
  case tradedThrough

  var size: Quantity {
    switch self {
    case .added(let size), .traded(let size), .cancelled(let size): size
    case .tradedThrough: .zero
    }
  }
}

/// Why a ``QueuePosition`` cannot take something in.
public enum QueueError: Error, Hashable, Sendable {
  /// Negative, zero where something must be, or above `Quantity.maximum`.
  case sizeOutOfRange(Quantity)
  /// The power of the proportional model must be above 0 and at most 64.
  case powerOutOfRange(Double)
}

extension QueueError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .sizeOutOfRange(let size): "a size of \(size) contracts is out of range here"
    case .powerOutOfRange(let power): "a power of \(power) is not above 0 and at most 64"
    }
  }
}

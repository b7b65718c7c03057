/// One price of a book and the size that rests there.
public struct BookLevel: Hashable, Sendable, Codable {
  public let price: Price
  public let quantity: Quantity

  public init(price: Price, quantity: Quantity) {
    self.price = price
    self.quantity = quantity
  }
}

/// How far a book can be trusted. Only a live book may be traded on.
public enum BookState: Hashable, Sendable {
  /// No snapshot yet: nothing is known, which is not the same as a book without orders.
  case awaitingSnapshot
  /// A snapshot and every change since then have been applied.
  case live
  /// Live, but the best bid is at or above the best ask, which the exchange's matching rules out:
  /// two feeds mixed, or a change that is still to come. Heals by itself with the next changes.
  case crossed
  /// The book is wiped and stays so until the next snapshot.
  case blocked(BookFault)
}

/// What made a book unusable until the next snapshot.
public enum BookFault: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// The feed skipped a sequence number or the connection was lost.
  case gapped
  /// A change would have left less than nothing at a level.
  case negativeLevel
  /// A level at a price that no order can have.
  case offGrid
  /// A level above ``OrderBook/maximumLevel``.
  case levelTooLarge
  /// A snapshot named one level twice.
  case duplicateLevel
  /// The market's grid changed so that a resting level is not on it.
  case gridChanged
}

/// What a change did to a book.
public enum BookOutcome: UInt8, Hashable, Sendable, CaseIterable {
  /// Applied; the book is live.
  case ok
  /// Applied; the book is now crossed, see ``BookState/crossed``.
  case crossed
  /// Not applied: there is no snapshot to change, or the book is blocked already.
  case notLive
  /// Refused and the book blocked: ``BookFault/negativeLevel``.
  case negativeLevel
  /// Refused and the book blocked: ``BookFault/offGrid``.
  case offGrid
  /// Refused and the book blocked: ``BookFault/levelTooLarge``.
  case levelTooLarge
  /// Refused and the book blocked: ``BookFault/duplicateLevel``.
  case duplicateLevel
}

/// What can be taken from one side of a book up to a limit.
public struct DepthWalk: Hashable, Sendable {
  /// What there is, at most what was asked for.
  public let quantity: Quantity
  /// Price times size over the levels taken: what a buyer pays and a seller receives, without fees.
  public let value: Money
  /// The last price touched; nil when nothing can be taken.
  public let worst: Price?
  /// How many levels were touched.
  public let levels: Int

  public init(quantity: Quantity, value: Money, worst: Price?, levels: Int) {
    self.quantity = quantity
    self.value = value
    self.worst = worst
    self.levels = levels
  }
}

/// In which leg's prices a feed writes the NO side of a book: the exchange's `use_yes_price`
/// switch.
public enum NoSidePricing: UInt8, Hashable, Sendable, Codable {
  /// `use_yes_price: false`: a NO bid at 0.48 is written 0.48.
  case noLeg
  /// `use_yes_price: true`: the same bid is written 0.52.
  case yesLeg
}

extension BookLevel {
  /// The place in the one YES book of a level that a feed wrote under an outcome.
  ///
  /// A YES bid is a bid. A NO bid at p is a YES ask at one dollar less p. This is the only place
  /// where the two legs become one.
  @inlinable
  public static func unify(
    _ outcome: Outcome, price: Price, noSide pricing: NoSidePricing
  ) -> (side: BookSide, price: Price) {
    switch (outcome, pricing) {
    case (.yes, _): (.bid, price)
    case (.no, .noLeg): (.ask, price.complement)
    case (.no, .yesLeg): (.ask, price)
    }
  }
}

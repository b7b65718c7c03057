/// A side of the one YES book of a market.
///
/// A bid buys YES; an ask sells YES, which is the same as buying NO at the complement.
public enum BookSide: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case bid
  case ask

  @inlinable public var opposite: BookSide { self == .bid ? .ask : .bid }
  /// +1 for a bid, −1 for an ask: what a fill does to a position in YES contracts.
  @inlinable public var sign: Int64 { self == .bid ? 1 : -1 }
}

/// The leg of a contract: YES pays a dollar when the claim comes true, NO when it does not.
public enum Outcome: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case yes
  case no

  @inlinable public var opposite: Outcome { self == .yes ? .no : .yes }
}

/// Whether a fill met a resting order or was one. Fees differ.
public enum Liquidity: UInt8, Hashable, Sendable, Codable, CaseIterable {
  case taker
  case maker
}

public import Market

extension ManagedOrder {
  /// Where the order is in its life.
  public enum Phase: UInt8, Hashable, Sendable, Codable, CaseIterable {
    /// Sent; nothing heard.
    case sent
    /// The exchange has it on the book.
    case resting
    /// It may be on the book, filled, or not exist: it must be asked for.
    case unknown
    /// It can trade no more, but fills it was promised are still to come.
    case settling
    /// Nothing of it is left anywhere.
    case done
  }

  /// How an order ended.
  public enum Ending: UInt8, Hashable, Sendable, Codable {
    case filled
    case canceled
    case rejected
    /// No trace was found in as many searches as the configuration asks for.
    case neverArrived
    /// Its time was over.
    case expired
    /// It never left this process.
    case unsent
  }

  /// A change of a resting order that is out.
  public struct Amendment: Hashable, Sendable, Codable {
    public let price: Price
    /// Filled and remaining together.
    public let total: Quantity
  }
}

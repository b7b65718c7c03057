/// A market's place in the session's catalogue: dense from 0, so that tables are arrays.
///
/// Tickers are text at the edge; inside, everything is one of these.
public struct MarketID: Hashable, Comparable, Sendable, Codable {
  public let index: Int32

  public init(_ index: Int) { self.index = Int32(index) }

  public static func < (left: MarketID, right: MarketID) -> Bool { left.index < right.index }
}

/// A game's place in the session's catalogue: dense from 0. All markets of one game share it.
public struct GameID: Hashable, Comparable, Sendable, Codable {
  public let index: Int32

  public init(_ index: Int) { self.index = Int32(index) }

  public static func < (left: GameID, right: GameID) -> Bool { left.index < right.index }
}

/// A bookmaker's place in the session's list: dense from 0.
public struct BookmakerID: Hashable, Comparable, Sendable, Codable {
  public let index: Int32

  public init(_ index: Int) { self.index = Int32(index) }

  public static func < (left: BookmakerID, right: BookmakerID) -> Bool { left.index < right.index }
}

/// The id we give an order before it is sent: 128 bits, written as a UUID.
///
/// The session half is drawn once per run, the sequence half counts, so that ids are unique across
/// restarts and still a pure function of the engine's input.
public struct ClientOrderID: Hashable, Sendable, Codable {
  public let session: UInt64
  public let sequence: UInt64

  public init(session: UInt64, sequence: UInt64) {
    self.session = session
    self.sequence = sequence
  }
}

/// A profile's place in the session's list: dense from 0.
///
/// 0 is the arbitrage strategy, which trades what no profile has for itself.
public struct ProfileID: Hashable, Comparable, Sendable, Codable {
  public let index: UInt8

  public init(_ index: Int) { self.index = UInt8(index) }

  /// The strategy of design 4.
  public static let arbitrage = ProfileID(0)

  public static func < (left: ProfileID, right: ProfileID) -> Bool { left.index < right.index }
}

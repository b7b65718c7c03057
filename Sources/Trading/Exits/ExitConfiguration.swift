public import Market

/// When a profile sells what it holds (design 5, section 10).
public struct ExitConfiguration: Hashable, Sendable, Codable {
  /// What decides on profit and loss.
  public enum Rule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The design's table of moves, see ``ExitTable``.
    case table
    /// A bid above what the contract is believed to be worth, see ``BeliefExit``.
    case belief
    /// Neither: held until time or settlement ends it.
    case hold
  }

  public var rule = Rule.table
  public var mode = ExitLevels.Mode.design
  public var rows = ExitTable.designRows
  /// No position is held longer; 0 for as long as it takes.
  public var maximumHoldNanoseconds: Int64 = 0
  /// Sold this long before the game begins, or before the market's expected expiration where no
  /// start is known; −1 for not at all. Default of our own.
  public var beforeStartNanoseconds: Int64 = -1
  /// How long a sale waits before it is tried again lower. Default of our own.
  public var repriceNanoseconds: Int64 = 1_000_000_000
  /// Tries at falling prices before a sale takes any bid there is. Default of our own.
  public var triesBeforeCrossing: Int32 = 3

  public init() {}

  /// When a position is as old as it may be, on the session's clock; nil where none is too old.
  public func holdEnds(openedAt: Timestamp) -> Timestamp? {
    maximumHoldNanoseconds > 0 ? openedAt + maximumHoldNanoseconds : nil
  }

  /// When a position is sold because the game begins, on the venue's clock; nil for not at all.
  ///
  /// - Parameter start: of the game, or else the market's expected expiration; nil where nobody
  ///   knows either.
  public func beforeStartEnds(start: Timestamp?) -> Timestamp? {
    guard beforeStartNanoseconds >= 0 else { return nil }
    return start.map { $0 + (0 - beforeStartNanoseconds) }
  }

  /// Whether time alone calls for a sale.
  ///
  /// - Parameters:
  ///   - now: on the session's clock, as `openedAt` is.
  ///   - venueNow: on the venue's, as `start` is.
  public func isTimeUp(
    openedAt: Timestamp, now: Timestamp, start: Timestamp?, venueNow: Timestamp
  ) -> Bool {
    if let end = beforeStartEnds(start: start), venueNow >= end { return true }
    if let end = holdEnds(openedAt: openedAt), now >= end { return true }
    return false
  }

  /// Whether time alone may call for a sale some day.
  public var hasTime: Bool { maximumHoldNanoseconds > 0 || beforeStartNanoseconds >= 0 }

  /// What contradicts itself, as a sentence; nil where nothing does.
  public var contradiction: String? {
    do throws(ExitTable.Fault) {
      _ = try ExitTable(rows: rows)
    } catch {
      return "its exit table is none: \(error)"
    }
    if maximumHoldNanoseconds < 0 { return "the longest hold is below nothing" }
    if repriceNanoseconds <= 0 { return "a sale is tried again at once for ever" }
    if triesBeforeCrossing < 0 { return "fewer than no tries" }
    return nil
  }
}

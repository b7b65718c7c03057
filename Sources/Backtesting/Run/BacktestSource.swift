internal import Market
public import Trading

/// Something to play: one stretch of a recording, with its markets and what is known of them.
///
/// The same source serves any number of runs, at the same time as well.
public protocol BacktestSource: Sendable {
  /// Names the stretch in reports: a date, or a session of a journal.
  var name: String { get }
  /// By ``/Market/MarketID``.
  var markets: [TradedMarket] { get }
  /// The unit of resampling of each market, by ``/Market/MarketID``.
  var events: [String] { get }
  var games: Int { get }
  /// At most 64.
  var bookmakers: Int { get }
  /// Whether lines come when they were offered. Where not, none is ever too old: their age says
  /// nothing.
  var oddsHaveTimes: Bool { get }
  /// How many events it has, for progress.
  var eventCount: Int { get }
  /// What a reader must know of it.
  var notes: [String] { get }

  /// A number of all that is played: the same only where the same comes out. Reads all of it.
  ///
  /// - Throws: what is wrong with the recording.
  func digest() throws -> UInt64

  /// Begins the session at the stretch's first time and gives it every event, in order.
  ///
  /// - Throws: what is wrong with the recording; the run is then void.
  func play(into session: BacktestSession) throws
}

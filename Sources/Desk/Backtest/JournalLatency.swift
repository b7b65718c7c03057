public import Backtesting
internal import Journal

/// How long news and orders took in the sessions of a journal: what `--latency sampled:JOURNAL`
/// draws from.
///
/// A round trip is an order, a cancel or an amendment from its record to its answer's, by the
/// monotonic clock. A feed's latency is a change of a book from the exchange's own time to its
/// receipt, by the wall clock; where the exchange's clock is ahead of ours it says nothing.
public struct JournalLatency: Hashable, Sendable {
  /// Nanoseconds from a request to its answer, in the order of the answers.
  public let roundTrips: [Int64]
  /// Nanoseconds from the exchange's time of a change to its receipt; empty where the sessions
  /// replayed recorded times.
  public let feeds: [Int64]

  /// As many of each are kept: the first ones.
  public static let maximumSamples = 100_000

  /// Reads the sessions of a journal.
  ///
  /// - Throws: ``/Journal/JournalError`` for what cannot be read, ``ProcessFailure`` where no
  ///   request has been answered.
  public static func read(_ path: String) throws -> JournalLatency {
    let reader = try JournalReader(paths: [path])
    var scan = JournalLatencyScan()
    while let record = try reader.record() { try scan.take(record, in: reader.file) }
    let latency = JournalLatency(roundTrips: scan.roundTrips, feeds: scan.feeds)
    guard !latency.roundTrips.isEmpty else {
      let what =
        scan.sessions == 0
        ? "there is no session in it"
        : "no order of its sessions has been answered by an exchange (paper sessions send none)"
      throw ProcessFailure(
        .data, "\(path): \(what), so there is no round trip to draw from; use fixed:TIME")
    }
    return latency
  }

  /// As the venue of a backtest takes it.
  public func model(seed: UInt64) -> LatencyModel {
    .sampled(roundTrips: roundTrips, feeds: feeds, seed: seed)
  }
}

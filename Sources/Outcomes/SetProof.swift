/// What is proved of an event's markets together, and why not more.
public struct SetProof: Hashable, Sendable {
  /// What kind of event it is, whatever is proved of it.
  public enum Class: String, Hashable, Sendable, CaseIterable {
    case noMarkets = "no markets in the listing"
    case single = "one market"
    case brackets = "brackets of numbers"
    case ladder = "ladder of thresholds"
    case names = "names"
    case other = "other"
  }

  public let event: String
  public let series: String
  public let kind: Class
  /// Tickers of its markets, in the listing's order; of a ladder from the widest to the narrowest.
  public let tickers: [String]
  /// Exactly one pays: whether one YES of each is sure to pay a dollar.
  public let exhaustive: ProofLevel
  /// At most one pays: whether NO of m of them is sure to pay m − 1.
  public let exclusive: ProofLevel
  /// Each market of the ladder pays wherever the next one does: whether YES of a wider and NO of a
  /// narrower one are sure to pay a dollar.
  public let nested: ProofLevel
  /// Of everything that this rests on: ``ListedEvent/fingerprint``.
  public let fingerprint: UInt64

  /// Whether any set of it may be traded.
  public var isTradable: Bool {
    [exhaustive, exclusive, nested].contains { $0.charge != nil }
  }

  /// Whether the event is still what was looked at; any change unproves it.
  public func holds(for event: ListedEvent) -> Bool { event.fingerprint == fingerprint }
}

/// A signal as the journal keeps it: with what each bookmaker said.
///
/// Not a part of ``Signal``: that is made on an order's way, this when it has left. Bounded by the
/// bookmakers that an engine has, at most ``most``: each that has a line on the market is in it,
/// those too that were dropped, by ascending id; nothing is chosen or cut.
public struct SignalRecord: Hashable, Sendable, Codable {
  /// No engine has more bookmakers.
  public static let most = 64

  public var signal: Signal
  public var opinions: [SignalOpinion]

  public init(signal: Signal, opinions: [SignalOpinion]) {
    self.signal = signal
    self.opinions = opinions
  }
}

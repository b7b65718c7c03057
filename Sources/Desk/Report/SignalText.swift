internal import Market
internal import Trading

/// A profile's signals in a trader's words.
enum SignalText {
  /// One line, without its time.
  static func line(_ signal: Signal, ticker: String, profile: String) -> String {
    "\(profile) \(ticker): \(outcome(signal)); \(leg(signal)) at \(price(signal.ask)) is worth"
      + " \(worth(signal)) by \(signal.books) books, net edge"
      + " \(GateText.cents(Int64(signal.netEdge))) a contract\(gross(signal)), confidence"
      + " \(signal.confidence.score) (\(signal.confidence.tier))"
  }

  /// Before the fee.
  private static func gross(_ signal: Signal) -> String {
    guard let edge = signal.leg == .yes ? signal.yesEdge : signal.noEdge else { return "" }
    return " (gross \(GateText.cents(Int64(edge))))"
  }

  private static func leg(_ signal: Signal) -> String { signal.leg == .yes ? "YES" : "NO" }

  private static func price(_ price: Price) -> String {
    GateText.cents(Int64(price.tenThousandths))
  }

  private static func worth(_ signal: Signal) -> String {
    let probability = signal.leg == .yes ? signal.probability : 1 - signal.probability
    return GateText.cents(Int64((probability * 10_000).rounded(.down)))
  }

  static func words(_ bound: EntrySizing.Bound) -> String {
    switch bound {
    case .kelly: "Kelly asks for"
    case .game: "Kelly asks for beside what the game holds"
    case .depth: "are offered"
    case .collar: "leave the edge that is asked for"
    case .price: "are offered at max_price or below"
    }
  }

  /// What became of it.
  private static func outcome(_ signal: Signal) -> String {
    guard signal.stop.gate == .traded else {
      let distance = GateText.distance(signal.stop)
      return "\(signal.action), \(signal.stop.gate.code): \(GateText.name(signal.stop.gate))"
        + (distance == "-" || signal.stop.distance == EntryConditions.unknown
          ? "" : " by \(distance)")
    }
    let cut =
      signal.binding.map { ", cut from \(signal.recommended) by \($0.code)" }
      ?? ", as many as \(words(signal.bound))"
    return "\(signal.action) \(signal.admitted) at \(price(signal.maximumPrice)) or better\(cut)"
  }
}

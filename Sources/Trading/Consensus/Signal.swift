public import Market

/// An edge that was worth a profile's attention, and what became of it (design 5, section 8): what
/// a leg is worth less what it is offered at, before the fee, is the profile's least edge or more.
///
/// Journaled whether or not it trades; said again only when what it would do changes.
public struct Signal: Hashable, Sendable, Codable {
  public var profile: ProfileID
  public var market: MarketID
  /// The leg with the larger net edge: what would be bought.
  public var leg: Outcome
  /// ``Gate/traded``, or what stopped it and by how much.
  public var stop: GateStop
  /// What each leg is worth less what it is offered at, in 1/10 000 $; nil where nobody offers it.
  public var yesEdge: Int32?
  public var noEdge: Int32?
  /// Of the leg after its fee at the intended size, in 1/10 000 $ a contract; nil where the
  /// exchange's fee is not known.
  public var netEdge: Int32?
  /// In the leg's own prices.
  public var ask: Price
  public var bid: Price?
  /// That YES pays, by the books.
  public var probability: Double
  /// Books left after drops, and highest less lowest of them in 1/10 000.
  public var books: Int32
  public var bookSpread: Int32
  /// Of the oldest line that counts.
  public var oldestNanoseconds: Int64
  /// How it stood with each condition: all that were not met, with their distances. Where no gate
  /// before them stops it, the first of them is ``stop``.
  public var conditions: EntryConditions
  /// Contracts of the last 24 hours; nil where nobody has said.
  public var volume: Int64?
  /// What made the recommended size no larger, before any limit of risk.
  public var bound: EntrySizing.Bound
  /// Contracts by Kelly, and those that every limit lets through; 0 where none does.
  public var recommended: Int64
  public var admitted: Int64
  /// The limit that cut it; nil where none did.
  public var binding: Gate?
  /// Never is more paid for a contract.
  public var maximumPrice: Price
  /// Cost and fees of what was recommended, and what it is expected to bring over them.
  public var risk: Money
  public var expectedProfit: Money
  /// The same of what was admitted; zero where nothing was.
  public var admittedRisk: Money
  public var admittedProfit: Money

  /// What the leg is worth less what it is offered at, in 1/10 000 $; nil where nobody offers it.
  public var edge: Int32? { leg == .yes ? yesEdge : noEdge }
  /// The design's `edge_percent`: the same in percent of what the leg is offered at, in hundredths
  /// of a percent, rounded down. Follows from the two, so it is not recorded.
  public var edgePercentHundredths: Int64? {
    edge.flatMap { ask > .zero ? Int64($0) * 10_000 / Int64(ask.tenThousandths) : nil }
  }

  public var confidence: Confidence { conditions.confidence }

  /// What the other leg is offered at, in its own prices: one book has both legs. Nil where nobody
  /// bids for this one.
  public var otherAsk: Price? { bid?.complement }
  /// What is bid for the other leg, in its own prices.
  public var otherBid: Price { ask.complement }

  /// As the design writes it.
  public var action: String {
    guard stop.gate == .traded else { return "NO_TRADE" }
    return leg == .yes ? "BUY_YES" : "BUY_NO"
  }

  /// What must change for it to be said again.
  var key: SignalKey {
    SignalKey(
      leg: leg, gate: stop.gate, ask: ask, recommended: recommended, admitted: admitted,
      books: books, isBrief: false)
  }
}

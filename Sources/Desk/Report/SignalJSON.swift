internal import FoundationEssentials
internal import Market
internal import Trading

/// A signal as one line of JSON: the design's fields by its names, and ours beside them.
///
/// Prices, edges and spreads are in 1/10 000 $ or 1/10 000, money is in micro-dollars, as every
/// name says; what is not known is left out.
struct SignalJSON: Encodable {
  /// A condition or gate that was not met; no distance where it has none or nobody can say.
  struct Unmet: Encodable {
    let gate: String
    let distance: Int64?
    let unit: String?

    init(_ stop: GateStop) {
      gate = stop.gate.code
      let unit = GateText.unit(stop.gate)
      let isKnown = unit != nil && stop.distance != EntryConditions.unknown
      (distance, self.unit) = isKnown ? (stop.distance, unit) : (nil, nil)
    }
  }

  struct Opinion: Encodable {
    let bookmaker: String
    let probability: Double
    let ageMs: Int64
    let share: Double
  }

  let time: String
  let profile: String
  let ticker: String
  let action: String
  let shouldTrade: Bool
  let bestSide: String
  let yesEdgeE4: Int32?
  let noEdgeE4: Int32?
  let bestEdgeE4: Int32?
  let netEdgeE4: Int32?
  let edgePercent: Double?
  let bidE4: Int32?
  let askE4: Int32
  let otherBidE4: Int32
  let otherAskE4: Int32?
  let volume: Int64?
  let consensusYes: Double
  let bookCount: Int32
  let bookSpreadE4: Int32
  let oldestLineMs: Int64
  let confidenceScore: Int32
  let confidenceTier: String
  let recommendedContracts: Int64
  let maxPriceE4: Int32
  let riskAmountE6: Int64
  let potentialProfitE6: Int64
  let admittedContracts: Int64
  let admittedRiskAmountE6: Int64
  let admittedPotentialProfitE6: Int64
  /// What stopped it; absent where it traded.
  let blockedBy: Unmet?
  let unmet: [Unmet]
  /// The limit that cut the size.
  let cutBy: String?
  let opinions: [Opinion]

  init(
    _ record: SignalRecord, time: Timestamp, ticker: String, profile: String,
    names: [BookmakerID: String]
  ) {
    let signal = record.signal
    self.time = TimeText.exact(time)
    self.profile = profile
    self.ticker = ticker
    action = signal.action
    shouldTrade = signal.stop.gate == .traded
    bestSide = signal.leg == .yes ? "yes" : "no"
    (yesEdgeE4, noEdgeE4, bestEdgeE4) = (signal.yesEdge, signal.noEdge, signal.edge)
    netEdgeE4 = signal.netEdge
    edgePercent = signal.edgePercentHundredths.map { Double($0) / 100 }
    (bidE4, askE4) = (signal.bid?.tenThousandths, signal.ask.tenThousandths)
    otherBidE4 = signal.otherBid.tenThousandths
    otherAskE4 = signal.otherAsk?.tenThousandths
    volume = signal.volume
    consensusYes = signal.probability
    (bookCount, bookSpreadE4) = (signal.books, signal.bookSpread)
    oldestLineMs = signal.oldestNanoseconds / 1_000_000
    confidenceScore = signal.confidence.score
    confidenceTier = "\(signal.confidence.tier)".uppercased()
    recommendedContracts = signal.recommended
    maxPriceE4 = signal.maximumPrice.tenThousandths
    riskAmountE6 = signal.risk.microDollars
    potentialProfitE6 = signal.expectedProfit.microDollars
    admittedContracts = signal.admitted
    admittedRiskAmountE6 = signal.admittedRisk.microDollars
    admittedPotentialProfitE6 = signal.admittedProfit.microDollars
    blockedBy = signal.stop.gate == .traded ? nil : Unmet(signal.stop)
    unmet = signal.conditions.unmet.map {
      Unmet(GateStop($0.gate, distance: signal.conditions.missing($0)))
    }
    cutBy = signal.binding?.code
    opinions = record.opinions.map {
      Opinion(
        bookmaker: names[$0.bookmaker] ?? "bookmaker \($0.bookmaker.index)",
        probability: $0.probability, ageMs: $0.ageNanoseconds / 1_000_000, share: $0.share)
    }
  }

  /// One line, keys in the order of the alphabet.
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

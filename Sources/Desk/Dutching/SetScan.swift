public import Kalshi
public import Market
public import Outcomes

/// One look at a catalogue: which events could be a set, which are one, what they cost, and why the
/// others are none.
public struct SetScan: Sendable {
  /// A set that costs less than it pays, or nearly so.
  public struct Finding: Hashable, Sendable {
    public var event: String
    public var title: String
    public var level: ProofLevel
    public var price: SetPrice

    /// It would be bought: proved, and its profit is above nothing.
    public var isCandidate: Bool { level.charge != nil && price.profit > .zero }
  }

  /// Looked at.
  public private(set) var events = 0
  public private(set) var markets = 0
  /// Combos, which are never looked at.
  public private(set) var combos = 0
  public private(set) var classes: [SetProof.Class: Int] = [:]
  /// Events without any proof, by the reason's kind.
  public private(set) var reasons: [String: Int] = [:]
  /// Events of which some set is proved.
  public private(set) var proved = 0
  /// Of those, events that charge nobody knows what.
  public private(set) var feesUnknown = 0
  /// Proved events and priced sets that the filter left out, by its reason.
  public private(set) var filtered: [String: Int] = [:]
  /// Sets of proved events that lack an offer.
  public private(set) var withoutOffer = 0
  /// Events that could not be read at all.
  public private(set) var unread = 0
  /// Largest profit first; at most ``mostFindings``.
  public private(set) var findings: [Finding] = []
  /// Findings that found no room.
  public private(set) var dropped = 0

  /// No more findings are kept: the best of them.
  public static let mostFindings = 1_000

  private let prover: SetProver
  private let now: Timestamp
  /// Up to so much missing a set is a near miss.
  private let nearMiss: Money
  private let filter: SetFilter

  public init(
    prover: SetProver, at now: Timestamp, nearMiss: Money, filter: SetFilter = SetFilter()
  ) {
    self.prover = prover
    self.filter = filter
    self.now = now
    self.nearMiss = nearMiss
  }

  mutating func noteUnread(_ count: Int) { unread += count }

  /// Looks at an event.
  ///
  /// - Parameter series: its fees and category; nil where they are not known.
  public mutating func take(_ event: KalshiEvent, series: KalshiSeries?) {
    events += 1
    markets += event.markets.count
    combos += event.markets.count(where: \.isCombo)
    let listed = ListedEvent(event)
    let proof = prover.proof(of: listed, on: CivilDate(easternAt: now))
    classes[proof.kind, default: 0] += 1
    guard proof.isTradable else {
      if case .unproved(let why) = proof.kind == .ladder ? proof.nested : proof.exhaustive {
        reasons[why.kind, default: 0] += 1
      }
      return
    }
    proved += 1
    if let objection = filter.objection(to: event, series: series, at: now) {
      filtered[objection, default: 0] += 1
      return
    }
    let timeline = FeeTimeline(series: series?.fees ?? .none, event: event.feeOverride)
    guard let fees = try? timeline.schedule(at: now) else {
      feesUnknown += 1
      return
    }
    var quotes: [String: OutcomeQuote] = [:]
    for market in event.markets { quotes[market.ticker] = OutcomeQuote(market) }
    let pricing = SetPricing(proof, quotes: quotes, fees: fees)
    for kind in SetPrice.Kind.allCases { add(pricing.best(kind), kind, proof, event) }
  }

  private mutating func add(
    _ outcome: SetPricing.Outcome, _ kind: SetPrice.Kind, _ proof: SetProof, _ event: KalshiEvent
  ) {
    switch outcome {
    case .unproved: return
    case .noOffer: withoutOffer += 1
    case .priced(let price):
      guard price.profit + nearMiss >= .zero else { return }
      if let objection = filter.objection(to: price) {
        filtered[objection, default: 0] += 1
        return
      }
      let level =
        switch kind {
        case .yesSet: proof.exhaustive
        case .noBasket: proof.exclusive
        case .spread: proof.nested
        }
      let finding = Finding(
        event: event.ticker, title: event.title ?? "", level: level, price: price)
      let place = findings.firstIndex { $0.price.profit < price.profit } ?? findings.count
      findings.insert(finding, at: place)
      if findings.count > Self.mostFindings {
        findings.removeLast()
        dropped += 1
      }
    }
  }

  public var candidates: [Finding] { findings.filter(\.isCandidate) }
  public var nearMisses: [Finding] { findings.filter { !$0.isCandidate } }
}

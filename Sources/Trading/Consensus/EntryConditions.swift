public import Market

/// One of the conditions of an entry (design 5, section 8), in the design's order.
public enum EntryCondition: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// Distance: missing net edge, in 1/10 000 $ a contract.
  case minimumEdge
  /// Distance: missing books.
  case bookCount
  /// Distance: how far the books are too far apart, in 1/10 000.
  case bookSpread
  /// Distance: how much the exchange's spread is too wide, in 1/10 000 $.
  case kalshiSpread
  /// Distance: missing contracts.
  case volume
  /// Distance: minutes too early or too late.
  case hoursToEvent
  /// Distance: how far the price lies outside, in 1/10 000 $.
  case priceBounds
  /// The score's tier is not to be skipped. Distance: missing points.
  case confidence

  /// The gate that stands for it.
  public var gate: Gate {
    switch self {
    case .minimumEdge: .netEdge
    case .bookCount: .tooFewBookmakers
    case .bookSpread: .bookSpread
    case .kalshiSpread: .kalshiSpread
    case .volume: .volume
    case .hoursToEvent: .hoursToEvent
    case .priceBounds: .priceBounds
    case .confidence: .confidence
    }
  }
}

/// What the conditions look at: one leg of a market as its buyer sees it.
public struct EntryView: Hashable, Sendable {
  /// What the leg is worth by the consensus, as its buyer counts it.
  public var value: Price
  /// What it is offered at, and what is bid for it; nil where nobody does.
  public var ask: Price
  public var bid: Price?
  /// The fee of a contract at the intended size, in 1/10 000 $, rounded up; nil where the
  /// exchange's fee is not known.
  public var fee: Int32?
  /// Books left after drops, and highest less lowest of their probabilities, in 1/10 000.
  public var books: Int32
  public var bookSpread: Int32
  /// Contracts of the last 24 hours; nil where nobody has said.
  public var volume: Int64?
  /// Minutes to the start; negative once the game has begun, nil where nobody knows when it does.
  public var minutesToStart: Int64?

  public init(
    value: Price, ask: Price, bid: Price?, fee: Int32?, books: Int32, bookSpread: Int32,
    volume: Int64?, minutesToStart: Int64?
  ) {
    self.value = value
    self.ask = ask
    self.bid = bid
    self.fee = fee
    self.books = books
    self.bookSpread = bookSpread
    self.volume = volume
    self.minutesToStart = minutesToStart
  }

  /// Value less ask, in 1/10 000 $.
  public var grossEdge: Int32 { value.tenThousandths - ask.tenThousandths }
  /// The same less the fee; nil where that is not known.
  public var netEdge: Int32? { fee.map { grossEdge - $0 } }
}

/// How an entry stands with each condition of a profile.
public struct EntryConditions: Hashable, Sendable, Codable {
  /// The distance to a condition that what we do not know keeps from being met.
  public static let unknown = Int64.max

  /// What is missing, in the unit of each ``EntryCondition``; 0 where it is met.
  private let missing: SIMD8<Int64>
  public let confidence: Confidence

  /// Looks at all of them: each that fails is told, not only the first.
  public init(_ view: EntryView, _ profile: TradingProfile) {
    let score = Confidence(
      books: view.books, bookSpread: view.bookSpread, volume: view.volume ?? 0,
      minutesToStart: view.minutesToStart ?? .max, price: view.ask.tenThousandths)
    confidence = score
    let price = view.ask.tenThousandths
    let spread = view.bid.map { Int64(view.ask.tenThousandths - $0.tenThousandths) }
    let hours = view.minutesToStart.map { minutes in
      max(
        minutes - Int64(profile.maximumMinutesToStart),
        Int64(profile.minimumMinutesToStart) - minutes)
    }
    var missing = SIMD8<Int64>(repeating: 0)
    func note(_ condition: EntryCondition, _ distance: Int64) {
      missing[Int(condition.rawValue)] = max(0, distance)
    }
    note(
      .minimumEdge,
      view.netEdge.map { Int64(profile.minimumEdge) - Int64($0) } ?? Self.unknown)
    note(.bookCount, Int64(profile.minimumBooks - view.books))
    note(.bookSpread, Int64(view.bookSpread - profile.maximumBookSpread))
    note(.kalshiSpread, spread.map { $0 - Int64(profile.maximumKalshiSpread) } ?? Self.unknown)
    // Where nothing is asked for, nothing need be known.
    let isVolumeAsked = profile.minimumVolume > 0
    note(
      .volume,
      view.volume.map { profile.minimumVolume - $0 } ?? (isVolumeAsked ? Self.unknown : 0))
    note(.hoursToEvent, hours ?? Self.unknown)
    note(.priceBounds, Int64(max(profile.minimumPrice - price, price - profile.maximumPrice)))
    note(.confidence, score.tier == .skip ? Int64(30 - score.score) : 0)
    self.missing = missing
  }

  /// As they were recorded; negative distances count as met.
  init(missing: SIMD8<Int64>, confidence: Confidence) {
    self.missing = missing.replacing(with: 0, where: missing .< 0)
    self.confidence = confidence
  }

  /// What is missing to meet a condition; 0 where it is met, ``unknown`` where nobody can say.
  public func missing(_ condition: EntryCondition) -> Int64 { missing[Int(condition.rawValue)] }

  /// The first that is not met, and how far it is from being; nil where all are.
  public var stop: GateStop? {
    guard !areMet else { return nil }
    var place: UInt8 = 0
    while let condition = EntryCondition(rawValue: place) {
      let missing = missing(condition)
      if missing > 0 { return GateStop(condition.gate, distance: missing) }
      place += 1
    }
    return nil
  }

  public var areMet: Bool { missing == SIMD8(repeating: 0) }

  /// Those that are not met, in order.
  public var unmet: [EntryCondition] { EntryCondition.allCases.filter { missing($0) > 0 } }
}

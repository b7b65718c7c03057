import Market
import TestKit
import Testing
import Trading

@Suite struct `Profiles and their conditions` {
  static func profile(_ name: String) throws -> TradingProfile {
    try #require(TradingProfile.presets.first { $0.name == name })
  }

  /// The design's example: consensus 55, ask 48, four books between 53 and 57.
  static let example = EntryView(
    value: Price(cents: 55), ask: Price(cents: 48), bid: Price(cents: 47), fee: 175, books: 4,
    bookSpread: 400, volume: 6_000, minutesToStart: 120)

  @Test func `the six of the design have its figures`() {
    let rows = TradingProfile.presets.map {
      [
        Int($0.minimumEdge), Int($0.minimumBooks), Int($0.maximumBookSpread), Int($0.kellyPercent),
      ]
    }
    #expect(
      TradingProfile.presets.map(\.name) == [
        "CONSERVATIVE", "STANDARD", "AGGRESSIVE", "VERY_AGGRESSIVE", "ANY_EDGE", "SCALP",
      ])
    #expect(
      rows == [
        [600, 3, 250, 15], [500, 3, 300, 25], [300, 3, 400, 35], [200, 2, 500, 50],
        [100, 2, 1_000, 50], [100, 3, 200, 75],
      ])
    for profile in TradingProfile.presets { #expect(profile.contradiction == nil) }
  }

  @Test func `the fraction of Kelly is cut until enough trades are settled`() throws {
    let scalp = try Self.profile("SCALP")
    #expect(scalp.kellyPercent(settledTrades: 0, allowsFull: false) == 25)
    #expect(scalp.kellyPercent(settledTrades: 499, allowsFull: false) == 25)
    #expect(scalp.kellyPercent(settledTrades: 500, allowsFull: false) == 50)
    #expect(scalp.kellyPercent(settledTrades: 0, allowsFull: true) == 75)
    let careful = try Self.profile("CONSERVATIVE")
    #expect(careful.kellyPercent(settledTrades: 0, allowsFull: false) == 15)
  }

  @Test func `edges are the design's, gross and less the fee`() {
    #expect(Self.example.grossEdge == 700)
    #expect(Self.example.netEdge == 525)
    let no = EntryView(
      value: Price(cents: 45), ask: Price(cents: 52), bid: nil, fee: 175, books: 4,
      bookSpread: 400, volume: nil, minutesToStart: 120)
    #expect(no.grossEdge == -700)
  }

  @Test func `of the profiles those pass whose conditions all hold`() {
    let passing = TradingProfile.presets.filter { EntryConditions(Self.example, $0).areMet }
    #expect(passing.map(\.name) == ["AGGRESSIVE", "VERY_AGGRESSIVE", "ANY_EDGE"])
  }

  @Test func `every condition that fails is told with its distance`() throws {
    let profile = try Self.profile("CONSERVATIVE")
    let view = EntryView(
      value: Price(cents: 55), ask: Price(cents: 97), bid: Price(cents: 90), fee: 21, books: 1,
      bookSpread: 260, volume: 40, minutesToStart: 3)
    let conditions = EntryConditions(view, profile)
    // The score is 50 + 10 for today, less 10 for the price and 15 for one book: low, not to be
    // skipped.
    #expect(conditions.confidence.score == 35)
    #expect(conditions.unmet == EntryCondition.allCases.filter { $0 != .confidence })
    #expect(conditions.missing(.minimumEdge) == 600 + 4_200 + 21)
    #expect(conditions.missing(.bookCount) == 2)
    #expect(conditions.missing(.bookSpread) == 10)
    #expect(conditions.missing(.kalshiSpread) == 200)
    #expect(conditions.missing(.volume) == 60)
    #expect(conditions.missing(.hoursToEvent) == 2)
    #expect(conditions.missing(.priceBounds) == 200)
    #expect(!conditions.areMet)
  }

  @Test func `each condition holds at its border`() throws {
    var profile = try Self.profile("AGGRESSIVE")
    profile.minimumEdge = 525
    profile.minimumBooks = 4
    profile.maximumBookSpread = 400
    profile.maximumKalshiSpread = 100
    profile.minimumVolume = 6_000
    profile.minimumMinutesToStart = 120
    profile.maximumMinutesToStart = 120
    profile.minimumPrice = 4_800
    profile.maximumPrice = 4_800
    #expect(EntryConditions(Self.example, profile).areMet)
  }

  @Test func `what nobody has said is not met`() throws {
    var view = Self.example
    view.volume = nil
    view.bid = nil
    let conditions = EntryConditions(view, try Self.profile("ANY_EDGE"))
    #expect(conditions.unmet == [.kalshiSpread, .volume])
    #expect(conditions.missing(.volume) == EntryConditions.unknown)
  }

  @Test func `a game that has begun is never entered`() throws {
    var view = Self.example
    view.minutesToStart = -1
    for profile in TradingProfile.presets {
      #expect(EntryConditions(view, profile).unmet.contains(.hoursToEvent), "\(profile.name)")
    }
  }

  @Test func `confidence is 50 and the listed factors, held to 0 and 100`() {
    func score(
      _ books: Int32, _ spread: Int32, _ volume: Int64, _ minutes: Int64, _ price: Int32
    ) -> Int32 {
      Confidence(
        books: books, bookSpread: spread, volume: volume, minutesToStart: minutes, price: price
      ).score
    }
    #expect(score(3, 200, 5_000, 1_441, 5_000) == 50)
    #expect(score(4, 200, 5_000, 1_441, 5_000) == 70)
    #expect(score(3, 199, 5_000, 1_441, 5_000) == 65)
    #expect(score(3, 200, 5_001, 1_441, 5_000) == 60)
    #expect(score(3, 200, 5_000, 1_440, 5_000) == 60)
    #expect(score(3, 200, 5_000, 1_441, 999) == 40)
    #expect(score(3, 200, 5_000, 1_441, 1_000) == 50)
    #expect(score(3, 200, 5_000, 1_441, 9_001) == 40)
    #expect(score(2, 200, 5_000, 1_441, 5_000) == 35)
    #expect(score(4, 0, 9_999, 60, 5_000) == 100)
    #expect(score(2, 200, 5_000, 1_441, 999) == 25)
    #expect(Confidence(score: 250).score == 100 && Confidence(score: -1).score == 0)
  }

  @Test func `what nobody knows is no condition met, at no distance that could be told`() throws {
    let view = EntryView(
      value: Price(cents: 55), ask: Price(cents: 48), bid: Price(cents: 47), fee: nil, books: 4,
      bookSpread: 100, volume: 6_000, minutesToStart: nil)
    let conditions = EntryConditions(view, try Self.profile("STANDARD"))
    #expect(view.netEdge == nil && conditions.unmet == [.minimumEdge, .hoursToEvent])
    #expect(conditions.unmet.allSatisfy { conditions.missing($0) == EntryConditions.unknown })
    // No ten points for a game of today.
    #expect(conditions.confidence.score == 95)
  }

  @Test func `tiers begin at 30, 50 and 70, and only the lowest blocks`() throws {
    #expect(Confidence(score: 29).tier == .skip)
    #expect(Confidence(score: 30).tier == .low)
    #expect(Confidence(score: 50).tier == .medium)
    #expect(Confidence(score: 70).tier == .high)
    // 50 less 10 for the price and 15 for two books.
    let view = EntryView(
      value: Price(cents: 20), ask: Price(cents: 9), bid: Price(cents: 8), fee: 60, books: 2,
      bookSpread: 300, volume: 1_000, minutesToStart: 2_000)
    let conditions = EntryConditions(view, try Self.profile("ANY_EDGE"))
    #expect(conditions.unmet == [.confidence] && conditions.missing(.confidence) == 5)
  }

  @Test func `a profile that contradicts itself is refused by name`() throws {
    func fault(_ change: (inout TradingProfile) -> Void) -> String? {
      var profile = TradingProfile.presets[0]
      change(&profile)
      return profile.contradiction
    }
    #expect(fault { $0.minimumPrice = 9_600 }?.contains("CONSERVATIVE") == true)
    #expect(fault { $0.minimumMinutesToStart = 3_000 }?.contains("no game can fit") == true)
    #expect(fault { $0.minimumMinutesToStart = -1 } != nil)
    #expect(fault { $0.minimumEdge = 0 } != nil)
    #expect(fault { $0.minimumBooks = 0 } != nil)
    #expect(fault { $0.minimumBooks = 65 } != nil)
    #expect(fault { $0.maximumBookSpread = -1 } != nil)
    #expect(fault { $0.kellyPercent = 101 } != nil)
    #expect(fault { $0.maximumKalshiSpread = -1 } != nil)
    #expect(fault { $0.minimumVolume = -1 } != nil)
    #expect(fault { $0.maximumPrice = 10_000 } != nil)
    #expect(fault { $0.name = "" } != nil)
  }
}

import FoundationEssentials
import Market
import Testing

@Suite struct VocabularyTests {
  @Test func `the exchange's words read and write alike, unknown ones are kept`() throws {
    for name in [
      "initialized", "active", "inactive", "closed", "determined", "disputed", "amended",
      "finalized", "frozen",
    ] {
      let status = MarketStatus(wireName: name)
      #expect(status.wireName == name)
      #expect((status == .unknown(name)) == (name == "frozen"))
      let data = try JSONEncoder().encode(status)
      #expect(try JSONDecoder().decode(MarketStatus.self, from: data) == status)
    }
    for name in ["resting", "canceled", "executed", "pending"] {
      #expect(OrderStatus(wireName: name).wireName == name)
    }
    for value in TimeInForce.allCases {
      #expect(TimeInForce(wireName: value.wireName.description) == value)
    }
    for value in SelfTradePrevention.allCases {
      #expect(SelfTradePrevention(wireName: value.wireName.description) == value)
    }
    #expect(TimeInForce(wireName: "day") == nil)
  }

  @Test func `only an active market takes orders and an unknown status does not`() {
    #expect(MarketStatus.active.isTradable)
    #expect(!MarketStatus.unknown("open").isTradable && !MarketStatus.unknown("x").isPastTrading)
    #expect(MarketStatus.determined.isPastTrading && !MarketStatus.inactive.isPastTrading)
    #expect(!OrderStatus.unknown("pending").isFinal && OrderStatus.canceled.isFinal)
  }

  @Test func `an order's opening cost is that of the leg it buys`() {
    func intent(_ side: BookSide) -> OrderIntent {
      OrderIntent(
        clientOrderID: ClientOrderID(session: 1, sequence: 1), market: MarketID(0), side: side,
        price: Price(cents: 30), quantity: Quantity(contracts: 10),
        timeInForce: .immediateOrCancel)
    }
    #expect(intent(.bid).openingCost == Money(cents: 300))
    #expect(intent(.ask).openingCost == Money(cents: 700))
  }

  @Test func `a settlement pays the two legs a dollar together`() {
    for result in [SettlementResult.yes, .no, .scalar(Price(tenThousandths: 3_333))] {
      #expect(result.value(of: .yes).complement == result.value(of: .no))
    }
  }

  @Test func `a date that does not exist does not decode`() throws {
    let date = try #require(CivilDate(year: 2025, month: 11, day: 24))
    let data = try JSONEncoder().encode(date)
    #expect(try JSONDecoder().decode(CivilDate.self, from: data) == date)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        CivilDate.self, from: Data(#"{"year":2025,"month":2,"day":29}"#.utf8))
    }
  }
}

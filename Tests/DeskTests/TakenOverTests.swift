import Kalshi
import Market
import Testing
import Trading

@testable import Desk

/// Fills and payouts of what was there before the session.
@Suite struct `What was taken over` {
  typealias Rig = `Frames that change a market`.Rig

  private static func fill(_ trade: String) -> String {
    """
    {"type":"fill","sid":4,"msg":{"trade_id":"\(trade)","order_id":"o1",\
    "market_ticker":"KXNBAGAME-26SEP22BOSNYK-NYK","is_taker":true,"book_side":"bid",\
    "outcome_side":"yes","yes_price_dollars":"0.5200","count_fp":"1.00","fee_cost":"0.017500",\
    "post_position_fp":"1.00","ts_ms":1671899397000}}
    """
  }

  @Test func `a trade that the account held already is not counted when a late stream tells of it`()
    throws
  {
    let rig = try Rig()
    rig.desk.isTakenOver = { $0.string == "t1" }
    try rig.receive(Self.fill("t1"))
    #expect(rig.session.engine.fills.isEmpty)
    try rig.receive(Self.fill("t2"))
    #expect(rig.session.engine.fills.count == 1)
    #expect(rig.state(1).position.quantity == Quantity(contracts: 1))
  }

  @Test func `a market that pays out and whose result was not heard is asked for it`() throws {
    let rig = try Rig()
    var asked: [MarketID] = []
    rig.desk.onUnknownResult = { asked.append($0) }
    let paid = """
      {"type":"market_lifecycle_v2","sid":3,"seq":1,"msg":{"event_type":"settled",\
      "market_ticker":"KXNBAGAME-26SEP22BOSNYK-NYK","settled_ts":1790000000}}
      """
    try rig.receive(paid)
    #expect(asked.isEmpty, "nothing is held")
    try rig.receive(Self.fill("t1"))
    try rig.receive(paid)
    #expect(asked == [MarketID(1)])
    // What our count has paid out is asked for once more: it may have been decided otherwise.
    rig.session.take(.settled(MarketID(1), value: .dollar))
    try rig.receive(paid)
    #expect(asked == [MarketID(1), MarketID(1)])
  }
}

import Market
import TestKit
import Testing
import Trading
import Wire

@testable import Desk
@testable import Kalshi

@Suite struct VolumeDeskTests {
  private final class Rig {
    let frames: `Frames that change a market`.Rig
    var asked: [String] = []
    /// What the exchange answers by now; nil for a failure.
    var answer: [KalshiMarket]? = []
    var desk: VolumeDesk?

    init() throws {
      frames = try .init()
      desk = VolumeDesk(
        session: frames.session, scheduler: frames.scheduler,
        series: ["KXNBAGAME", "KXNBASPREAD"]
      ) { [unowned self] series, reply in
        asked.append(series)
        reply(answer)
      }
    }

    func pass(minutes: Int) {
      for _ in 0..<minutes {
        frames.scheduler.base.advance(byNanoseconds: VolumeDesk.pauseNanoseconds)
      }
    }

    func market(_ leg: String, _ contracts: Int?) -> KalshiMarket {
      var market = KalshiMarket(ticker: "KXNBAGAME-26SEP22BOSNYK-" + leg)
      market.volume24Hours = contracts.map { Quantity(contracts: $0) }
      return market
    }

    var volumes: [Int64?] { (0..<2).map { frames.session.engine.states[$0].volume } }
  }

  @Test func `series are asked for one a minute, in turn, and their volumes counted`() throws {
    let rig = try Rig()
    rig.desk?.start()
    #expect(rig.volumes == [nil, nil])
    rig.answer = [rig.market("BOS", 1_200), rig.market("NYK", 7), rig.market("LAL", 9)]
    rig.pass(minutes: 1)
    #expect(rig.volumes == [1_200, 7])
    rig.answer = [rig.market("BOS", nil)]
    rig.pass(minutes: 2)
    #expect(rig.volumes == [nil, 7])
    #expect(rig.asked == ["KXNBAGAME", "KXNBASPREAD", "KXNBAGAME"])
  }

  @Test func `what cannot be read twice is not known any more`() throws {
    let rig = try Rig()
    rig.desk?.start()
    rig.answer = [rig.market("BOS", 1_200), rig.market("NYK", 7)]
    rig.pass(minutes: 1)
    rig.answer = nil
    rig.pass(minutes: 3)
    #expect(rig.volumes == [1_200, 7], "once is not twice")
    rig.pass(minutes: 2)
    #expect(rig.volumes == [nil, nil])
    rig.answer = [rig.market("BOS", 5)]
    rig.pass(minutes: 2)
    #expect(rig.volumes == [5, nil])
  }

  @Test func `one that was stopped asks no more`() throws {
    let rig = try Rig()
    rig.desk?.start()
    rig.pass(minutes: 1)
    rig.desk?.stop()
    rig.pass(minutes: 5)
    #expect(rig.asked.count == 1)
  }
}

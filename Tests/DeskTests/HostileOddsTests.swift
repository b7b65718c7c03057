import Glibc
import TestKit
import Testing
import Trading

@testable import Desk

@Suite(.tags(.realTime)) struct `An odds feed that says anything` {
  @Test func `each fault of the protocol ends the connection, and a new one trades`() throws {
    let rig = try HostileRig(odds: ("1.94", "1.88"))
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    for frame in HostileFrame.protocolFaults {
      #expect(program.wait { rig.areLinesThere }, "before \(frame.name)")
      rig.provoke(program, through: rig.odds, with: frame)
    }
    #expect(program.wait { rig.areLinesThere })
    #expect(rig.contractsHeld == 0)
    rig.sayBargain()
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(ending.report.connections.oddsDrops == HostileFrame.protocolFaults.count)
    #expect(ending.report.connections.exchangeDrops == 0)
    #expect(ending.log.contains("trading paused: the odds feed is down"))
  }

  static let nonsense: [[UInt8]] =
    [
      "hello", "{", "[]", "{\"type\":", "{\"type\":\"updated\",\"markets\":[{\"odds\":[{]}]}",
      "{\"type\":\"updated\",\"id\":\"1\" \"bookie\":\"x\"}", "nul", "\u{0}\u{1}",
      "{\"type\":\"updated\",\"id\":\"999\",\"bookie\":\"x\",\"markets\":[]}",
      String(repeating: "[", count: 1_000_000), String(repeating: "{\"a\":", count: 200_000),
      String(repeating: "x", count: 5 << 20),
    ].map { RawFrame.text($0) } + [RawFrame.of([0, 0xFF, 0x7B], first: 0x82)]

  @Test func `what cannot be read is counted and dropped, and the feed goes on`() throws {
    let rig = try HostileRig(odds: ("1.94", "1.88"))
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    #expect(program.wait { rig.areLinesThere })
    for frame in Self.nonsense { rig.odds.send(frame) }
    rig.sayBargain()
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(rig.odds.on { $0.upgrades } == 1, "\(ending.log)")
    #expect(ending.report.connections.oddsDrops == 0)
    #expect(ending.report.connections.malformedFrames >= Self.nonsense.count)
    #expect(ending.log.contains("odds feed: unreadable frame at byte "))
  }

  static let prices = [
    "\"NaN\"", "\"1.0\"", "\"-1.55\"", "\"inf\"", "1e400", "null", "{}",
    "\"99999999999999999999999999\"",
  ]

  /// Every line comes with one price that is none: nothing may be traded on the other one, nor on
  /// what was said before.
  @Test(arguments: prices)
  func `a price that is none is no line, and blocks its markets`(price: String) throws {
    let rig = try HostileRig()
    rig.odds.changeFrames { text in
      guard text.contains("\"home\":\"1.55\"") else { return nil }
      let parts = text.split(separator: "\"home\":\"1.55\"", omittingEmptySubsequences: false)
      return RawFrame.text(parts.joined(separator: "\"home\":\(price)"))
    }
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    // The second saying comes two seconds after the first, which has been heard by then.
    #expect(program.wait { rig.odds.on { $0.changedFrames } >= 2 })
    let ending = try rig.finish(program)
    #expect(rig.orderIDs.isEmpty)
    let blocked = ending.report.funnel.first { $0.gate == .noOdds }
    #expect(blocked?.markets == 2, "\(ending.report.funnel)")
  }

  @Test func `a list that cannot be read is asked for again`() throws {
    let rig = try HostileRig()
    rig.odds.on { core in
      // Each pause is twice the last one: three are enough.
      var left = HostileAnswer.all.prefix(3).map(\.answer)
      core.changeAnswer = { request in
        guard request.hasPrefix("GET /v3/events"), !left.isEmpty else { return nil }
        return left.removeLast()
      }
    }
    let program = try rig.trade()
    #expect(program.wait(for: "odds feed: "))
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(ending.log.contains("; trying again"))
  }
}

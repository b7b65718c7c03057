import Glibc
import KalshiSimulator
import Market
import TestKit
import Testing

@testable import Desk

/// Something an exchange's stream must not say.
struct HostileFrame: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  /// The close code it is answered with; nil where the connection is gone before.
  var code: UInt16?
  var cuts = false

  var testDescription: String { name }

  init(_ name: String, _ bytes: [UInt8], code: UInt16?, cuts: Bool = false) {
    self.name = name
    self.bytes = bytes
    self.code = code
    self.cuts = cuts
  }

  init(_ name: String, text: String, code: UInt16?) {
    self.init(name, RawFrame.text(text), code: code)
  }

  /// Breaks of the WebSocket protocol, with the codes of RFC 6455 section 7.4.1.
  static let protocolFaults: [HostileFrame] = [
    HostileFrame("invalid UTF-8", RawFrame.of([0x7B, 0xFF, 0xFE, 0x7D]), code: 1007),
    HostileFrame("a cut UTF-8 sequence", RawFrame.of([0x22, 0xE2, 0x82]), code: 1007),
    HostileFrame("a frame of 2^62 bytes", [0x81, 127, 0x40, 0, 0, 0, 0, 0, 0, 0], code: 1009),
    HostileFrame("a frame of 17 MiB", [0x81, 127, 0, 0, 0, 0, 1, 0x10, 0, 0], code: 1009),
    HostileFrame("a length with the sign bit", [0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 0], code: 1002),
    HostileFrame("a reserved bit", RawFrame.of([0x7B, 0x7D], first: 0xC1), code: 1002),
    HostileFrame("a reserved opcode", RawFrame.of([0x7B, 0x7D], first: 0x83), code: 1002),
    HostileFrame("a masked frame", [0x81, 0x82, 1, 2, 3, 4, 0x7A, 0x7F], code: 1002),
    HostileFrame("a fragmented ping", RawFrame.of([], first: 0x09), code: 1002),
    HostileFrame("a continuation of nothing", RawFrame.of([0x7B], first: 0x80), code: 1002),
    HostileFrame("a close frame of one byte", RawFrame.of([3], first: 0x88), code: 1002),
    HostileFrame("a close code nobody may send", RawFrame.of([3, 0xED], first: 0x88), code: 1002),
    HostileFrame("an end in a frame", [0x81, 100, 0x7B, 0x22], code: nil, cuts: true),
    HostileFrame("an end in a frame's head", [0x81, 126, 0], code: nil, cuts: true),
  ]
}

@Suite(.tags(.realTime)) struct `An exchange's stream that says anything` {
  static let frames: [HostileFrame] =
    HostileFrame.protocolFaults + [
      HostileFrame("an orderly end", RawFrame.of([3, 0xE9], first: 0x88), code: 1001),
      HostileFrame("binary", RawFrame.of([0, 1, 2, 0xFF], first: 0x82), code: 1000),
      HostileFrame("no JSON", text: "hello", code: 1000),
      HostileFrame("nothing", text: "", code: 1000),
      HostileFrame("cut JSON", text: #"{"type":"orderbook_delta","sid":1,"se"#, code: 1000),
      HostileFrame("another shape", text: #"["orderbook_delta"]"#, code: 1000),
      HostileFrame(
        "brackets without end", text: String(repeating: "[", count: 1_000_000), code: 1000),
      HostileFrame(
        "objects without end", text: String(repeating: #"{"msg":"#, count: 100_000), code: 1000),
      HostileFrame("a sid beyond numbers", text: delta(sid: "99999999999999999999"), code: 1000),
      HostileFrame("a price above a dollar", text: delta(price: "7.0000"), code: 1000),
      HostileFrame("a price below zero", text: delta(price: "-0.4000"), code: 1000),
      HostileFrame("a price that is none", text: delta(price: "NaN"), code: 1000),
      HostileFrame("a size beyond numbers", text: delta(size: "1e400"), code: 1000),
      HostileFrame("an error of no command", text: error, code: 1000),
    ]

  static let error = #"{"type":"error","msg":{"code":9,"msg":"no"}}"#

  static func delta(sid: String = "1", price: String = "0.5000", size: String = "5.00") -> String {
    #"{"type":"orderbook_delta","sid":\#(sid),"seq":2,"msg":{"market_ticker":""#
      + TestRecording.homeTicker
      + #"","price_dollars":"\#(price)","delta_fp":"\#(size)","side":"yes"}}"#
  }

  @Test func `each fault is answered, counted and said, and then trading goes on`() throws {
    let rig = try HostileRig(odds: ("1.94", "1.88"))
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    for frame in Self.frames {
      #expect(program.wait { rig.areBooksThere }, "before \(frame.name)")
      rig.provoke(program, through: rig.exchange, with: frame)
    }
    #expect(program.wait { rig.areBooksThere })
    #expect(rig.contractsHeld == 0)
    rig.sayBargain()
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(ending.report.connections.exchangeDrops == Self.frames.count)
    let unreadable = Self.frames.count - HostileFrame.protocolFaults.count - 2
    #expect(ending.report.connections.malformedFrames == unreadable)
    #expect(ending.text.contains("\(Self.frames.count) exchange drops, 0 odds drops"))
    #expect(ending.log.contains("trading paused: the exchange's stream is down"))
    #expect(ending.log.contains("protocol error 1007"))
    #expect(ending.log.contains("unreadable frame: "))
    #expect(ending.log.contains("2 order books blocked until their next snapshots"))
    #expect(ending.log.split(separator: "\n").count < 120)
  }

  @Test func `what is merely unknown changes nothing`() throws {
    let rig = try HostileRig(odds: ("1.94", "1.88"))
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    #expect(program.wait { rig.areBooksThere })
    for text in [
      #"{"type":"surprise","sid":1,"msg":{"a":[1,{"b":null}]}}"#,
      #"{"type":"surprise"}"#,
      Self.delta(sid: "987654"),
    ] {
      rig.exchange.send(RawFrame.text(text))
    }
    rig.exchange.send(RawFrame.of(Array("ping".utf8), first: 0x89))
    rig.sayBargain()
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(rig.exchange.on { $0.upgrades } == 1, "\(ending.log)")
    #expect(ending.report.connections.exchangeDrops == 0)
    #expect(ending.report.connections.malformedFrames == 0)
  }

  @Test func `a stream that has ended is not believed, though its connection stays`() throws {
    let rig = try HostileRig(odds: ("1.94", "1.88"))
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    #expect(program.wait { rig.areBooksThere })
    rig.exchange.on { $0.isDeaf = true }
    rig.exchange.send(RawFrame.of([3, 0xE9], first: 0x88))
    #expect(program.wait { rig.exchange.on { $0.closeCodes } == [1001] })
    // The books are as they were, and no longer true.
    let orders = rig.orderIDs.count
    rig.sayBargain()
    #expect(program.wait(for: "exchange stream lost: closed by the exchange: 1001"))
    #expect(rig.orderIDs.count == orders)
    #expect(rig.exchange.on { $0.requests.filter { $0.hasPrefix("POST ") } }.isEmpty)
    rig.exchange.on { $0.isDeaf = false }
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    #expect(try rig.finish(program).report.connections.exchangeDrops == 1)
  }

  @Test func `an exchange that refuses to tell of trades of others is traded on without them`()
    throws
  {
    let rig = try HostileRig()
    rig.exchange.changeFrames { text in
      guard text.contains("\"channel\":\"trade\""), let end = text.firstRange(of: "\"type\"")
      else { return nil }
      return RawFrame.text(
        text[..<end.lowerBound]
          + #""type":"error","msg":{"code":8,"msg":"Unknown channel name"}}"#)
    }
    let program = try rig.trade()
    #expect(program.wait(for: "the exchange refused trade: code 8"), "\(program.text("errors"))")
    #expect(program.wait(for: "going on without trades of others"))
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    #expect(program.wait { rig.openExits == 2 }, "\(program.text("errors"))")
    #expect(rig.exchange.on { $0.upgrades } == 2)
    #expect(try rig.finish(program).report.fills.count == 2)
  }

  @Test func `missing and repeated numbers block the books until fresh snapshots came`() throws {
    let rig = try HostileRig(odds: ("1.94", "1.88"))
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    #expect(program.wait { rig.areBooksThere })
    // One change of a book never arrives; the next one shows that.
    rig.exchange.changeFrames { $0.contains("\"orderbook_delta\"") ? [] : nil }
    let dropped = rig.exchange.on { $0.changedFrames }
    rig.house.inject(Self.level(cents: 49))
    #expect(program.wait { rig.exchange.on { $0.changedFrames } > dropped })
    rig.exchange.changeFrames(nil)
    rig.house.inject(Self.level(cents: 48))
    #expect(program.wait(for: "gap on orderbook_delta: expected "))
    #expect(program.wait(for: "2 order books blocked until their next snapshots"))
    // The same frame again is old.
    let last = rig.exchange.on { $0.passedFrames.last { $0.contains("\"orderbook_snapshot\"") } }
    rig.exchange.send(RawFrame.text(try #require(last)))
    rig.sayBargain()
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(ending.report.connections.sequenceGaps == 1)
    #expect(ending.report.connections.exchangeDrops == 0)
  }

  @Test func `a book that cannot be is blocked, read again, and then traded`() throws {
    let rig = try HostileRig(odds: ("1.94", "1.88"))
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    #expect(program.wait { rig.areBooksThere })
    // More is taken from a level than there is; the snapshot is then as the exchange has it.
    rig.exchange.changeFrames { text in
      guard text.contains("\"orderbook_delta\"") else { return nil }
      let parts = text.split(separator: "\"7.00\"", omittingEmptySubsequences: false)
      return parts.count == 2 ? RawFrame.text(parts.joined(separator: "\"-7.00\"")) : nil
    }
    rig.house.inject(Self.level(cents: 49))
    let words = "\(TestRecording.homeTicker): order book blocked until the next snapshot"
    #expect(program.wait(for: words), "\(program.text("errors"))")
    rig.sayBargain()
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(ending.report.connections.exchangeDrops == 0)
    #expect(ending.report.connections.sequenceGaps == 0)
  }

  private static func level(cents: Int) -> SimulatorFault {
    .setLevel(
      ticker: TestRecording.homeTicker, .bid, Price(cents: cents), Quantity(contracts: 7))
  }

  @Test func `a fill whose frame cannot be read is found by other means`() throws {
    let rig = try HostileRig()
    rig.exchange.changeFrames { text in
      text.contains("\"type\":\"fill\"") ? RawFrame.text("{\"type\":\"fill\",") : nil
    }
    let program = try rig.trade()
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    #expect(program.wait(for: "unreadable frame: "))
    rig.exchange.changeFrames(nil)
    #expect(program.wait { rig.openExits == 2 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(ending.report.fills.count == 2)
    #expect(ending.report.connections.malformedFrames > 0)
  }
}

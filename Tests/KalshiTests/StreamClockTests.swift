import Market
import TestKit
import Testing
import Wire

@testable import Kalshi

/// Silence and delays of a stream, which no setting of a clock may lengthen or feign.
@Suite struct `A stream's time` {
  final class Rig {
    let scheduler = SteppedScheduler()
    let stream: KalshiStream
    private var sockets: [ScriptedSocket] = []
    var openings: Int { sockets.count }
    var isClosed: Bool { sockets[0].isClosed }

    init() throws {
      let box = Box()
      stream = KalshiStream(
        configuration: StreamConfiguration(tickers: ["A"], channels: [.orderbookDelta], seed: 1),
        tickers: try TickerIndex(tickers: ["A"]),
        signer: try RequestSigner(keyID: "k", key: SigningKey.generate(.ed25519)),
        scheduler: scheduler
      ) { _, _ in box.open() }
      box.onOpen = { [unowned self] in sockets.append($0) }
      stream.start()
      stream.webSocketDidOpen(sockets[0])
      receive(StreamSessionTests.subscribed())
      receive(StreamSessionTests.snapshot("A", 1))
    }

    private final class Box {
      var onOpen: (ScriptedSocket) -> Void = { _ in }

      func open() -> ScriptedSocket {
        let socket = ScriptedSocket()
        onOpen(socket)
        return socket
      }
    }

    func receive(_ text: String) {
      Array(text.utf8).withUnsafeBytes { stream.webSocket(sockets[0], didReceiveText: $0) }
    }

    /// A change of the book that the exchange sent so many seconds after the start.
    func receive(_ number: Int, sentAt seconds: Double) {
      let sent = 1_790_000_000_000 + Int64(seconds * 1e3)
      receive(
        #"{"type":"orderbook_delta","sid":1,"seq":\#(number),"sending_ts_ms":\#(sent),"#
          + #""msg":{"market_ticker":"A","price_dollars":"0.4000","delta_fp":"1.00","#
          + #""side":"yes"}}"#)
    }
  }

  @Test(arguments: [-60, 0, 60] as [Int64])
  func `a silent connection is given up after 30 s whatever becomes of the wall clock`(
    step: Int64
  ) throws {
    let rig = try Rig()
    rig.scheduler.advance(seconds: 5)
    rig.receive(2, sentAt: 5)
    rig.scheduler.wallErrorNanoseconds = step * 1_000_000_000
    rig.scheduler.advance(seconds: 29.5)
    #expect(rig.stream.isLive(MarketID(0)))
    rig.scheduler.advance(seconds: 1)
    #expect(!rig.stream.isLive(MarketID(0)))
    #expect(rig.isClosed)
  }

  @Test func `a connection whose frames come ever later is made anew`() throws {
    let rig = try Rig()
    for number in 2...11 {
      rig.scheduler.advance(seconds: 2)
      // Every frame is a second later than the one before.
      rig.receive(number, sentAt: Double(number - 1))
      #expect(rig.stream.isLive(MarketID(0)), "\(number)")
    }
    rig.scheduler.advance(seconds: 3)
    rig.receive(12, sentAt: 11)
    #expect(!rig.stream.isLive(MarketID(0)))
    #expect(rig.isClosed)
  }

  @Test func `a connection that is late, but no later than before, is kept`() throws {
    let rig = try Rig()
    for number in 2...40 {
      rig.scheduler.advance(seconds: 1)
      rig.receive(number, sentAt: Double(number) - 60)
    }
    #expect(rig.stream.isLive(MarketID(0)))
  }

  @Test(arguments: [-60, 60] as [Int64])
  func `a wall clock that is set feigns no delay`(step: Int64) throws {
    let rig = try Rig()
    for number in 2...20 {
      rig.scheduler.advance(seconds: 1)
      if number == 8 { rig.scheduler.wallErrorNanoseconds = step * 1_000_000_000 }
      if number == 14 { rig.scheduler.wallErrorNanoseconds = 0 }
      rig.receive(number, sentAt: Double(number))
    }
    #expect(rig.stream.isLive(MarketID(0)))
    #expect(rig.openings == 1)
  }
}

import Market
import Testing
import Wire

@testable import Kalshi

/// A socket that records what is sent.
final class ScriptedSocket: WebSocket {
  var sent: [String] = []
  var isClosed = false

  func send(text: UnsafeRawBufferPointer) { sent.append(String(decoding: text, as: UTF8.self)) }
  func send(binary: UnsafeRawBufferPointer) {}
  func ping(_ payload: UnsafeRawBufferPointer) {}
  func close(code: UInt16, reason: String) { isClosed = true }
}

@Suite struct KalshiStreamTests {
  final class Listener: KalshiStreamHandler {
    var log: [String] = []

    func stream(
      _ stream: KalshiStream, didReceive frame: StreamFrame, _ envelope: StreamEnvelope,
      at now: Timestamp
    ) {
      switch frame {
      case .bookSnapshot(let snapshot): log.append("snapshot \(snapshot.frame.bids.count)")
      case .bookDelta(let delta): log.append("delta \(delta.change)")
      default: log.append("other")
      }
    }

    func stream(_ stream: KalshiStream, did event: StreamEvent) { log.append("\(event)") }
  }

  @Test func `the driver signs, subscribes, delivers and connects anew`() throws {
    let scheduler = SimulatedScheduler()
    let key = try SigningKey.generate(.ed25519)
    var sockets: [(socket: ScriptedSocket, headers: HTTPHeaders)] = []
    let stream = KalshiStream(
      configuration: StreamConfiguration(
        tickers: ["A"], channels: [.orderbookDelta], seed: 1),
      tickers: try TickerIndex(tickers: ["A"]),
      signer: try RequestSigner(keyID: "k", key: key), scheduler: scheduler
    ) { headers, _ in
      let socket = ScriptedSocket()
      sockets.append((socket, headers))
      return socket
    }
    let listener = Listener()
    stream.handler = listener
    func receive(_ text: String, from place: Int = 0) {
      Array(text.utf8).withUnsafeBytes {
        stream.webSocket(sockets[place].socket, didReceiveText: $0)
      }
    }
    stream.start()
    #expect(sockets.count == 1)
    let signature = try #require(sockets[0].headers["KALSHI-ACCESS-SIGNATURE"])
    let timestamp = try #require(sockets[0].headers["KALSHI-ACCESS-TIMESTAMP"])
    #expect(
      try RequestVerifier(publicPEM: key.publicPEM()).verifies(
        signature: signature, timestamp: timestamp, method: "GET", path: "/trade-api/ws/v2"))
    stream.webSocketDidOpen(sockets[0].socket)
    #expect(sockets[0].socket.sent.count == 1)
    receive(StreamSessionTests.subscribed())
    receive(StreamSessionTests.snapshot("A", 1))
    receive(StreamSessionTests.delta("A", 2))
    #expect(
      listener.log == [
        "connected", "subscribed(Kalshi.StreamChannel.orderbookDelta)",
        "live(Market.MarketID(index: 0))", "snapshot 1", "delta 1.00",
      ])
    receive("{\"type\":")
    #expect(sockets[0].socket.isClosed)
    #expect(!stream.isLive(MarketID(0)))
    scheduler.advance(byNanoseconds: 31_000_000_000)
    #expect(sockets.count == 2)
    let count = listener.log.count
    receive(StreamSessionTests.delta("A", 3))
    #expect(listener.log.count == count)
    stream.webSocketDidOpen(sockets[1].socket)
    receive(StreamSessionTests.subscribed(), from: 1)
    receive(StreamSessionTests.snapshot("A", 1), from: 1)
    #expect(stream.isLive(MarketID(0)))
    stream.stop()
    #expect(sockets[1].socket.isClosed)
  }
}

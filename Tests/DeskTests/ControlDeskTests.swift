import Market
import TestKit
import Testing
import Wire

@testable import Desk

/// The operator's desk on a simulated network, at which time passes only when told.
@Suite struct ControlDeskTests {
  /// One who asks, and what came back.
  private final class Operator: ByteStreamHandler {
    let words: String
    var received: [UInt8] = []
    var isClosed = false

    init(_ words: String) { self.words = words }

    var reply: ControlReply? { ControlReply(bytes: received) }

    func streamDidOpen(_ stream: any ByteStream) {
      Array(words.utf8).withUnsafeBytes { stream.write($0) }
    }
    func stream(_ stream: any ByteStream, didReceive bytes: UnsafeRawBufferPointer) {
      received += bytes
    }
    func streamDidClose(_ stream: any ByteStream, _ closure: StreamClosure) { isClosed = true }
  }

  private final class House {
    let scheduler = SimulatedScheduler()
    let network: SimulatedNetwork
    let listener: SimulatedListener
    var asked: [ControlRequest] = []
    /// Answers at once unless told otherwise.
    var answers = true
    var desk: ControlDesk?
    private var streams: [any ByteStream] = []

    init(pieceBytes: Int = 1_024) throws {
      network = SimulatedNetwork(
        scheduler: scheduler, seed: 1, conditions: .init(maximumPieceBytes: pieceBytes))
      listener = try network.listen()
      desk = ControlDesk(listener: listener, scheduler: scheduler) {
        [unowned self] request, reply in
        asked.append(request)
        if answers { reply(ControlReply(isDone: true, [request.line])) }
      }
    }

    func dial(_ words: String) -> Operator {
      let client = Operator(words)
      let endpoint = Endpoint(host: "sim", port: listener.port, isSecure: false)
      streams.append(network.dial(endpoint, handler: client))
      return client
    }
  }

  @Test(arguments: 1...9)
  func `a request is read however it is cut, and answered once`(pieceBytes: Int) throws {
    let house = try House(pieceBytes: pieceBytes)
    // What comes after the line is not looked at.
    let client = house.dial("limits max_open_orders=3\nhalt\n")
    house.scheduler.advance(byNanoseconds: 1_000_000_000)
    #expect(house.asked.map(\.line) == ["limits max_open_orders=3"])
    #expect(client.reply == ControlReply(isDone: true, ["limits max_open_orders=3"]))
    #expect(client.isClosed)
  }

  @Test(arguments: ["sell all\n", "\n", "\u{0}\n", String(repeating: "x", count: 5_000)])
  func `what is no request is refused and changes nothing`(words: String) throws {
    let house = try House()
    let client = house.dial(words)
    house.scheduler.advance(byNanoseconds: 1_000_000_000)
    #expect(house.asked.isEmpty)
    #expect(client.reply?.isDone == false)
    #expect(client.isClosed)
  }

  @Test func `one who says nothing is sent away after five seconds`() throws {
    let house = try House()
    let client = house.dial("hal")
    house.scheduler.advance(byNanoseconds: 4_900_000_000)
    #expect(client.reply == nil)
    house.scheduler.advance(byNanoseconds: 200_000_000)
    #expect(client.reply == ControlReply(isDone: false, ["no request came"]))
    #expect(client.isClosed)
    #expect(house.asked.isEmpty)
  }

  @Test func `so many may ask at once, and places come free`() throws {
    let house = try House()
    house.answers = false
    let waiting = (0..<ControlDesk.mostConnections).map { _ in house.dial("halt\n") }
    house.scheduler.advance(byNanoseconds: 100_000_000)
    #expect(house.asked.count == ControlDesk.mostConnections)
    let late = (0..<ControlDesk.mostConnections).map { _ in house.dial("halt\n") }
    house.scheduler.advance(byNanoseconds: 100_000_000)
    #expect(
      late.allSatisfy {
        $0.isClosed
          && $0.reply?.lines == ["8 others are asking: nothing was done; try again"]
      })
    #expect(house.asked.count == ControlDesk.mostConnections)
    house.network.cutAll()
    house.scheduler.advance(byNanoseconds: 100_000_000)
    house.answers = true
    let next = house.dial("resume\n")
    house.scheduler.advance(byNanoseconds: 100_000_000)
    #expect(next.reply?.lines == ["resume"])
    withExtendedLifetime(waiting) {}
  }
}

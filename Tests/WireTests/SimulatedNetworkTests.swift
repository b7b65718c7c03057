import Market
import TestKit
import Testing

@testable import Wire

@Suite struct SimulatedNetworkTests {
  let scheduler = SimulatedScheduler()

  private func endpoint(_ port: Int) -> Endpoint {
    Endpoint(host: "sim", port: port, isSecure: false)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `bytes arrive whole and in order however they are cut`(seed: UInt64) throws {
    let network = SimulatedNetwork(
      scheduler: scheduler, seed: seed, conditions: .init(maximumPieceBytes: 7))
    let acceptor = AcceptRecorder()
    let listener = try network.listen()
    listener.handler = acceptor
    let client = StreamRecorder()
    client.onOpen = { stream in
      for index in 0..<50 { stream.write("message \(index);") }
      stream.close()
    }
    let stream = network.dial(endpoint(listener.port), handler: client)
    scheduler.runUntilIdle()
    let expected = (0..<50).map { "message \($0);" }.joined()
    #expect(String(decoding: acceptor.recorders[0].received, as: UTF8.self) == expected)
    #expect(acceptor.recorders[0].closures == [.remote])
    #expect(client.closures == [.local])
    #expect(network.connections == 0)
    withExtendedLifetime(stream) {}
  }

  @Test func `the same seed gives the same history`() throws {
    func history(seed: UInt64) throws -> [Int64] {
      let scheduler = SimulatedScheduler()
      let network = SimulatedNetwork(
        scheduler: scheduler, seed: seed, conditions: .init(maximumPieceBytes: 5))
      var times: [Int64] = []
      let acceptor = AcceptRecorder()
      acceptor.prepare = {
        $0.onReceive = { _, bytes in
          times += [scheduler.now.nanoseconds, Int64(bytes.count)]
        }
      }
      let listener = try network.listen()
      listener.handler = acceptor
      let client = StreamRecorder()
      client.onOpen = { $0.write("a message that is cut into pieces") }
      let stream = network.dial(endpoint(listener.port), handler: client)
      scheduler.runUntilIdle()
      withExtendedLifetime(stream) {}
      return times
    }
    let first = try history(seed: 7)
    let second = try history(seed: 7)
    let other = try history(seed: 8)
    #expect(!first.isEmpty)
    #expect(first == second)
    #expect(first != other)
  }

  @Test func `a cut is heard on both ends and once`() throws {
    let network = SimulatedNetwork(scheduler: scheduler, seed: 1)
    let acceptor = AcceptRecorder()
    let listener = try network.listen()
    listener.handler = acceptor
    let client = StreamRecorder()
    let stream = network.dial(endpoint(listener.port), handler: client)
    scheduler.runUntilIdle()
    network.cutAll()
    stream.close()
    scheduler.runUntilIdle()
    #expect(client.closures == [.failed("the connection was cut")])
    #expect(acceptor.recorders[0].closures == [.failed("the connection was cut")])
  }

  @Test func `a reader that pauses makes the writer overflow`() throws {
    let network = SimulatedNetwork(
      scheduler: scheduler, seed: 1, conditions: .init(maximumOutputBytes: 1_000))
    let acceptor = AcceptRecorder()
    let listener = try network.listen()
    listener.handler = acceptor
    let client = StreamRecorder()
    let stream = network.dial(endpoint(listener.port), handler: client)
    scheduler.runUntilIdle()
    (stream as? SimulatedStream)?.isReadingPaused = true
    for _ in 0..<20 {
      acceptor.streams[0].write(String(repeating: "x", count: 100))
      scheduler.advance(byNanoseconds: 10_000_000)
    }
    #expect(acceptor.recorders[0].closures == [.outputOverflow])
    #expect(client.closures.count == 1)
    #expect(client.received.isEmpty)
  }

  @Test func `a taken port and a refused dial are failures`() throws {
    let network = SimulatedNetwork(scheduler: scheduler, seed: 1)
    let listener = try network.listen(port: 80)
    #expect(throws: WireError.self) { _ = try network.listen(port: 80) }
    let client = StreamRecorder()
    let stream = network.dial(endpoint(81), handler: client)
    scheduler.runUntilIdle()
    #expect(client.closures.count == 1)
    #expect(client.opened == 0)
    withExtendedLifetime((stream, listener)) {}
  }
}

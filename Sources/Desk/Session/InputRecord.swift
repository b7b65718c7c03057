internal import FoundationEssentials
internal import Market
public import Trading

/// Everything an engine was told and said in one session: enough to run it again.
///
/// Kept in memory and bounded, for the drill; what is to outlive the process is in the journal.
public struct InputRecord: Sendable {
  /// What an engine is made of.
  public struct Header: Sendable, Codable {
    public var configuration: EngineConfiguration
    public var markets: [TradedMarket]
    public var games: Int
    public var bookmakers: Int
    public var session: UInt64
  }

  public let header: Header
  public private(set) var inputs: ContiguousArray<EngineInput> = []
  public private(set) var outputs: ContiguousArray<EngineOutput> = []
  public private(set) var isComplete = true
  private let capacity: Int

  public init(header: Header, capacity: Int = 2_000_000) {
    self.header = header
    self.capacity = capacity
  }

  mutating func note(_ input: EngineInput) {
    guard inputs.count < capacity else {
      isComplete = false
      return
    }
    inputs.append(input)
  }

  mutating func note(_ output: EngineOutput) {
    if isComplete { outputs.append(output) }
  }

  /// Runs a fresh engine over the inputs. Nil when its outputs are the recorded ones to the last
  /// byte; otherwise the first difference.
  public func rerun() throws -> String? {
    let engine = header.makeEngine()
    var again: ContiguousArray<EngineOutput> = []
    for input in inputs { engine.process(input, into: &again) }
    let encoder = Self.encoder
    for place in 0..<max(outputs.count, again.count) {
      guard place < outputs.count, place < again.count else {
        return "output \(place): \(outputs.count) recorded, \(again.count) in the rerun"
      }
      let recorded = try encoder.encode(outputs[place])
      let repeated = try encoder.encode(again[place])
      guard recorded == repeated else {
        return "output \(place): recorded \(String(decoding: recorded, as: UTF8.self)),"
          + " rerun \(String(decoding: repeated, as: UTF8.self))"
      }
    }
    return nil
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }
}

extension InputRecord.Header {
  /// Whether an engine can be made of it: what a session writes always can, a file may hold
  /// anything.
  var isSound: Bool {
    (0...64).contains(bookmakers) && (0...1_000_000).contains(games)
      && markets.allSatisfy { market in market.game.map { Int($0.index) < games } ?? true }
  }

  /// Whether an input speaks of what the engine has.
  func knows(_ input: EngineInput) -> Bool {
    input.event.isWithin(markets: markets.count, games: games, bookmakers: bookmakers)
  }

  /// A fresh engine as the session's was at its start.
  public func makeEngine() -> Engine {
    Engine(
      configuration: configuration, markets: markets, games: games, bookmakers: bookmakers,
      session: session)
  }
}

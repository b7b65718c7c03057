import FoundationEssentials
import Market
import Matching
import TestKit
import Testing

/// The cases of `refvals/10_queue_fill.json`, in contracts.
private struct QueueReferences: Decodable {
  struct Event: Decodable {
    let event: QueueEvent

    init(from decoder: any Decoder) throws {
      var parts = try decoder.unkeyedContainer()
      let name = try parts.decode(String.self)
      let size = Quantity(contracts: try parts.decode(Int.self))
      switch name {
      case "add": event = .added(size)
      case "trade": event = .traded(size)
      case "cancel": event = .cancelled(size)
      default: throw MissingReference()
      }
    }
  }
  struct Outcome: Decodable {
    let finalFront: Double
    let filled: Double
    /// What is ahead and what is filled after each event, until the order is filled.
    let path: [[Double]]
  }
  struct Case: Decodable {
    let queueAhead: Int
    let orderSize: Int
    let events: [Event]
    let conservative: Outcome
    let optimistic: Outcome
    let prob1: Outcome
    let prob2: Outcome
    let prob3: Outcome

    var outcomes: [(QueueModel, Outcome)] {
      [
        (.conservative, conservative), (.optimistic, optimistic),
        (.proportional(power: 1), prob1), (.proportional(power: 2), prob2),
        (.proportional(power: 3), prob3),
      ]
    }
  }
  let cases: [Case]

  static func load() throws -> [Case] {
    guard let path = Shared.path("refvals/10_queue_fill.json") else {
      if Shared.isRequired { throw MissingReference() }
      return []
    }
    let data = try Data(contentsOf: URL(filePath: path))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(QueueReferences.self, from: data).cases
  }
}

/// With `CI=true` a missing reference is a failure; so is an event that no test knows.
private struct MissingReference: Error {}

@Suite struct QueuePositionTests {
  @Test func `every reference path holds to 1e-9 of a contract`() throws {
    for (index, one) in try QueueReferences.load().enumerated() {
      for (model, outcome) in one.outcomes {
        var position = try QueuePosition(
          model, joiningBehind: Quantity(contracts: one.queueAhead),
          size: Quantity(contracts: one.orderSize))
        var sum = Quantity.zero
        for (step, event) in one.events.enumerated() {
          sum += try position.apply(event.event)
          // Behind the end of a path nothing changes any more.
          let wanted = outcome.path[min(step, outcome.path.count - 1)]
          let place = "case \(index), \(model), step \(step)"
          #expect(abs(position.aheadHundredths / 100 - wanted[0]) <= 1e-9, "\(place)")
          #expect(abs(position.modelFilledHundredths / 100 - wanted[1]) <= 1e-9, "\(place)")
          #expect(sum == position.filled, "\(place)")
          // Rounded down to a hundredth, and not further.
          let lost = wanted[1] * 100 - Double(position.filled.hundredths)
          #expect(lost > -1e-5 && lost < 1, "\(place)")
        }
        #expect(abs(position.aheadHundredths / 100 - outcome.finalFront) <= 1e-9)
        #expect(abs(position.modelFilledHundredths / 100 - outcome.filled) <= 1e-9)
      }
    }
  }

  private static func event(_ generator: inout SeededGenerator) -> QueueEvent {
    let size = Quantity(hundredths: Int64.random(in: 0...3_000, using: &generator))
    return switch Int.random(in: 0..<9, using: &generator) {
    case 0..<3: .traded(size)
    case 3..<6: .cancelled(size)
    default: .added(size)
    }
  }

  @Test func `the models keep their order and no model makes size out of nothing`() throws {
    for seed in UInt64(1)...200 {
      var generator = SeededGenerator(seed: seed)
      let displayed = Quantity(hundredths: Int64.random(in: 0...20_000, using: &generator))
      let size = Quantity(hundredths: Int64.random(in: 1...5_000, using: &generator))
      let power = Double.random(in: 0.2...4, using: &generator)
      var positions = try [QueueModel.conservative, .proportional(power: power), .optimistic].map {
        try QueuePosition($0, joiningBehind: displayed, size: size)
      }
      for _ in 0..<60 {
        let event = Self.event(&generator)
        for index in positions.indices {
          let before = positions[index]
          let filled = try positions[index].apply(event)
          let after = positions[index]
          #expect(filled >= .zero && after.filled - before.filled == filled, "seed \(seed)")
          #expect(after.aheadHundredths >= 0 && after.behindHundredths >= 0, "seed \(seed)")
          #expect(after.aheadHundredths <= before.aheadHundredths, "seed \(seed)")
          #expect(after.filled <= size, "seed \(seed)")
        }
        #expect(positions[0].filled <= positions[1].filled, "seed \(seed)")
        #expect(positions[1].filled <= positions[2].filled, "seed \(seed)")
        // Only where none is filled is the level the same for all.
        if positions.allSatisfy({ $0.modelFilledHundredths == 0 }) {
          let levels = positions.map { $0.aheadHundredths + $0.behindHundredths }
          #expect(abs(levels[0] - levels[1]) < 1e-6 && levels[0] == levels[2], "seed \(seed)")
          #expect(positions[0].aheadHundredths >= positions[1].aheadHundredths - 1e-6)
          #expect(positions[1].aheadHundredths >= positions[2].aheadHundredths - 1e-6)
        }
      }
    }
  }

  @Test func `a fraction of a hundredth is not filled`() throws {
    var position = try QueuePosition(
      .proportional(power: 1), joiningBehind: Quantity(hundredths: 2),
      size: Quantity(hundredths: 5))
    _ = try position.apply(.added(Quantity(hundredths: 1)))
    // Two thirds of the cancel stood before us: 1⅓ hundredths are left there.
    _ = try position.apply(.cancelled(Quantity(hundredths: 1)))
    let first = try position.apply(.traded(Quantity(hundredths: 3)))
    #expect(first == Quantity(hundredths: 1))
    #expect(abs(position.modelFilledHundredths - 5.0 / 3) < 1e-12)
    // The fraction is not lost: with the next trade it becomes whole.
    let second = try position.apply(.traded(Quantity(hundredths: 3)))
    #expect(second == Quantity(hundredths: 3))
    #expect(position.filled == Quantity(hundredths: 4) && !position.isFilled)
  }

  @Test func `a trade through our price fills all`() throws {
    for model in [QueueModel.conservative, .optimistic, .proportional(power: 2)] {
      var position = try QueuePosition(
        model, joiningBehind: Quantity(contracts: 500), size: Quantity(contracts: 7))
      let filled = try position.apply(.tradedThrough)
      #expect(filled == Quantity(contracts: 7) && position.isFilled)
      let more = try position.apply(.traded(Quantity(contracts: 5)))
      #expect(more == .zero)
    }
  }

  @Test func `less size keeps the place and more loses it`() throws {
    var position = try QueuePosition(
      .conservative, joiningBehind: Quantity(contracts: 10), size: Quantity(contracts: 5))
    _ = try position.apply(.traded(Quantity(contracts: 8)))
    _ = try position.apply(.added(Quantity(contracts: 30)))
    try position.amend(size: Quantity(contracts: 3), displayed: Quantity(contracts: 32))
    #expect(position.aheadHundredths == 200)
    let filled = try position.apply(.traded(Quantity(contracts: 4)))
    #expect(filled == Quantity(contracts: 2) && position.remaining == Quantity(contracts: 1))
    try position.amend(size: Quantity(contracts: 4), displayed: Quantity(contracts: 30))
    #expect(position.aheadHundredths == 3_000 && position.behindHundredths == 0)
    #expect(position.remaining == Quantity(contracts: 2))
    #expect(throws: QueueError.sizeOutOfRange(Quantity(contracts: 2))) {
      try position.amend(size: Quantity(contracts: 2), displayed: .zero)
    }
  }

  @Test func `an empty level is ours at once`() throws {
    var position = try QueuePosition(
      .proportional(power: 3), joiningBehind: .zero, size: Quantity(contracts: 1))
    let nothing = try position.apply(.cancelled(Quantity(contracts: 9)))
    #expect(nothing == .zero && position.aheadHundredths == 0)
    let filled = try position.apply(.traded(Quantity(contracts: 9)))
    #expect(filled == Quantity(contracts: 1))
  }

  @Test func `what cannot be is refused and changes nothing`() throws {
    let one = Quantity(contracts: 1)
    let negative = Quantity(contracts: -1)
    let huge = Quantity(hundredths: .max)
    for bad in [negative, .zero, huge] {
      #expect(throws: QueueError.sizeOutOfRange(bad)) {
        try QueuePosition(.optimistic, joiningBehind: one, size: bad)
      }
    }
    #expect(throws: QueueError.sizeOutOfRange(negative)) {
      try QueuePosition(.optimistic, joiningBehind: negative, size: one)
    }
    for power in [0, -1, 65, Double.infinity] {
      #expect(throws: QueueError.powerOutOfRange(power)) {
        try QueuePosition(.proportional(power: power), joiningBehind: one, size: one)
      }
    }
    var position = try QueuePosition(.conservative, joiningBehind: one, size: one)
    let before = position
    for event in [QueueEvent.traded(negative), .cancelled(huge), .added(negative)] {
      #expect(throws: QueueError.self) { try position.apply(event) }
    }
    #expect(position == before)
    // A flood of additions stays inside the range that is exact.
    for _ in 0..<5 { _ = try position.apply(.added(.maximum)) }
    #expect(position.aheadHundredths + position.behindHundredths <= 100_000_000_000)
  }
}

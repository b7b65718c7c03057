internal import Market

extension Signal {
  /// The form that ``write(to:)`` writes, its first byte. The first form had no such byte and began
  /// with the number of a profile, which is less; 0x82 had a net edge always, and not what was
  /// admitted was to cost and bring.
  static let form: UInt8 = 0x83

  /// Writes the signal in its binary form. Does not allocate.
  func write(to writer: EventWriter) {
    writer.put(Self.form)
    writer.put(profile.index)
    writer.put(market)
    writer.put(leg.rawValue)
    writer.put(stop.gate.rawValue)
    writer.put(stop.distance)
    writer.put(yesEdge) { writer.put($0) }
    writer.put(noEdge) { writer.put($0) }
    writer.put(netEdge) { writer.put($0) }
    writer.put(ask)
    writer.put(bid) { writer.put($0) }
    writer.put(probability)
    writer.put(books)
    writer.put(bookSpread)
    writer.put(oldestNanoseconds)
    conditions.write(to: writer)
    writer.put(volume) { writer.put($0) }
    writer.put(bound.rawValue)
    writer.put(recommended)
    writer.put(admitted)
    writer.put(binding) { writer.put($0.rawValue) }
    writer.put(maximumPrice)
    writer.put(risk)
    writer.put(expectedProfit)
    writer.put(admittedRisk)
    writer.put(admittedProfit)
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    guard try reader.take(UInt8.self) == Self.form else {
      throw reader.failure("a signal of another version of the program")
    }
    profile = try reader.profile()
    market = try reader.market()
    leg = try reader.choice()
    stop = GateStop(try reader.choice(), distance: try reader.take())
    yesEdge = try reader.optional { (reader) throws(EventDecodingError) in try reader.take() }
    noEdge = try reader.optional { (reader) throws(EventDecodingError) in try reader.take() }
    netEdge = try reader.optional { (reader) throws(EventDecodingError) in try reader.take() }
    ask = try reader.price()
    bid = try reader.optional { (reader) throws(EventDecodingError) in try reader.price() }
    probability = try reader.number()
    books = try reader.take()
    bookSpread = try reader.take()
    oldestNanoseconds = try reader.take()
    conditions = try EntryConditions(&reader)
    volume = try reader.optional { (reader) throws(EventDecodingError) in try reader.take() }
    bound = try reader.choice()
    recommended = try reader.take()
    admitted = try reader.take()
    binding = try reader.optional { (reader) throws(EventDecodingError) in try reader.choice() }
    maximumPrice = try reader.price()
    risk = try reader.money()
    expectedProfit = try reader.money()
    admittedRisk = try reader.money()
    admittedProfit = try reader.money()
  }
}

extension EntryConditions {
  /// The score, a bit for each condition that is not met, then their distances in order.
  fileprivate func write(to writer: EventWriter) {
    writer.put(confidence.score)
    var (bits, place): (UInt8, UInt8) = (0, 0)
    while let condition = EntryCondition(rawValue: place) {
      if missing(condition) > 0 { bits |= 1 << place }
      place += 1
    }
    writer.put(bits)
    for place in 0..<place where bits & 1 << place != 0 {
      if let condition = EntryCondition(rawValue: place) { writer.put(missing(condition)) }
    }
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    let score: Int32 = try reader.take()
    let bits: UInt8 = try reader.take()
    var missing = SIMD8<Int64>(repeating: 0)
    for place in 0..<8 where bits & 1 << place != 0 {
      missing[place] = try reader.take()
      guard missing[place] > 0 else { throw reader.failure("a distance that is none") }
    }
    self.init(missing: missing, confidence: Confidence(score: score))
  }
}

internal import Market

extension Signal {
  /// Writes the signal in its binary form. Does not allocate.
  public func write(to writer: EventWriter) {
    writer.put(profile.index)
    writer.put(market)
    writer.put(leg.rawValue)
    writer.put(stop.gate.rawValue)
    writer.put(stop.distance)
    writer.put(yesEdge) { writer.put($0) }
    writer.put(noEdge) { writer.put($0) }
    writer.put(netEdge)
    writer.put(ask)
    writer.put(bid) { writer.put($0) }
    writer.put(probability)
    writer.put(books)
    writer.put(bookSpread)
    writer.put(oldestNanoseconds)
    writer.put(confidence.score)
    writer.put(bound.rawValue)
    writer.put(recommended)
    writer.put(admitted)
    writer.put(binding) { writer.put($0.rawValue) }
    writer.put(maximumPrice)
    writer.put(risk)
    writer.put(expectedProfit)
  }

  /// Reads what ``write(to:)`` wrote, all of it.
  public init(_ bytes: UnsafeRawBufferPointer) throws(EventDecodingError) {
    var reader = EventReader(bytes)
    try self.init(&reader)
    guard reader.isAtEnd else { throw reader.failure("more bytes than a signal has") }
  }

  private init(_ reader: inout EventReader) throws(EventDecodingError) {
    profile = try reader.profile()
    market = try reader.market()
    leg = try reader.choice()
    stop = GateStop(try reader.choice(), distance: try reader.take())
    yesEdge = try reader.optional { (reader) throws(EventDecodingError) in try reader.take() }
    noEdge = try reader.optional { (reader) throws(EventDecodingError) in try reader.take() }
    netEdge = try reader.take()
    ask = try reader.price()
    bid = try reader.optional { (reader) throws(EventDecodingError) in try reader.price() }
    probability = try reader.number()
    books = try reader.take()
    bookSpread = try reader.take()
    oldestNanoseconds = try reader.take()
    confidence = Confidence(score: try reader.take())
    bound = try reader.choice()
    recommended = try reader.take()
    admitted = try reader.take()
    binding = try reader.optional { (reader) throws(EventDecodingError) in try reader.choice() }
    maximumPrice = try reader.price()
    risk = try reader.money()
    expectedProfit = try reader.money()
  }
}

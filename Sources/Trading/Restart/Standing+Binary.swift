internal import Market

extension Standing {
  /// Of the form below. Another one is not read.
  private static let version: UInt8 = 1

  /// Writes the standing in its binary form.
  public func write(to writer: EventWriter) {
    writer.put(Self.version)
    account.write(to: writer)
    writer.put(UInt32(profiles.count))
    for profile in profiles { profile.write(to: writer) }
  }

  /// Reads what ``write(to:)`` wrote, all of it.
  public init(_ bytes: UnsafeRawBufferPointer) throws(EventDecodingError) {
    var reader = EventReader(bytes)
    try self.init(&reader)
    guard reader.isAtEnd else { throw reader.failure("more bytes than a standing has") }
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    guard try reader.take(UInt8.self) == Self.version else {
      throw reader.failure("a standing of another version")
    }
    account = try Risk(&reader)
    profiles = []
    for _ in 0..<(try reader.elements(ofAtLeast: 64)) { profiles.append(try Profile(&reader)) }
  }
}

extension Standing.Profile {
  fileprivate func write(to writer: EventWriter) {
    writer.put(name)
    writer.put(capital)
    writer.put(cash)
    risk.write(to: writer)
    writer.put(UInt32(holdings.count))
    for holding in holdings { holding.write(to: writer) }
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    name = try reader.text()
    capital = try reader.money()
    cash = try reader.money()
    risk = try Standing.Risk(&reader)
    holdings = []
    for _ in 0..<(try reader.elements(ofAtLeast: 57)) {
      holdings.append(try Standing.Holding(&reader))
    }
  }
}

extension Standing.Holding {
  fileprivate func write(to writer: EventWriter) {
    writer.put(ticker)
    writer.put(quantity)
    writer.put(cost)
    writer.put(openedAt)
    writer.put(net)
    writer.put(fees)
    writer.put(netEdge)
    writer.put(levels) { levels in
      writer.put(levels.takeProfit) { writer.put($0) }
      writer.put(levels.stopLoss) { writer.put($0) }
    }
    writer.put(entering)
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    ticker = try reader.text()
    quantity = try reader.quantity()
    cost = try reader.money()
    openedAt = try reader.time()
    net = try reader.money()
    fees = try reader.money()
    netEdge = try reader.take()
    levels = try reader.optional { (reader) throws(EventDecodingError) in
      let profit = try reader.optional { (reader) throws(EventDecodingError) in
        try reader.price()
      }
      let loss = try reader.optional { (reader) throws(EventDecodingError) in try reader.price() }
      return ExitLevels(takeProfit: profit, stopLoss: loss)
    }
    entering = try reader.quantity()
  }
}

extension Standing.Risk {
  fileprivate func write(to writer: EventWriter) {
    counters.write(to: writer)
    writer.put(breaker.causes.rawValue)
    writer.put(breaker.coolUntil) { writer.put($0) }
    writer.put(breaker.cooldownNanoseconds)
    writer.put(breaker.goodEnds)
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    counters = try RiskCounters(&reader)
    breaker = CircuitBreaker(
      causes: BreakerCauses(rawValue: try reader.take()),
      coolUntil: try reader.optional { (reader) throws(EventDecodingError) in try reader.time() },
      cooldownNanoseconds: try reader.take(), goodEnds: try reader.take())
  }
}

internal import Market

extension Standing {
  /// Of the form below. Another one is not read.
  private static let version: UInt8 = 7

  /// Writes the standing in its binary form.
  public func write(to writer: EventWriter) {
    writer.put(Self.version)
    account.write(to: writer)
    writer.put(isFlattening)
    writer.put(UInt32(positions.count))
    for position in positions {
      writer.put(position.ticker)
      writer.put(position.quantity)
      writer.put(position.cost)
    }
    writer.put(UInt32(profiles.count))
    for profile in profiles { profile.write(to: writer) }
    writer.put(UInt32(orders.count))
    for order in orders {
      writer.put(order.id)
      writer.put(order.ticker)
      writer.put(order.profile)
      writer.put(order.sentAt)
    }
    writer.put(UInt32(refusals.count))
    for time in refusals { writer.put(time) }
    writer.put(UInt32(payouts.count))
    for payout in payouts {
      writer.put(payout.ticker)
      writer.put(payout.value)
      writer.put(payout.contracts)
      writer.put(UInt32(payout.parts.count))
      for part in payout.parts { writer.put(part) }
    }
    writer.put(cashAgreedAt)
    writer.put(cashDifference)
    writer.put(otherCash) { writer.put($0) }
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
    isFlattening = try reader.flag()
    positions = []
    for _ in 0..<(try reader.elements(ofAtLeast: 20)) {
      positions.append(
        Position(
          ticker: try reader.text(), quantity: try reader.heldQuantity(),
          cost: try reader.amount()))
    }
    profiles = []
    for _ in 0..<(try reader.elements(ofAtLeast: 64)) { profiles.append(try Profile(&reader)) }
    orders = []
    for _ in 0..<(try reader.elements(ofAtLeast: 29)) {
      orders.append(
        Order(
          id: try reader.orderID(), ticker: try reader.text(), profile: try reader.take(),
          sentAt: try reader.time()))
    }
    refusals = []
    for _ in 0..<(try reader.elements(ofAtLeast: 8)) {
      let time = try reader.time()
      guard refusals.last.map({ $0 <= time }) ?? true else {
        throw reader.failure("times that run backwards")
      }
      refusals.append(time)
    }
    payouts = []
    for _ in 0..<(try reader.elements(ofAtLeast: 18)) { payouts.append(try Payout(&reader)) }
    cashAgreedAt = try reader.time()
    cashDifference = try reader.money()
    otherCash = try reader.optional { (reader) throws(EventDecodingError) in
      try reader.money()
    }
  }
}

extension Standing.Payout {
  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    ticker = try reader.text()
    value = try reader.price()
    contracts = try reader.heldQuantity()
    parts = []
    for _ in 0..<(try reader.elements(ofAtLeast: 8)) { parts.append(try reader.heldQuantity()) }
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
    capital = try reader.amount()
    cash = try reader.amount()
    risk = try Standing.Risk(&reader)
    holdings = []
    for _ in 0..<(try reader.elements(ofAtLeast: 50)) {
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
    writer.put(trigger) { writer.put($0.rawValue) }
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    ticker = try reader.text()
    quantity = try reader.heldQuantity()
    cost = try reader.amount()
    openedAt = try reader.time()
    net = try reader.amount()
    fees = try reader.amount()
    netEdge = try reader.take()
    levels = try reader.optional { (reader) throws(EventDecodingError) in
      let profit = try reader.optional { (reader) throws(EventDecodingError) in
        try reader.price()
      }
      let loss = try reader.optional { (reader) throws(EventDecodingError) in try reader.price() }
      return ExitLevels(takeProfit: profit, stopLoss: loss)
    }
    trigger = try reader.optional { (reader) throws(EventDecodingError) in
      try reader.choice(ExitTrigger.self)
    }
  }
}

extension Standing.Risk {
  fileprivate func write(to writer: EventWriter) {
    counters.write(to: writer)
    writer.put(breaker.causes.rawValue)
    writer.put(breaker.coolUntil) { writer.put($0) }
    writer.put(breaker.cooldownNanoseconds)
    writer.put(Int64(breaker.goodEnds))
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    counters = try RiskCounters(&reader)
    breaker = CircuitBreaker(
      causes: BreakerCauses(rawValue: try reader.take()),
      coolUntil: try reader.optional { (reader) throws(EventDecodingError) in try reader.time() },
      cooldownNanoseconds: try reader.count(below: 1 << 53),
      goodEnds: Int32(try reader.count(below: 1 << 20)))
  }
}

// What no account has is no standing, however its bytes came about: arithmetic with it must not be
// able to overflow.
extension EventReader {
  /// Below nine thousand million dollars either way.
  mutating func amount() throws(EventDecodingError) -> Money {
    let money = try money()
    guard money.microDollars.magnitude < 1 << 53 else { throw failure("an amount beyond range") }
    return money
  }

  /// Not more than a position can be, either way.
  mutating func heldQuantity() throws(EventDecodingError) -> Quantity {
    let quantity = try quantity()
    guard quantity.hundredths.magnitude <= UInt64(Position.maximum.hundredths) else {
      throw failure("contracts beyond range")
    }
    return quantity
  }

  /// Zero or more.
  mutating func count(below bound: Int64) throws(EventDecodingError) -> Int64 {
    let count = try take(Int64.self)
    guard count >= 0, count < bound else { throw failure("a count beyond range") }
    return count
  }
}

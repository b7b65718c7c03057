internal import Market

// The binary forms of what events carry.

extension EventWriter {
  func put(_ tag: UInt8, _ id: ClientOrderID) {
    put(tag)
    put(id)
  }

  func put(levels: [BookLevel]) {
    put(UInt32(levels.count))
    for level in levels {
      put(level.price)
      put(level.quantity)
    }
  }
}

extension EventReader {
  mutating func levels() throws(EventDecodingError) -> [BookLevel] {
    let count = try elements(ofAtLeast: 12)
    var levels: [BookLevel] = []
    levels.reserveCapacity(count)
    for _ in 0..<count {
      levels.append(BookLevel(price: try price(), quantity: try quantity()))
    }
    return levels
  }
}

extension LineKind {
  func write(to writer: EventWriter) {
    switch self {
    case .winner: writer.put(0 as UInt8)
    case .spread(let home):
      writer.put(1 as UInt8)
      writer.put(home.halves)
    case .total(let points):
      writer.put(2 as UInt8)
      writer.put(points.halves)
    }
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    switch try reader.take(UInt8.self) {
    case 0: self = .winner
    case 1: self = .spread(home: HalfPoints(halves: Int(try reader.take(Int32.self))))
    case 2: self = .total(HalfPoints(halves: Int(try reader.take(Int32.self))))
    default: throw reader.failure("an unknown kind of line")
    }
  }
}

extension PriceGrid {
  func write(to writer: EventWriter) {
    writer.put(UInt8(ranges.count))
    for range in ranges {
      writer.put(range.start)
      writer.put(range.end)
      writer.put(range.step)
    }
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    var ranges: [PriceRange] = []
    for _ in 0..<(try reader.take(UInt8.self)) {
      ranges.append(
        PriceRange(
          start: try reader.price(), end: try reader.price(), step: try reader.price()))
    }
    do throws(PriceGridError) {
      self = try PriceGrid(ranges: ranges)
    } catch {
      throw reader.failure(error.description)
    }
  }
}

extension FeeSchedule {
  func write(to writer: EventWriter) {
    writer.put(type.wireName)
    writer.put(multiplier.tenThousandths)
    switch regime.rounding {
    case .currentMicroDollar(let precision): writer.put(0, precision)
    case .centicent(let precision): writer.put(1, precision)
    case .legacyCentCeiling: writer.put(2, .direct)
    case .marginal: writer.put(3, .direct)
    }
    writer.put(regime.makerFormula.rawValue)
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    let type = FeeType(wireName: try reader.text())
    guard let multiplier = FeeMultiplier(tenThousandths: Int64(try reader.take(Int32.self))) else {
      throw reader.failure("a fee multiplier out of range")
    }
    let code = try reader.take(UInt8.self)
    let precision: BalancePrecision = try reader.choice()
    let rounding: FeeRounding
    switch code {
    case 0: rounding = .currentMicroDollar(precision)
    case 1: rounding = .centicent(precision)
    case 2: rounding = .legacyCentCeiling
    case 3: rounding = .marginal
    default: throw reader.failure("an unknown fee rounding")
    }
    let formula: MakerFormula = try reader.choice()
    do throws(FeeUnknown) {
      try self.init(
        type: type, multiplier: multiplier,
        regime: FeeRegime(rounding: rounding, makerFormula: formula))
    } catch {
      throw reader.failure(error.description)
    }
  }
}

extension EventWriter {
  fileprivate func put(_ rounding: UInt8, _ precision: BalancePrecision) {
    put(rounding)
    put(precision.rawValue)
  }
}

extension OrderReport {
  /// The reason comes last, where there is one.
  func write(to writer: EventWriter) {
    writer.put(state.rawValue)
    writer.put(filled)
    writer.put(remaining)
    writer.put(price) { writer.put($0) }
    if let reason { writer.put(reason.rawValue) }
  }

  init(_ reader: inout EventReader, hasReason: Bool) throws(EventDecodingError) {
    self.init(
      state: try reader.choice(), filled: try reader.quantity(),
      remaining: try reader.quantity(),
      price: try reader.optional { (reader) throws(EventDecodingError) in try reader.price() },
      reason: hasReason ? try reader.choice() : nil)
  }
}

extension FillReport {
  func write(to writer: EventWriter) {
    writer.put(trade.high)
    writer.put(trade.low)
    writer.put(order) { writer.put($0) }
    writer.put(market)
    writer.put(side.rawValue)
    writer.put(price)
    writer.put(quantity)
    writer.put(liquidity.rawValue)
    writer.put(fee)
    writer.put(venueTime)
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    trade = ExchangeKey(high: try reader.take(), low: try reader.take())
    order = try reader.optional { (reader) throws(EventDecodingError) in try reader.orderID() }
    market = try reader.market()
    side = try reader.choice()
    price = try reader.price()
    quantity = try reader.quantity()
    liquidity = try reader.choice()
    fee = try reader.money()
    venueTime = try reader.time()
  }
}

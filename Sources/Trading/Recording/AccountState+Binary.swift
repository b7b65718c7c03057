internal import Market

extension AccountState.End {
  func write(to writer: EventWriter) {
    switch self {
    case .untold: writer.put(0 as UInt8)
    case .never: writer.put(1 as UInt8)
    case .at(let time):
      writer.put(2 as UInt8)
      writer.put(time)
    }
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    switch try reader.take(UInt8.self) {
    case 0: self = .untold
    case 1: self = .never
    case 2: self = .at(try reader.time())
    default: throw reader.failure("an unknown end of an order")
    }
  }
}

extension AccountState {
  func write(to writer: EventWriter) {
    writer.put(readFrom)
    writer.put(availableCash)
    writer.put(UInt32(holdings.count))
    for holding in holdings {
      writer.put(holding.market)
      writer.put(holding.quantity)
      writer.put(holding.cost)
      writer.put(holding.fees) { writer.put($0) }
    }
    writer.put(Int64(otherHoldings))
    writer.put(otherExposure)
    writer.put(otherCash) { writer.put($0) }
    writer.put(otherReserved)
    writer.put(UInt32(restingOrders.count))
    for order in restingOrders {
      writer.put(order.order) { writer.put($0) }
      writer.put(order.market)
      writer.put(order.side.rawValue)
      writer.put(order.price)
      writer.put(order.filled)
      writer.put(order.remaining)
      order.end.write(to: writer)
    }
    writer.put(UInt32(shards.count))
    for shard in shards {
      writer.put(UInt32(bitPattern: shard.index))
      writer.put(shard.cash)
    }
    writer.put(UInt32(trades.count))
    for trade in trades {
      writer.put(trade.high)
      writer.put(trade.low)
    }
    writer.put(UInt32(transfers.count))
    for transfer in transfers {
      writer.put(transfer.id.high)
      writer.put(transfer.id.low)
      writer.put(transfer.amount)
      writer.put(transfer.fee)
      writer.put(transfer.at)
    }
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    readFrom = try reader.time()
    availableCash = try reader.money()
    holdings = []
    for _ in 0..<(try reader.elements(ofAtLeast: 21)) {
      holdings.append(
        Holding(
          market: try reader.market(), quantity: try reader.quantity(), cost: try reader.money(),
          fees: try reader.optional { (reader) throws(EventDecodingError) in
            try reader.money()
          }))
    }
    otherHoldings = Int(try reader.take(Int64.self))
    otherExposure = try reader.money()
    otherCash = try reader.optional { (reader) throws(EventDecodingError) in
      try reader.money()
    }
    otherReserved = try reader.money()
    restingOrders = []
    for _ in 0..<(try reader.elements(ofAtLeast: 27)) {
      restingOrders.append(
        RestingOrder(
          order: try reader.optional { (reader) throws(EventDecodingError) in
            try reader.orderID()
          },
          market: try reader.market(), side: try reader.choice(), price: try reader.price(),
          filled: try reader.quantity(), remaining: try reader.quantity(),
          end: try AccountState.End(&reader)))
    }
    shards = []
    for _ in 0..<(try reader.elements(ofAtLeast: 12)) {
      shards.append(
        Shard(
          index: Int32(bitPattern: try reader.take(UInt32.self)), cash: try reader.money()))
    }
    trades = []
    for _ in 0..<(try reader.elements(ofAtLeast: 16)) {
      trades.append(ExchangeKey(high: try reader.take(), low: try reader.take()))
    }
    transfers = []
    for _ in 0..<(try reader.elements(ofAtLeast: 40)) {
      transfers.append(
        Transfer(
          id: ExchangeKey(high: try reader.take(), low: try reader.take()),
          amount: try reader.money(), fee: try reader.money(), at: try reader.time()))
    }
  }
}

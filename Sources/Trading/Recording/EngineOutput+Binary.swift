internal import Market

/// Which output a record holds. The numbers are part of the format and never change.
private enum OutputTag: UInt8 {
  case place = 1
  case cancel = 2
  case amend = 3
  case findOrder = 4
  case reconcile = 5
  case notice = 6
  /// As ``place``, then whose order it is: only where it is not the arbitrage strategy's.
  case placeForProfile = 7
}

extension EngineOutput {
  /// Writes the output in its binary form: a number for what it is, then its fields.
  ///
  /// Does not allocate but for notices that carry texts.
  public func write(to writer: EventWriter) {
    switch self {
    case .place(let order):
      let isPlain = order.profile == .arbitrage
      writer.put((isPlain ? OutputTag.place : .placeForProfile).rawValue)
      writer.put(order.id)
      writer.put(order.market)
      writer.put(order.side.rawValue)
      writer.put(order.price)
      writer.put(order.quantity)
      writer.put(order.style.rawValue)
      writer.put(order.purpose.rawValue)
      if !isPlain { writer.put(order.profile.index) }
    case .cancel(let id, let market):
      writer.put(OutputTag.cancel.rawValue, id)
      writer.put(market)
    case .amend(let id, let market, let side, let price, let total):
      writer.put(OutputTag.amend.rawValue, id)
      writer.put(market)
      writer.put(side.rawValue)
      writer.put(price)
      writer.put(total)
    case .findOrder(let id, let market):
      writer.put(OutputTag.findOrder.rawValue, id)
      writer.put(market)
    case .reconcile: writer.put(OutputTag.reconcile.rawValue)
    case .notice(let notice):
      writer.put(OutputTag.notice.rawValue)
      notice.write(to: writer)
    }
  }

  /// Reads what ``write(to:)`` wrote, all of it.
  public init(_ bytes: UnsafeRawBufferPointer) throws(EventDecodingError) {
    var reader = EventReader(bytes)
    switch try reader.choice(OutputTag.self) {
    case .place: self = .place(try EngineOrder(&reader))
    case .placeForProfile:
      var order = try EngineOrder(&reader)
      order.profile = try reader.profile()
      self = .place(order)
    case .cancel: self = .cancel(try reader.orderID(), try reader.market())
    case .amend:
      self = .amend(
        try reader.orderID(), try reader.market(), try reader.choice(), try reader.price(),
        total: try reader.quantity())
    case .findOrder: self = .findOrder(try reader.orderID(), try reader.market())
    case .reconcile: self = .reconcile
    case .notice: self = .notice(try EngineNotice(&reader))
    }
    guard reader.isAtEnd else { throw reader.failure("more bytes than an output has") }
  }
}

extension EngineOrder {
  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    self.init(
      id: try reader.orderID(), market: try reader.market(), side: try reader.choice(),
      price: try reader.price(), quantity: try reader.quantity(), style: try reader.choice(),
      purpose: try reader.choice())
  }
}

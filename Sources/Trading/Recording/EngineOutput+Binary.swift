internal import Market

/// Which output a record holds. The numbers are part of the format and never change.
private enum OutputTag: UInt8 {
  case place = 1
  case cancel = 2
  case amend = 3
  case findOrder = 4
  case reconcile = 5
  case notice = 6
}

extension EngineOutput {
  /// Writes the output in its binary form: a number for what it is, then its fields.
  ///
  /// Does not allocate but for notices that carry texts.
  public func write(to writer: EventWriter) {
    switch self {
    case .place(let order):
      writer.put(OutputTag.place.rawValue)
      writer.put(order.id)
      writer.put(order.market)
      writer.put(order.side.rawValue)
      writer.put(order.price)
      writer.put(order.quantity)
      writer.put(order.style.rawValue)
      writer.put(order.purpose.rawValue)
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
    case .place:
      self = .place(
        EngineOrder(
          id: try reader.orderID(), market: try reader.market(), side: try reader.choice(),
          price: try reader.price(), quantity: try reader.quantity(),
          style: try reader.choice(), purpose: try reader.choice()))
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

/// Which notice a record holds. The numbers are part of the format and never change.
private enum NoticeTag: UInt8 {
  case paused = 1
  case resumed = 2
  case rejected = 3
  case outcomeUnknown = 4
  case foundAfterLoss = 5
  case neverArrived = 6
  case positionDiffers = 7
  case adoptedPosition = 8
  case foreignOrder = 9
  case unexplainedFill = 10
  case settled = 11
  case bookBlocked = 12
  case exitCanceled = 13
  case cashDiffers = 14
}

extension EngineNotice {
  fileprivate func write(to writer: EventWriter) {
    switch self {
    case .paused(let link):
      writer.put(NoticeTag.paused.rawValue)
      writer.put(link.rawValue)
    case .resumed: writer.put(NoticeTag.resumed.rawValue)
    case .rejected(let id, let market, let reason):
      writer.put(NoticeTag.rejected, id, market)
      writer.put(reason)
    case .outcomeUnknown(let id, let market): writer.put(NoticeTag.outcomeUnknown, id, market)
    case .foundAfterLoss(let id, let market): writer.put(NoticeTag.foundAfterLoss, id, market)
    case .neverArrived(let id, let market): writer.put(NoticeTag.neverArrived, id, market)
    case .positionDiffers(let market, let ours, let exchange):
      writer.put(NoticeTag.positionDiffers, market)
      writer.put(ours)
      writer.put(exchange)
    case .adoptedPosition(let market, let quantity):
      writer.put(NoticeTag.adoptedPosition, market)
      writer.put(quantity)
    case .foreignOrder(let market): writer.put(NoticeTag.foreignOrder, market)
    case .unexplainedFill(let market): writer.put(NoticeTag.unexplainedFill, market)
    case .settled(let market, let value, let profit):
      writer.put(NoticeTag.settled, market)
      writer.put(value)
      writer.put(profit)
    case .bookBlocked(let market): writer.put(NoticeTag.bookBlocked, market)
    case .exitCanceled(let id, let market, let pause):
      writer.put(NoticeTag.exitCanceled, id, market)
      writer.put(pause)
    case .cashDiffers(let ours, let exchange):
      writer.put(NoticeTag.cashDiffers.rawValue)
      writer.put(ours)
      writer.put(exchange)
    }
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    switch try reader.choice(NoticeTag.self) {
    case .paused: self = .paused(try reader.choice())
    case .resumed: self = .resumed
    case .rejected:
      self = .rejected(try reader.orderID(), try reader.market(), reason: try reader.text())
    case .outcomeUnknown: self = .outcomeUnknown(try reader.orderID(), try reader.market())
    case .foundAfterLoss: self = .foundAfterLoss(try reader.orderID(), try reader.market())
    case .neverArrived: self = .neverArrived(try reader.orderID(), try reader.market())
    case .positionDiffers:
      self = .positionDiffers(
        try reader.market(), ours: try reader.quantity(), exchange: try reader.quantity())
    case .adoptedPosition: self = .adoptedPosition(try reader.market(), try reader.quantity())
    case .foreignOrder: self = .foreignOrder(try reader.market())
    case .unexplainedFill: self = .unexplainedFill(try reader.market())
    case .settled:
      self = .settled(try reader.market(), value: try reader.price(), profit: try reader.money())
    case .bookBlocked: self = .bookBlocked(try reader.market())
    case .exitCanceled:
      self = .exitCanceled(
        try reader.orderID(), try reader.market(), pauseNanoseconds: try reader.take())
    case .cashDiffers: self = .cashDiffers(ours: try reader.money(), exchange: try reader.money())
    }
  }
}

extension EventWriter {
  fileprivate func put(_ tag: NoticeTag, _ market: MarketID) {
    put(tag.rawValue)
    put(market)
  }

  fileprivate func put(_ tag: NoticeTag, _ id: ClientOrderID, _ market: MarketID) {
    put(tag.rawValue, id)
    put(market)
  }
}

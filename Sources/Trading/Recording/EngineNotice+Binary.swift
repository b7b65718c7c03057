internal import Market

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
  case breakerOpened = 15
  case breakerChanged = 16
  case cannotCancel = 17
  case exitTriggered = 18
  case positionClosed = 19
  case capitalReduced = 20
  case foreignPosition = 21
  case illegalTransition = 22
  case shardCashDiffers = 23
  case recordDiffers = 24
  case transferred = 25
  case noExitTime = 26
  case accountUnread = 27
  case tradedElsewhere = 28
  case resultChanged = 32
  case cashLacks = 29
  case noBid = 30
  case cashBelowNothing = 31
}

extension EngineNotice {
  func write(to writer: EventWriter) {
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
    case .illegalTransition(let id, let market, let step):
      writer.put(NoticeTag.illegalTransition, id, market)
      writer.put(step.from.rawValue)
      writer.put(step.to.rawValue)
    case .foreignPosition(let market, let quantity):
      writer.put(NoticeTag.foreignPosition, market)
      writer.put(quantity)
    case .foreignOrder(let market): writer.put(NoticeTag.foreignOrder, market)
    case .unexplainedFill(let market): writer.put(NoticeTag.unexplainedFill, market)
    case .settled(let market, let value, let profit):
      writer.put(NoticeTag.settled, market)
      writer.put(value)
      writer.put(profit)
    case .resultChanged(let market, let old, let value, let change):
      writer.put(NoticeTag.resultChanged, market)
      writer.put(old)
      writer.put(value)
      writer.put(change)
    case .bookBlocked(let market): writer.put(NoticeTag.bookBlocked, market)
    case .cannotCancel(let id, let market): writer.put(NoticeTag.cannotCancel, id, market)
    case .exitCanceled(let id, let market, let pause):
      writer.put(NoticeTag.exitCanceled, id, market)
      writer.put(pause)
    case .cashDiffers, .cashLacks, .shardCashDiffers, .recordDiffers, .accountUnread, .transferred,
      .tradedElsewhere, .cashBelowNothing:
      writeAccount(to: writer)
    case .breakerOpened, .breakerChanged, .exitTriggered, .noExitTime, .noBid, .capitalReduced,
      .positionClosed:
      writeJudgement(to: writer)
    }
  }

  /// What the account's readings bring up.
  private func writeAccount(to writer: EventWriter) {
    switch self {
    case .cashDiffers(let ours, let exchange):
      writer.put(NoticeTag.cashDiffers.rawValue)
      writer.put(ours)
      writer.put(exchange)
    case .shardCashDiffers(let shard, let ours, let exchange):
      writer.put(NoticeTag.shardCashDiffers.rawValue)
      writer.put(UInt32(bitPattern: shard))
      writer.put(ours)
      writer.put(exchange)
    case .recordDiffers(let difference):
      writer.put(NoticeTag.recordDiffers, difference.market)
      writer.put(difference.field.rawValue)
      writer.put(difference.ours)
      writer.put(difference.exchange)
    case .accountUnread(let nanoseconds):
      writer.put(NoticeTag.accountUnread.rawValue)
      writer.put(nanoseconds)
    case .transferred(let amount):
      writer.put(NoticeTag.transferred.rawValue)
      writer.put(amount)
    case .tradedElsewhere(let amount):
      writer.put(NoticeTag.tradedElsewhere.rawValue)
      writer.put(amount)
    case .cashLacks(let least, let exchange):
      writer.put(NoticeTag.cashLacks.rawValue)
      writer.put(least)
      writer.put(exchange)
    case .cashBelowNothing(let amount):
      writer.put(NoticeTag.cashBelowNothing.rawValue)
      writer.put(amount)
    default: break
    }
  }

  /// What profiles and breakers say.
  private func writeJudgement(to writer: EventWriter) {
    switch self {
    case .breakerOpened(let cause, let profile):
      writer.put(NoticeTag.breakerOpened.rawValue)
      writer.put(cause.rawValue)
      writer.put(profile) { writer.put($0.index) }
    case .breakerChanged(let state, let profile):
      writer.put(NoticeTag.breakerChanged.rawValue)
      writer.put(state.rawValue)
      writer.put(profile) { writer.put($0.index) }
    case .exitTriggered(let trigger, let market, let profile, let bid):
      writer.put(NoticeTag.exitTriggered, market)
      writer.put(trigger.rawValue)
      writer.put(profile.index)
      writer.put(bid) { writer.put($0) }
    case .noExitTime(let market, let profile):
      writer.put(NoticeTag.noExitTime, market)
      writer.put(profile.index)
    case .noBid(let market, let profile):
      writer.put(NoticeTag.noBid, market)
      writer.put(profile.index)
    case .capitalReduced(let profile, let capital):
      writer.put(NoticeTag.capitalReduced.rawValue)
      writer.put(profile.index)
      writer.put(capital)
    case .positionClosed(let market, let profile, let profit):
      writer.put(NoticeTag.positionClosed, market)
      writer.put(profile.index)
      writer.put(profit)
    default: preconditionFailure("not a notice of judgement")
    }
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
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
    case .illegalTransition:
      self = .illegalTransition(
        try reader.orderID(), try reader.market(),
        IllegalTransition(from: try reader.choice(), to: try reader.choice()))
    case .foreignPosition: self = .foreignPosition(try reader.market(), try reader.quantity())
    case .foreignOrder: self = .foreignOrder(try reader.market())
    case .unexplainedFill: self = .unexplainedFill(try reader.market())
    case .settled:
      self = .settled(try reader.market(), value: try reader.price(), profit: try reader.money())
    case .resultChanged:
      self = .resultChanged(
        try reader.market(), from: try reader.price(), to: try reader.price(),
        change: try reader.money())
    case .bookBlocked: self = .bookBlocked(try reader.market())
    case .exitCanceled:
      self = .exitCanceled(
        try reader.orderID(), try reader.market(), pauseNanoseconds: try reader.take())
    case .cashDiffers: self = .cashDiffers(ours: try reader.money(), exchange: try reader.money())
    case .shardCashDiffers:
      self = .shardCashDiffers(
        Int32(bitPattern: try reader.take()), ours: try reader.money(),
        exchange: try reader.money())
    case .recordDiffers:
      self = .recordDiffers(try RecordDifference(&reader))
    case .accountUnread: self = .accountUnread(nanoseconds: try reader.take())
    case .transferred: self = .transferred(try reader.money())
    case .tradedElsewhere: self = .tradedElsewhere(try reader.money())
    case .cashLacks: self = .cashLacks(least: try reader.money(), exchange: try reader.money())
    case .breakerOpened: self = .breakerOpened(try reader.choice(), try reader.owner())
    case .breakerChanged: self = .breakerChanged(try reader.choice(), try reader.owner())
    case .cannotCancel: self = .cannotCancel(try reader.orderID(), try reader.market())
    case .exitTriggered:
      let market = try reader.market()
      self = .exitTriggered(
        try reader.choice(), market, try reader.profile(),
        bid: try reader.optional { (reader) throws(EventDecodingError) in try reader.price() })
    case .noExitTime: self = .noExitTime(try reader.market(), try reader.profile())
    case .noBid: self = .noBid(try reader.market(), try reader.profile())
    case .cashBelowNothing: self = .cashBelowNothing(try reader.money())
    case .capitalReduced:
      self = .capitalReduced(try reader.profile(), try reader.money())
    case .positionClosed:
      self = .positionClosed(
        try reader.market(), try reader.profile(), profit: try reader.money())
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

extension EventReader {
  fileprivate mutating func owner() throws(EventDecodingError) -> ProfileID? {
    try optional { (reader) throws(EventDecodingError) in try reader.profile() }
  }
}

extension RecordDifference {
  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    self.init(
      market: try reader.market(), field: try reader.choice(), ours: try reader.take(),
      exchange: try reader.take())
  }
}

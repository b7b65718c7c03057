internal import Market

/// Which event a recorded input holds. The numbers are part of the format and never change.
private enum EventTag: UInt8 {
  case bookSnapshot = 1
  case bookDelta = 2
  case bookBlocked = 3
  case marketStatus = 4
  case closeChanged = 5
  case gridChanged = 6
  case feesChanged = 7
  case settled = 8
  case gameMatched = 9
  case line = 10
  case lineWithdrawn = 11
  case link = 12
  case reconciled = 13
  case orderState = 14
  case orderRejected = 15
  case orderUnknown = 16
  case orderNotFound = 17
  case cancelRefused = 18
  case cancelLost = 19
  case amendFailed = 20
  case fill = 21
  case timer = 22
  case command = 23
  case booksBlocked = 24
  case volumeChanged = 25
  case carried = 26
  case clockSkew = 27
  case bookmaker = 28
  /// A line that was old when it came; one that was not is ``line``.
  case agedLine = 29
  /// A bookmaker with limits of age of its own; one without is ``bookmaker``.
  case bookmakerAges = 30
  case orderUnsent = 31
  /// An order's state with the reason for it; one without is ``orderState``.
  case orderStateReason = 32
}

extension EngineInput {
  /// Writes the input in its binary form: both times, a number for the event, its fields.
  ///
  /// Does not allocate but for events that carry texts or lists of other things than levels.
  public func write(to writer: EventWriter) {
    writer.put(time)
    writer.put(venueTime)
    event.write(to: writer)
  }

  /// Reads what ``write(to:)`` wrote, all of it.
  public init(_ bytes: UnsafeRawBufferPointer) throws(EventDecodingError) {
    var reader = EventReader(bytes)
    time = try reader.time()
    venueTime = try reader.time()
    event = try EngineEvent(&reader)
    guard reader.isAtEnd else { throw reader.failure("more bytes than an event has") }
  }
}

extension EngineInput {
  /// The time of events comes first, twice; then their number.
  private static let tagOffset = 16

  /// The trade of a recorded fill; nil for any other input. Nothing else of it is read.
  public static func trade(of bytes: UnsafeRawBufferPointer) -> ExchangeKey? {
    guard bytes.count > tagOffset, bytes[tagOffset] == EventTag.fill.rawValue,
      case .fill(let fill) = try? EngineInput(bytes).event
    else { return nil }
    return fill.trade
  }

  /// A recorded reading of the account; nil for any other input, of which nothing else is read.
  public static func reading(of bytes: UnsafeRawBufferPointer) -> AccountState? {
    guard bytes.count > tagOffset, bytes[tagOffset] == EventTag.reconciled.rawValue,
      case .reconciled(let account) = try? EngineInput(bytes).event
    else { return nil }
    return account
  }
}

extension EngineEvent {
  private static func write(
    _ line: GameLine, _ game: GameID, _ bookmaker: BookmakerID, to writer: EventWriter
  ) {
    let isAged = line.ageNanoseconds > 0
    writer.put(isAged ? EventTag.agedLine.rawValue : EventTag.line.rawValue)
    writer.put(game.index)
    writer.put(bookmaker.index)
    line.kind.write(to: writer)
    writer.put(line.homeOrOver)
    writer.put(line.awayOrUnder)
    if isAged { writer.put(line.ageNanoseconds) }
  }

  fileprivate func write(to writer: EventWriter) {
    switch self {
    case .bookDelta(let market, let side, let price, let change):
      writer.put(EventTag.bookDelta.rawValue)
      writer.put(market)
      writer.put(side.rawValue)
      writer.put(price)
      writer.put(change)
    case .bookSnapshot(let market, let bids, let asks):
      writer.put(EventTag.bookSnapshot.rawValue)
      writer.put(market)
      writer.put(levels: bids)
      writer.put(levels: asks)
    case .line(let game, let bookmaker, let line): Self.write(line, game, bookmaker, to: writer)
    case .lineWithdrawn(let game, let bookmaker, let kind):
      writer.put(EventTag.lineWithdrawn.rawValue)
      writer.put(game.index)
      writer.put(bookmaker.index)
      kind.write(to: writer)
    case .gameMatched(let game, let start):
      writer.put(EventTag.gameMatched.rawValue)
      writer.put(game.index)
      writer.put(start) { writer.put($0) }
    case .timer: writer.put(EventTag.timer.rawValue)
    case .link(let link, let isUp):
      writer.put(EventTag.link.rawValue)
      writer.put(link.rawValue)
      writer.put(isUp)
    case .booksBlocked: writer.put(EventTag.booksBlocked.rawValue)
    case .bookmaker(let bookmaker, let sharpness, let source, let ages):
      let isAsForAll = ages == .asForAll
      writer.put(isAsForAll ? EventTag.bookmaker.rawValue : EventTag.bookmakerAges.rawValue)
      writer.put(bookmaker.index)
      writer.put(sharpness)
      writer.put(source)
      if !isAsForAll { ages.write(to: writer) }
    case .clockSkew(let nanoseconds):
      writer.put(EventTag.clockSkew.rawValue)
      writer.put(nanoseconds)
    case .carried(let standing):
      writer.put(EventTag.carried.rawValue)
      standing.write(to: writer)
    case .command(let command):
      writer.put(EventTag.command.rawValue)
      command.write(to: writer)
    case .bookBlocked, .marketStatus, .closeChanged, .gridChanged, .feesChanged, .settled,
      .volumeChanged:
      writeMarketNews(to: writer)
    case .reconciled, .orderState, .orderRejected, .orderUnsent, .orderUnknown, .orderNotFound,
      .cancelRefused,
      .cancelLost, .amendFailed, .fill:
      writeAccountNews(to: writer)
    }
  }

  private func writeMarketNews(to writer: EventWriter) {
    switch self {
    case .bookBlocked(let market):
      writer.put(EventTag.bookBlocked.rawValue)
      writer.put(market)
    case .marketStatus(let market, let status):
      writer.put(EventTag.marketStatus.rawValue)
      writer.put(market)
      writer.put(status.wireName)
    case .closeChanged(let market, let time):
      writer.put(EventTag.closeChanged.rawValue)
      writer.put(market)
      writer.put(time) { writer.put($0) }
    case .gridChanged(let market, let grid):
      writer.put(EventTag.gridChanged.rawValue)
      writer.put(market)
      grid.write(to: writer)
    case .feesChanged(let market, let fees):
      writer.put(EventTag.feesChanged.rawValue)
      writer.put(market)
      writer.put(fees) { $0.write(to: writer) }
    case .settled(let market, let value):
      writer.put(EventTag.settled.rawValue)
      writer.put(market)
      writer.put(value)
    case .volumeChanged(let market, let contracts):
      writer.put(EventTag.volumeChanged.rawValue)
      writer.put(market)
      writer.put(contracts) { writer.put($0) }
    default: preconditionFailure("not news of a market")
    }
  }

  private func writeAccountNews(to writer: EventWriter) {
    switch self {
    case .reconciled(let account):
      writer.put(EventTag.reconciled.rawValue)
      account.write(to: writer)
    case .orderState(let id, let report):
      let tag = report.reason == nil ? EventTag.orderState : .orderStateReason
      writer.put(tag.rawValue, id)
      report.write(to: writer)
    case .orderRejected(let id, let reason):
      writer.put(EventTag.orderRejected.rawValue)
      writer.put(id)
      writer.put(reason)
    case .orderUnsent(let id, let reason):
      writer.put(EventTag.orderUnsent.rawValue)
      writer.put(id)
      writer.put(reason)
    case .orderUnknown(let id): writer.put(EventTag.orderUnknown.rawValue, id)
    case .orderNotFound(let id): writer.put(EventTag.orderNotFound.rawValue, id)
    case .cancelRefused(let id): writer.put(EventTag.cancelRefused.rawValue, id)
    case .cancelLost(let id): writer.put(EventTag.cancelLost.rawValue, id)
    case .amendFailed(let id): writer.put(EventTag.amendFailed.rawValue, id)
    case .fill(let fill):
      writer.put(EventTag.fill.rawValue)
      fill.write(to: writer)
    default: preconditionFailure("not news of the account")
    }
  }

  fileprivate init(_ reader: inout EventReader) throws(EventDecodingError) {
    let tag: EventTag = try reader.choice()
    switch tag {
    case .bookDelta:
      self = .bookDelta(
        try reader.market(), try reader.choice(), try reader.price(),
        change: try reader.quantity())
    case .bookSnapshot:
      self = .bookSnapshot(
        try reader.market(), bids: try reader.levels(), asks: try reader.levels())
    case .line, .agedLine:
      self = .line(
        GameID(try reader.index()), BookmakerID(try reader.index()),
        try GameLine(&reader, hasAge: tag == .agedLine))
    case .lineWithdrawn:
      self = .lineWithdrawn(
        GameID(try reader.index()), BookmakerID(try reader.index()), try LineKind(&reader))
    case .gameMatched:
      self = .gameMatched(
        GameID(try reader.index()),
        start: try reader.optional { (reader) throws(EventDecodingError) in try reader.time() })
    case .timer: self = .timer
    case .booksBlocked: self = .booksBlocked
    case .bookmaker, .bookmakerAges:
      self = .bookmaker(
        BookmakerID(try reader.index()), sharpness: try reader.number(),
        source: try reader.take(), ages: tag == .bookmaker ? .asForAll : try AgeLimits(&reader))
    case .clockSkew: self = .clockSkew(nanoseconds: try reader.take())
    case .carried: self = .carried(try Standing(&reader))
    case .link: self = .link(try reader.choice(), isUp: try reader.flag())
    case .command: self = .command(try OperatorCommand(&reader))
    case .bookBlocked, .marketStatus, .closeChanged, .gridChanged, .feesChanged, .settled,
      .volumeChanged:
      self = try Self.marketNews(tag, &reader)
    case .reconciled, .orderState, .orderStateReason, .orderRejected, .orderUnsent, .orderUnknown,
      .orderNotFound, .cancelRefused, .cancelLost, .amendFailed, .fill:
      self = try Self.accountNews(tag, &reader)
    }
  }

  private static func marketNews(
    _ tag: EventTag, _ reader: inout EventReader
  ) throws(EventDecodingError) -> EngineEvent {
    let market = try reader.market()
    switch tag {
    case .marketStatus: return .marketStatus(market, MarketStatus(wireName: try reader.text()))
    case .closeChanged:
      return .closeChanged(
        market, try reader.optional { (reader) throws(EventDecodingError) in try reader.time() })
    case .gridChanged: return .gridChanged(market, try PriceGrid(&reader))
    case .feesChanged:
      return .feesChanged(
        market,
        try reader.optional { (reader) throws(EventDecodingError) in try FeeSchedule(&reader) })
    case .settled: return .settled(market, value: try reader.price())
    case .volumeChanged:
      return .volumeChanged(
        market, try reader.optional { (reader) throws(EventDecodingError) in try reader.take() })
    default: return .bookBlocked(market)
    }
  }

  private static func accountNews(
    _ tag: EventTag, _ reader: inout EventReader
  ) throws(EventDecodingError) -> EngineEvent {
    if tag == .reconciled { return .reconciled(try AccountState(&reader)) }
    if tag == .fill { return .fill(try FillReport(&reader)) }
    let id = try reader.orderID()
    switch tag {
    case .orderState, .orderStateReason:
      return .orderState(id, try OrderReport(&reader, hasReason: tag == .orderStateReason))
    case .orderRejected: return .orderRejected(id, reason: try reader.text())
    case .orderUnsent: return .orderUnsent(id, reason: try reader.text())
    case .orderUnknown: return .orderUnknown(id)
    case .orderNotFound: return .orderNotFound(id)
    case .cancelRefused: return .cancelRefused(id)
    case .cancelLost: return .cancelLost(id)
    default: return .amendFailed(id)
    }
  }
}

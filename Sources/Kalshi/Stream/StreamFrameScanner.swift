public import Market

/// Reads the exchange's stream frames: one walk over the bytes, no allocation.
///
/// A frame with the keys of the last one of its type, in that order, is compared with what is
/// known of that one and read in a third of the time. The answer is the same.
///
/// Keys come in any order; unknown keys and whatever they hold are passed over, but must be JSON.
/// Tickers become dense ids through a ``/Market/TickerIndex``; both legs become one YES book here.
///
/// Confined to one thread; one scanner for each connection.
public final class StreamFrameScanner {
  /// How the NO side of books is written: what the subscription asked for.
  public let noSide: NoSidePricing
  /// The markets that frames are matched against.
  public let tickers: TickerIndex

  /// A side of a snapshot has no more levels than there are prices.
  static let maximumLevels = 10_001

  /// Where a field's value lies in the frame.
  struct Slot {
    var start: Int32 = 0
    var length: Int32 = 0
    /// The value's first byte: a quote for strings.
    var first: UInt8 = 0
    var isEscaped = false
  }

  let table = FieldTable()
  let ranges = ByteRangeTable()
  /// The layouts of the last frames, see ``layoutPlace(_:)``.
  let layouts: UnsafeMutablePointer<FrameLayout>
  let slots: UnsafeMutablePointer<Slot>
  private static let slotCount = 64
  /// Where the quick walk keeps the envelope's.
  static let envelopeSlots = slotCount
  let bidLevels: UnsafeMutablePointer<BookLevel>
  let askLevels: UnsafeMutablePointer<BookLevel>
  /// Room for the quotes of a frame, see ``QuoteWalk``.
  let quoteWords: UnsafeMutablePointer<UInt64>
  // The last frame of each kind.
  let ticker: UnsafeMutablePointer<TickerFrame.Content>
  let delta: UnsafeMutablePointer<BookDeltaFrame.Content>
  let snapshots = FramePlace<BookSnapshotFrame>()
  let trades = FramePlace<TradeFrame>()
  let fills = FramePlace<FillFrame>()
  let userOrders = FramePlace<UserOrderFrame>()
  let lifecycles = FramePlace<LifecycleFrame>()
  let eventFees = FramePlace<EventFeeFrame>()
  let subscriptions = FramePlace<SubscribedFrame>()
  let failures = FramePlace<FailureFrame>()
  /// Bit of ``StreamField/rawValue``: which fields of `msg` the frame has. They share their slots
  /// with the envelope's only for `sid`, `msg` and `type`, which get places of their own.
  var present: UInt64 = 0
  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

  private let learnsLayouts: Bool

  /// Makes a scanner for one catalogue.
  ///
  /// - Parameter learnsLayouts: false sends every frame through the general walk, which gives the
  ///   same answers: to measure it.
  public init(
    tickers: TickerIndex, noSide: NoSidePricing = .yesLeg, learnsLayouts: Bool = true
  ) {
    self.learnsLayouts = learnsLayouts
    precondition(
      StreamField.allCases.count <= Self.slotCount, "one bit of a word for each field")
    self.tickers = tickers
    self.noSide = noSide
    slots = .allocate(capacity: 2 * Self.slotCount)
    slots.initialize(repeating: Slot(), count: 2 * Self.slotCount)
    layouts = .allocate(capacity: Self.layoutCount)
    for place in 0..<Self.layoutCount { (layouts + place).initialize(to: FrameLayout(ranges)) }
    let none = BookLevel(price: .zero, quantity: .zero)
    bidLevels = .allocate(capacity: Self.maximumLevels)
    bidLevels.initialize(repeating: none, count: Self.maximumLevels)
    askLevels = .allocate(capacity: Self.maximumLevels)
    askLevels.initialize(repeating: none, count: Self.maximumLevels)
    ticker = .allocate(capacity: 1)
    ticker.initialize(to: TickerFrame.Content())
    delta = .allocate(capacity: 1)
    delta.initialize(
      to: BookDeltaFrame.Content(side: .bid, price: .zero, change: .zero))
    quoteWords = .allocate(capacity: QuoteWalk.wordCount)
    quoteWords.initialize(repeating: 0, count: QuoteWalk.wordCount)
  }

  deinit {
    for place in 0..<Self.layoutCount { layouts[place].deallocate() }
    layouts.deallocate()
    slots.deallocate()
    bidLevels.deallocate()
    askLevels.deallocate()
    quoteWords.deallocate()
    ticker.deallocate()
    delta.deallocate()
  }

  /// Reads one frame.
  ///
  /// - Complexity: O(count); does not allocate. Texts and levels of the result point into `frame`
  ///   and into the scanner: use them before the next call.
  public func scan(
    _ frame: UnsafeRawBufferPointer
  ) throws(StreamFrameError) -> (envelope: StreamEnvelope, frame: StreamFrame) {
    let layout = layouts + Self.layoutPlace(frame)
    if layout.pointee.matches(frame, ranges), let start = frame.baseAddress {
      layout.pointee.hits &+= 1
      var values = LearnedValues(start, layout.pointee.places)
      let text = values.text(.marketTicker)
      let market = tickers.id(of: text)
      let envelope = values.envelope(layout.pointee.presentInEnvelope)
      let present = layout.pointee.present
      if layout.pointee.kind == .ticker {
        values.write(present, market, to: ticker)
        if values.areInRange, !text.isEmpty {
          return (envelope, .ticker(TickerFrame(UnsafePointer(ticker))))
        }
      } else {
        values.write(present, market, noSide, to: delta)
        if values.areInRange, !text.isEmpty {
          return (envelope, .bookDelta(BookDeltaFrame(UnsafePointer(delta))))
        }
      }
    }
    let read = try scanGenerally(frame)
    if learnsLayouts { learn(frame, read.frame) }
    return read
  }

  /// Begins with a frame: no field is there yet.
  @inline(__always)
  func begin(_ frame: UnsafeRawBufferPointer) {
    bytes = frame
    present = 0
  }

  /// Lets go of the frame's bytes.
  @inline(__always)
  func end() { bytes = UnsafeRawBufferPointer(start: nil, count: 0) }

  /// Any order of keys, any form of values: by the quick walk, or else by the general one, which
  /// alone decides what is wrong.
  ///
  /// - Parameter triesPlainWalk: false for the general walk whatever the frame is, to compare.
  @inline(never)
  func scanGenerally(
    _ frame: UnsafeRawBufferPointer, triesPlainWalk: Bool = true
  ) throws(StreamFrameError) -> (envelope: StreamEnvelope, frame: StreamFrame) {
    begin(frame)
    defer { end() }
    var envelope = StreamEnvelope()
    if triesPlainWalk, let type = walkPlainly(frame, &envelope) {
      return (envelope, try read(type, &envelope))
    }
    begin(frame)
    envelope = StreamEnvelope()
    var walker = JSONWalker(frame)
    let type = try walkEnvelope(&walker, &envelope)
    guard try walker.isAtEnd() else { throw walker.syntax }
    return (envelope, try read(type, &envelope))
  }

  /// The envelope's object; returns the slot of `type`. The values of `msg` land in the slots.
  private func walkEnvelope(
    _ walker: inout JSONWalker, _ envelope: inout StreamEnvelope
  ) throws(StreamFrameError) -> Slot {
    var type = Slot()
    var seen: UInt64 = 0
    try walker.pass(0x7B)
    if try walker.peek() == 0x7D {
      walker.position += 1
      throw StreamFrameError(.missing(.type), at: 0)
    }
    while true {
      let field = try passName(&walker)
      if let field {
        let bit: UInt64 = 1 << UInt64(field.rawValue)
        guard seen & bit == 0 else {
          throw StreamFrameError(.duplicateField(field), at: walker.position)
        }
        seen |= bit
      }
      let next = try walker.peek()
      switch field {
      case .msg where next == 0x7B: try walkMessage(&walker)
      case .type: type = try passSlot(&walker, next)
      case .sid: envelope.sid = try integer(try passSlot(&walker, next), .sid)
      case .seq: envelope.seq = try integer(try passSlot(&walker, next), .seq)
      case .id: envelope.id = try integer(try passSlot(&walker, next), .id)
      case .sendingTime:
        let sent = try milliseconds(try passSlot(&walker, next), .sendingTime)
        envelope.sent = sent.map { Timestamp(milliseconds: $0) }
      default: try walker.passValue(depth: 1)
      }
      if try walker.peek() == 0x7D {
        walker.position += 1
        return type
      }
      try walker.pass(0x2C)
    }
  }

  private func walkMessage(_ walker: inout JSONWalker) throws(StreamFrameError) {
    walker.position += 1
    if try walker.peek() == 0x7D {
      walker.position += 1
      return
    }
    while true {
      if let field = try passName(&walker) {
        let bit: UInt64 = 1 << UInt64(field.rawValue)
        guard present & bit == 0 else {
          throw StreamFrameError(.duplicateField(field), at: walker.position)
        }
        let slot = try passSlot(&walker, try walker.peek())
        slots[Int(field.rawValue)] = slot
        // A null is as good as no field.
        if slot.first != 0x6E { present |= bit }
      } else {
        try walker.passValue(depth: 2)
      }
      if try walker.peek() == 0x7D {
        walker.position += 1
        return
      }
      try walker.pass(0x2C)
    }
  }

  /// Passes a name and its colon; nil for one that we do not read.
  @inline(__always)
  private func passName(
    _ walker: inout JSONWalker
  ) throws(StreamFrameError) -> StreamField? {
    try walker.pass(0x22)
    let start = walker.position
    let (end, isEscaped) = try walker.passString()
    if isEscaped { throw StreamFrameError(.escaped, at: start) }
    try walker.pass(0x3A)
    let raw = walker.field(table, start, end)
    return raw < 0 ? nil : StreamField(rawValue: UInt8(truncatingIfNeeded: raw))
  }

  @inline(__always)
  private func passSlot(
    _ walker: inout JSONWalker, _ first: UInt8
  ) throws(StreamFrameError) -> Slot {
    if first == 0x22 {
      walker.position += 1
      let start = walker.position
      let (end, isEscaped) = try walker.passString()
      return Slot(
        start: Int32(truncatingIfNeeded: start), length: Int32(truncatingIfNeeded: end - start),
        first: first, isEscaped: isEscaped)
    }
    let start = walker.position
    try walker.passValue(depth: 2)
    return Slot(
      start: Int32(truncatingIfNeeded: start),
      length: Int32(truncatingIfNeeded: walker.position - start), first: first)
  }

  // MARK: Values of slots

  /// The slot of a field of `msg`; nil when it is missing or null.
  @inline(__always)
  func slot(_ field: StreamField) -> Slot? {
    present & (1 << UInt64(field.rawValue)) == 0 ? nil : slots[Int(field.rawValue)]
  }

  @inline(__always)
  func content(_ slot: Slot) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[Int(slot.start)..<Int(slot.start + slot.length)])
  }

  func badValue(_ field: StreamField, _ slot: Slot) -> StreamFrameError {
    StreamFrameError(.badValue(field), at: Int(slot.start))
  }

  /// Bytes of the whole frame, while it is read.
  var frameBytes: UnsafeRawBufferPointer { bytes }
}

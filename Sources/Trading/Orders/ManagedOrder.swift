public import Market

/// One order of ours from the moment it is decided: a value state machine without I/O.
///
/// Only positive evidence ends an order: an answer, a report or a search. A lost answer makes it
/// `unknown`, which is not an end. Fills may come before the answer, twice (the engine tells trades
/// apart), or after a cancel; the contracts they bring are counted whenever they come. Where two
/// sizes are possible, because an amendment is out or its answer was lost, the larger one counts.
public struct ManagedOrder: Hashable, Sendable, Codable {
  public let request: EngineOrder
  public let sentAt: Timestamp
  public private(set) var phase = Phase.sent
  public private(set) var ending: Ending?
  /// When it could trade no more.
  public private(set) var endedAt: Timestamp?
  /// The price it rests at: the request's, or the last amendment's.
  public private(set) var price: Price
  /// Contracts asked for in all, filled ones included: the request's, or the last amendment's.
  public private(set) var total: Quantity
  /// Contracts of all fills seen.
  public private(set) var filled = Quantity.zero
  /// Contracts the exchange says have filled; never less than seen.
  public private(set) var filledByReport = Quantity.zero
  /// Since when it rests.
  public private(set) var restingSince: Timestamp?
  /// A cancel is out.
  public private(set) var isCancelSent = false
  /// A cancel went out at some time: then an end by a cancel is our own doing.
  public private(set) var hasCancelBeenSent = false
  /// No cancel is sent before this time: the last one went wrong.
  public private(set) var cancelNotBefore = Timestamp.distantPast
  /// The amendment that is out.
  public private(set) var amendment: Amendment?
  /// The total of an amendment of which nobody knows whether it was carried out.
  public private(set) var doubtfulTotal: Quantity?
  /// An amendment went out at some time: then fills alone do not prove the order complete.
  public private(set) var hasBeenAmended = false
  /// When price and size were last known to change.
  public private(set) var changedAt: Timestamp
  /// When it was sent, or last changed as asked: from then on its life counts.
  public private(set) var renewedAt: Timestamp
  /// The same before the last amendment.
  private var renewedBefore: Timestamp
  /// The highest price that it ever named as a bid, the lowest as an ask: no fill is worse.
  public private(set) var worstPrice: Price
  /// The answer to the order itself was lost and nothing has been heard since.
  public private(set) var isAnswerLost = false
  /// When a promised fill, or an order of unknown fate, was last asked for.
  public internal(set) var lastSearch: Timestamp
  /// News that cannot be true, the first of its kind; nil where there was none.
  public private(set) var contradiction: IllegalTransition?
  /// Searches so far that found no trace.
  public private(set) var searchesWithoutTrace: Int32 = 0

  public init(request: EngineOrder, sentAt: Timestamp) {
    self.request = request
    self.sentAt = sentAt
    price = request.price
    total = request.quantity
    changedAt = sentAt
    renewedAt = sentAt
    renewedBefore = sentAt
    worstPrice = request.price
    lastSearch = sentAt
  }

  /// The largest total it can have.
  public var largestTotal: Quantity {
    max(total, max(amendment?.total ?? .zero, doubtfulTotal ?? .zero))
  }

  /// Contracts that can still trade, at the worst; never negative.
  public var open: Quantity {
    switch phase {
    case .sent, .resting, .unknown: max(.zero, largestTotal - filled)
    case .settling: max(.zero, filledByReport - filled)
    case .done: .zero
    }
  }

  public var isDone: Bool { phase == .done }
  /// It rests, its price and size are known, and neither cancel nor amendment is out.
  public var isSteady: Bool {
    phase == .resting && !isCancelSent && amendment == nil && doubtfulTotal == nil
  }
  /// Only a search can tell what it is now.
  public var needsSearch: Bool {
    phase == .unknown || (phase == .resting && doubtfulTotal != nil)
  }

  /// Where it is in its life.
  public var state: OrderState {
    switch phase {
    case .sent: filled > .zero ? .partialFill : .submitted
    case .resting: filled > .zero ? .partialFill : .resting
    case .unknown: .unknown
    case .settling, .done:
      switch ending {
      case .filled: .filled
      case .canceled, nil: .canceled
      case .expired: .expired
      case .rejected, .neverArrived, .unsent: .rejected
      }
    }
  }

  /// Notes what cannot be; returns true where the news is of an order that goes on.
  private mutating func steps(to next: OrderState) -> Bool {
    let step = state.step(to: next)
    if step == .illegal, contradiction == nil {
      contradiction = IllegalTransition(from: state, to: next)
    }
    return step == .same || step == .forward
  }

  /// The exchange has had it: it has rested or traded, by our own count or by the exchange's.
  public var hasLived: Bool { restingSince != nil || filledByReport > .zero }

  /// It is said not to exist, and has rested or traded: one of the two is wrong. It is named, and
  /// the order is of unknown fate until the exchange shows what has become of it.
  private mutating func doubt() {
    if contradiction == nil {
      contradiction = IllegalTransition(
        from: filledByReport > .zero ? .partialFill : .resting, to: .rejected)
    }
    guard phase != .unknown else { return }
    phase = .unknown
    lastSearch = .distantPast
  }

  /// The exchange told the order's state, in an answer, on the stream, or on being asked. Reports
  /// may come late and out of order: what is over stays over, and a size that our own fills exceed
  /// is an old one.
  ///
  /// - Parameter mayHaveExpired: its time is over: a cancel that nobody asked for, and of which the
  ///   exchange gives no reason, is that.
  public mutating func reported(
    _ report: OrderReport, at time: Timestamp, mayHaveExpired: Bool = false
  ) {
    if phase == .done || phase == .settling {
      _ = steps(to: OrderState(report))
      // Of two words for one end the one that gives the reason counts.
      if ending == .canceled || ending == .expired, report.state == .canceled {
        ending = report.isExpiry(byClock: ending == .expired) ? .expired : .canceled
      }
    }
    if report.filled > filledByReport { filledByReport = report.filled }
    guard phase != .done, phase != .settling else { return }
    switch report.state {
    case .resting where report.remaining > .zero:
      let shown = report.filled + report.remaining
      guard filled < shown else { return }
      searchesWithoutTrace = 0
      isAnswerLost = false
      if phase != .resting { restingSince = time }
      phase = .resting
      resolve(price: report.price, total: shown, at: time)
    case .resting, .executed: finish(.filled, at: time)
    case .canceled:
      let isExpiry = report.isExpiry(byClock: mayHaveExpired && !hasCancelBeenSent)
      finish(isExpiry ? .expired : .canceled, at: time)
    }
  }

  /// What a report of a resting order says of an amendment.
  private mutating func resolve(price shown: Price?, total: Quantity, at time: Timestamp) {
    if let amendment {
      guard total == amendment.total, shown == nil || shown == amendment.price else { return }
      self.total = total
      price = amendment.price
      self.amendment = nil
      doubtfulTotal = nil
      changedAt = time
      renewedAt = time
    } else if doubtfulTotal != nil || filled >= self.total {
      self.total = total
      price = shown ?? price
      doubtfulTotal = nil
      changedAt = time
    }
  }

  /// A reading of the account that began at `readFrom` lists the order: newer than anything we
  /// know, unless we changed the order ourselves since.
  public mutating func listed(_ report: OrderReport, readFrom: Timestamp, at time: Timestamp) {
    reported(report, at: time)
    guard isComparable(readFrom: readFrom) else { return }
    total = report.filled + report.remaining
    price = report.price ?? price
  }

  /// Whether a reading that began at `readFrom` must show the order as we know it.
  public func isComparable(readFrom: Timestamp) -> Bool {
    phase == .resting && amendment == nil && doubtfulTotal == nil && changedAt < readFrom
  }

  /// A fill of new contracts.
  public mutating func fill(_ quantity: Quantity, at time: Timestamp) {
    filled += quantity
    if filled > filledByReport { filledByReport = filled }
    if state == .rejected { _ = steps(to: .partialFill) }
    if filled > largestTotal, contradiction == nil { contradiction = .overfill }
    switch phase {
    case .done: break
    case .settling: if filled >= filledByReport { phase = .done }
    case .sent, .resting, .unknown:
      guard filled >= largestTotal else { return }
      if !hasBeenAmended {
        finish(.filled, at: time)
      } else if phase != .unknown {
        // Its size was changed: the exchange says first whether this was all.
        phase = .unknown
        lastSearch = time
      }
    }
  }

  /// The exchange refused it. One that was seen alive is of unknown fate then.
  public mutating func rejected(at time: Timestamp) {
    switch phase {
    case .settling, .done: _ = steps(to: .rejected)
    case .sent, .resting, .unknown: if hasLived { doubt() } else { finish(.rejected, at: time) }
    }
  }

  /// It never left this process. One that was seen alive is of unknown fate then.
  public mutating func unsent(at time: Timestamp) {
    switch phase {
    case .settling, .done: _ = steps(to: .rejected)
    case .sent where !hasLived: finish(.unsent, at: time)
    // An earlier sending of it may have arrived.
    case .unknown where !hasLived: break
    case .sent, .resting, .unknown: doubt()
    }
  }

  /// The answer was lost.
  public mutating func answerLost(at time: Timestamp) {
    guard phase == .sent else { return }
    phase = .unknown
    isAnswerLost = true
    lastSearch = .distantPast
  }

  /// A search found no trace. After `limit` of them the order counts as never arrived, unless it
  /// was seen alive.
  public mutating func notFound(limit: Int32, at time: Timestamp) {
    guard needsSearch else { return }
    searchesWithoutTrace += 1
    guard searchesWithoutTrace >= limit else { return }
    if hasLived { doubt() } else { finish(.neverArrived, at: time) }
  }

  /// A cancel goes out.
  public mutating func cancelSent() {
    isCancelSent = true
    hasCancelBeenSent = true
  }
  /// The answer to a cancel was lost: it is sent again, not before `time`.
  public mutating func cancelLost(retryAt time: Timestamp) {
    isCancelSent = false
    cancelNotBefore = time
  }

  /// A cancel was refused because the order is gone: filled or cancelled, fills will tell.
  ///
  /// The exchange answers the same for both, so the order stays open for a report or a search. A
  /// reading of the exchange may lag and still show it: the next cancel waits until `time`.
  public mutating func cancelRefused(retryAt time: Timestamp) {
    isCancelSent = false
    cancelNotBefore = time
    guard phase == .resting || phase == .sent else { return }
    phase = .unknown
    lastSearch = .distantPast
  }

  /// It rested, and the exchange no longer lists it: what became of it must be asked.
  public mutating func vanished() {
    guard phase == .resting else { return }
    phase = .unknown
    lastSearch = .distantPast
  }

  /// An amendment goes out.
  public mutating func amendSent(price: Price, total: Quantity) {
    amendment = Amendment(price: price, total: total)
    renewedBefore = renewedAt
    worstPrice = request.side == .bid ? max(worstPrice, price) : min(worstPrice, price)
    hasBeenAmended = true
  }

  /// An amendment was refused, or its answer lost: nobody knows which, so the exchange is asked.
  public mutating func amendFailed() {
    guard phase == .sent || phase == .resting || phase == .unknown else { return }
    doubtfulTotal = max(doubtfulTotal ?? .zero, amendment?.total ?? total)
    // A report of before may have looked like the answer.
    renewedAt = min(renewedAt, renewedBefore)
    amendment = nil
    lastSearch = .distantPast
  }

  /// All fills up to a time after its end have come, and the promised ones were not among them.
  public mutating func missingFillsGivenUp() {
    if phase == .settling { phase = .done }
  }

  private mutating func finish(_ ending: Ending, at time: Timestamp) {
    self.ending = ending
    endedAt = time
    isCancelSent = false
    amendment = nil
    doubtfulTotal = nil
    phase = filled < filledByReport ? .settling : .done
    lastSearch = time
  }
}

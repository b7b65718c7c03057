public import Market

/// One order of ours from the moment it is decided: a value state machine without I/O.
///
/// Only positive evidence ends an order: an answer, a report or a search. A lost answer makes it
/// `unknown`, which is not an end. Fills may come before the answer, twice (the engine tells trades
/// apart), or after a cancel; the contracts they bring are counted whenever they come.
public struct ManagedOrder: Hashable, Sendable, Codable {
  /// Where the order is in its life.
  public enum Phase: UInt8, Hashable, Sendable, Codable {
    /// Sent; nothing heard.
    case sent
    /// The exchange has it on the book.
    case resting
    /// The answer was lost: it may be on the book, filled, or not exist.
    case unknown
    /// It can trade no more, but fills it was promised are still to come.
    case settling
    /// Nothing of it is left anywhere.
    case done
  }

  /// How an order ended.
  public enum Ending: UInt8, Hashable, Sendable, Codable {
    case filled
    case canceled
    case rejected
    /// No trace was found in as many searches as the configuration asks for.
    case neverArrived
  }

  public let request: EngineOrder
  public let sentAt: Timestamp
  public private(set) var phase = Phase.sent
  public private(set) var ending: Ending?
  /// The price it rests at: the request's, or the last amendment's.
  public private(set) var price: Price
  /// Contracts of all fills seen.
  public private(set) var filled = Quantity.zero
  /// Contracts the exchange says have filled; never less than seen.
  public private(set) var filledByReport = Quantity.zero
  /// Since when it rests.
  public private(set) var restingSince: Timestamp?
  /// A cancel is out.
  public var isCancelSent = false
  /// An amendment to this price is out.
  public private(set) var amendingTo: Price?
  /// When a promised fill, or an order of unknown fate, was last asked for.
  public var lastSearch: Timestamp
  /// Searches so far that found no trace.
  public private(set) var searchesWithoutTrace: Int32 = 0

  public init(request: EngineOrder, sentAt: Timestamp) {
    self.request = request
    self.sentAt = sentAt
    price = request.price
    lastSearch = sentAt
  }

  /// Contracts that can still trade, at the worst.
  public var open: Quantity {
    switch phase {
    case .sent, .resting, .unknown: request.quantity - filled
    case .settling: filledByReport - filled
    case .done: .zero
    }
  }

  public var isDone: Bool { phase == .done }
  /// It rests and no cancel or amendment is out.
  public var isSteady: Bool { phase == .resting && !isCancelSent && amendingTo == nil }

  /// The exchange told the order's state, in an answer, on the stream, or on being asked.
  public mutating func reported(_ report: OrderReport, at time: Timestamp) {
    if report.filled > filledByReport { filledByReport = report.filled }
    guard phase != .done, phase != .settling else { return }
    if let price = report.price { self.price = price }
    searchesWithoutTrace = 0
    switch report.state {
    case .resting where report.remaining > .zero:
      if phase != .resting { restingSince = time }
      phase = .resting
    case .resting, .executed:
      finish(.filled)
    case .canceled:
      finish(.canceled)
    }
  }

  /// A fill of new contracts.
  public mutating func fill(_ quantity: Quantity) {
    filled += quantity
    if filled > filledByReport { filledByReport = filled }
    if phase == .settling {
      if filled >= filledByReport { phase = .done }
    } else if phase != .done, filled >= request.quantity {
      finish(.filled)
    }
  }

  /// The exchange refused it. Ignored once it was seen alive.
  public mutating func rejected() {
    guard phase == .sent || phase == .unknown else { return }
    finish(.rejected)
  }

  /// The answer was lost.
  public mutating func answerLost(at time: Timestamp) {
    guard phase == .sent else { return }
    phase = .unknown
    lastSearch = time
  }

  /// A search found no trace. After `limit` of them the order counts as never arrived.
  public mutating func notFound(limit: Int32) {
    guard phase == .unknown else { return }
    searchesWithoutTrace += 1
    if searchesWithoutTrace >= limit { finish(.neverArrived) }
  }

  /// A cancel was refused because the order is gone: filled or cancelled, fills will tell.
  ///
  /// The exchange answers the same for both, so the order stays open for a report or a search.
  public mutating func cancelRefused(at time: Timestamp) {
    isCancelSent = false
    guard phase == .resting || phase == .sent else { return }
    phase = .unknown
    lastSearch = .distantPast
  }

  /// It rested, and the exchange no longer lists it: what became of it must be asked.
  public mutating func vanished() {
    guard phase == .resting else { return }
    phase = .unknown
  }

  /// An amendment to `price` goes out.
  public mutating func amendSent(to price: Price) { amendingTo = price }

  /// The amendment was answered: the report that follows tells the price.
  public mutating func amendAnswered(succeeded: Bool) {
    if succeeded, let amendingTo { price = amendingTo }
    amendingTo = nil
  }

  private mutating func finish(_ ending: Ending) {
    self.ending = ending
    isCancelSent = false
    amendingTo = nil
    phase = filled < filledByReport ? .settling : .done
  }
}

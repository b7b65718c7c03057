internal import Market

/// Where an order is in its life, in the words of design 5 (section 9): what people and reports
/// read. ``ManagedOrder`` keeps more than that and derives it.
public enum OrderState: UInt8, Hashable, Sendable, Codable, CaseIterable {
  /// Decided, not sent.
  case pending
  /// Sent; nothing heard.
  case submitted
  /// On the book, unfilled.
  case resting
  /// On the book or on its way, filled in part.
  case partialFill
  case filled
  case canceled
  case rejected
  /// Its time was over, and the exchange took it off the book.
  case expired
  /// It may be on the book, filled, or not exist.
  case unknown

  /// What news of another state means.
  public enum Step: Hashable, Sendable {
    case same
    /// It goes on.
    case forward
    /// News of before, told late: nothing changes.
    case late
    /// What cannot be: one of the two is wrong, so the exchange's account is read.
    case illegal
  }

  /// Nothing of the order can trade any more.
  public var isFinal: Bool {
    switch self {
    case .filled, .canceled, .rejected, .expired: true
    case .pending, .submitted, .resting, .partialFill, .unknown: false
    }
  }

  /// As the design writes it: `PARTIAL_FILL`.
  public var code: String {
    "\(self)".reduce(into: "") { text, letter in
      if letter.isUppercase { text += "_" }
      text += letter.uppercased()
    }
  }

  /// What it means that an order in this state is said to be in another one.
  ///
  /// News comes over three ways (answers, the stream, searches), so that an older state may be told
  /// after a newer one. An end stays an end; two different ends contradict each other, and so does
  /// any life of an order that was refused.
  public func step(to next: OrderState) -> Step {
    if next == self { return .same }
    // Nobody but us knows of an order that is not sent.
    if next == .pending { return .illegal }
    switch self {
    case .pending: return [.submitted, .canceled, .rejected].contains(next) ? .forward : .illegal
    case .submitted, .unknown: return next == .submitted ? .late : .forward
    case .resting, .partialFill:
      if next == .rejected { return .illegal }
      return next == .submitted || next == .resting ? .late : .forward
    case .filled: return next.isFinal ? .illegal : .late
    case .canceled, .expired:
      if next == .canceled || next == .expired { return .late }
      return next.isFinal ? .illegal : .late
    case .rejected: return next == .submitted || next == .unknown ? .late : .illegal
    }
  }
}

extension OrderState {
  /// What a report says the order is.
  init(_ report: OrderReport) {
    switch report.state {
    case .resting: self = report.filled > .zero ? .partialFill : .resting
    case .executed: self = .filled
    case .canceled: self = .canceled
    }
  }
}

/// News of an order that cannot be true together with what was known of it.
public struct IllegalTransition: Hashable, Sendable, Codable {
  public let from: OrderState
  public let to: OrderState

  public init(from: OrderState, to: OrderState) {
    self.from = from
    self.to = to
  }

  /// More contracts have filled than were asked for.
  public static let overfill = IllegalTransition(from: .filled, to: .partialFill)

  /// In words, for people.
  public var words: String {
    if self == .overfill { return "more contracts have filled than it asked for" }
    if from == .rejected { return "it was refused, and is \(to.code) after all" }
    if to == .rejected { return "it was \(from.code), and is said to be refused or not to exist" }
    return "it was \(from.code), and is said to be \(to.code)"
  }
}

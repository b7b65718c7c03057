public import Market

/// Prices an event's sets at the best bids and asks: which are candidates, and how far the others
/// are from it. A first look; what is bought is found in the books.
public struct SetPricing: Sendable {
  /// What one set of a kind came to.
  public enum Outcome: Hashable, Sendable {
    case priced(SetPrice)
    /// Nobody offers a leg: its market.
    case noOffer(String)
    /// Not proved: never traded.
    case unproved(Unproved)
  }

  private let proof: SetProof
  private let quotes: [String: OutcomeQuote]
  private let fees: FeeSchedule

  /// - Parameters:
  ///   - quotes: by ticker.
  ///   - fees: of every market of the event, in force now.
  public init(_ proof: SetProof, quotes: [String: OutcomeQuote], fees: FeeSchedule) {
    self.proof = proof
    self.quotes = quotes
    self.fees = fees
  }

  /// The best set of a kind. `assuming` prices one that is not proved as if it were, for reports.
  ///
  /// - Complexity: O(markets); of spreads O(markets²).
  public func best(_ kind: SetPrice.Kind, assuming isAssumed: Bool = false) -> Outcome {
    let level =
      switch kind {
      case .yesSet: proof.exhaustive
      case .noBasket: proof.exclusive
      case .spread: proof.nested
      }
    let charge: Money
    switch (level, isAssumed) {
    case (.unproved(let why), false): return .unproved(why)
    default: charge = level.charge ?? .zero
    }
    return switch kind {
    case .yesSet: yesSet(charge)
    case .noBasket: noBasket(charge)
    case .spread: spread(charge)
    }
  }

  private func yesSet(_ charge: Money) -> Outcome {
    var draft = Draft()
    for ticker in proof.tickers {
      guard let offer = quotes[ticker]?.offer(.yes) else { return .noOffer(ticker) }
      draft.add(ticker, .yes, offer, fees)
    }
    return .priced(draft.price(.yesSet, charge: charge, payout: Price.dollar * one))
  }

  /// Of every market in which a bid is more than the fee of its NO: each adds what it costs less
  /// than the dollar that it pays, and one of them pays nothing.
  private func noBasket(_ charge: Money) -> Outcome {
    var draft = Draft()
    var without: String?
    for ticker in proof.tickers {
      guard let offer = quotes[ticker]?.offer(.no) else {
        without = without ?? ticker
        continue
      }
      let cost = offer.price * one + fees.fee(price: offer.price, quantity: one, liquidity: .taker)
      if cost < Price.dollar * one { draft.add(ticker, .no, offer, fees) }
    }
    guard draft.legs.count >= 2 else { return .noOffer(without ?? proof.tickers.first ?? "") }
    let payout = Price.dollar * Quantity(contracts: draft.legs.count - 1)
    return .priced(draft.price(.noBasket, charge: charge, payout: payout))
  }

  private func spread(_ charge: Money) -> Outcome {
    var best: SetPrice?
    var without: String?
    for wide in proof.tickers.indices {
      guard let yes = quotes[proof.tickers[wide]]?.offer(.yes) else {
        without = without ?? proof.tickers[wide]
        continue
      }
      for narrow in proof.tickers.indices where narrow > wide {
        guard let no = quotes[proof.tickers[narrow]]?.offer(.no) else { continue }
        var draft = Draft()
        draft.add(proof.tickers[wide], .yes, yes, fees)
        draft.add(proof.tickers[narrow], .no, no, fees)
        let found = draft.price(.spread, charge: charge, payout: Price.dollar * one)
        if best.map({ found.profit > $0.profit }) ?? true { best = found }
      }
    }
    return best.map { .priced($0) } ?? .noOffer(without ?? proof.tickers.last ?? "")
  }

  private var one: Quantity { Quantity(contracts: 1) }

  /// Legs as they come.
  private struct Draft {
    var legs: [SetPrice.Leg] = []
    var outlay = Money.zero
    var fees = Money.zero
    var depth: Int? = .max

    mutating func add(
      _ ticker: String, _ side: SetPrice.Leg.Side, _ offer: (price: Price, size: Quantity?),
      _ schedule: FeeSchedule
    ) {
      legs.append(SetPrice.Leg(ticker: ticker, side: side, price: offer.price))
      let one = Quantity(contracts: 1)
      outlay += offer.price * one
      fees += schedule.fee(price: offer.price, quantity: one, liquidity: .taker)
      depth = offer.size.flatMap { size in depth.map { min($0, Int(size.hundredths / 100)) } }
    }

    func price(_ kind: SetPrice.Kind, charge: Money, payout: Money) -> SetPrice {
      SetPrice(
        kind: kind, legs: legs, outlay: outlay, fees: fees, charge: charge, payout: payout,
        depth: legs.isEmpty ? nil : depth)
    }
  }
}

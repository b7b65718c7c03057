import Market

@testable import Trading

/// The highest and the last worth of an account or a profile, between two bounds: what our own
/// orders hide of a book is not known to the last.
struct SimulatedEquity {
  /// The highest, no less than this; nil before the first.
  var peak: Money?
  /// The last, no more than that.
  var last = Money.zero

  /// It has fallen at least so far.
  var fall: Money { (peak ?? .zero) - (peak == nil ? .zero : last) }

  mutating func mark(least: Money, most: Money) {
    peak = max(peak ?? least, least)
    last = most
  }

  mutating func shift(by amount: Money) {
    peak = peak.map { $0 + amount }
    last += amount
  }
}

// The fall from the highest equity, counted a second time at the moments at which it counts.
extension EngineSimulation {
  /// After an input: what all is worth now, where the engine looks at that.
  ///
  /// - Parameters:
  ///   - corrected: of the cash, before it.
  ///   - isNews: it is no fill that was told before.
  mutating func followEquity(_ event: EngineEvent, corrected: Money, isNews: Bool) {
    guard let cash = books.cash else { return }
    switch event {
    case .fill where isNews: break
    case .settled, .timer: break
    // What was taken out is no loss: the fall begins anew.
    case .command(.acceptCash): record.equity[nil] = nil
    case .reconciled:
      record.equity[nil]?.shift(by: books.corrected - corrected)
      return
    default: return
    }
    let (least, most) = worth(cash, books.whole)
    record.equity[nil, default: SimulatedEquity()].mark(least: least, most: most)
    for place in books.owned.indices.dropFirst() {
      let (least, most) = worth(books.cashOfProfiles[place], books.owned[place])
      record.equity[ProfileID(place), default: SimulatedEquity()].mark(least: least, most: most)
    }
    for (owner, equity) in record.equity
    where equity.fall >= word.limits(of: owner).maximumDrawdown {
      record.falls += 1
    }
  }

  /// Cash, and what is held at the best bid: with our own orders in the book, and without them.
  private func worth(
    _ cash: Money, _ lines: [SimulationAccount.Line]
  ) -> (least: Money, most: Money) {
    var (least, most) = (cash, cash)
    for index in markets.indices where lines[index].held != 0 {
      let id = MarketID(index)
      let (held, cost) = (
        Quantity(hundredths: lines[index].held), Money(microDollars: lines[index].cost)
      )
      guard engine.books[id].isTradable else {
        least += cost
        most += cost
        continue
      }
      let side: BookSide = held > .zero ? .bid : .ask
      let own = Set(
        engine.orders.working.filter {
          $0.request.market == id && $0.request.side == side && $0.request.style == .rest
        }.flatMap { [$0.price, $0.amendment?.price ?? $0.price] })
      var level = engine.books[id].best(side)
      if let best = level { most += value(of: held, at: best.price) }
      while let price = level?.price, own.contains(price) {
        level = engine.books[id].next(after: price, side)
      }
      if let price = level?.price { least += value(of: held, at: price) }
    }
    return (least, most)
  }

  private func value(of held: Quantity, at price: Price) -> Money {
    (held < .zero ? price.complement : price) * held.magnitude
  }

  /// No entry while the fall is at its limit.
  mutating func checkDrawdown(_ owner: ProfileID?, _ limits: RiskLimits) {
    guard let fall = record.equity[owner]?.fall, fall >= limits.maximumDrawdown else { return }
    complain("entry after a fall of \(fall) from the highest equity")
  }
}

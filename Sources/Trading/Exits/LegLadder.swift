internal import Market

/// The prices that orders of one leg may have, rising: those of YES, or their complements.
struct LegLadder {
  let leg: Outcome
  let grid: PriceGrid

  private func price(_ place: Int) -> Price {
    leg == .yes ? grid.price(atSlot: place) : grid.price(atSlot: grid.lastSlot - place).complement
  }

  /// The lowest orderable price for which a condition holds that all higher ones keep; nil where
  /// none does.
  ///
  /// - Complexity: O(log slots).
  func lowest(where condition: (Price) -> Bool) -> Price? {
    var (low, high) = (0, grid.lastSlot + 1)
    while low < high {
      let middle = (low + high) / 2
      if condition(price(middle)) { high = middle } else { low = middle + 1 }
    }
    return orderable(low, step: 1)
  }

  /// The highest orderable price for which a condition holds that all lower ones keep; nil where
  /// none does.
  func highest(where condition: (Price) -> Bool) -> Price? {
    var (low, high) = (-1, grid.lastSlot)
    while low < high {
      let middle = (low + high + 1) / 2
      if condition(price(middle)) { low = middle } else { high = middle - 1 }
    }
    return orderable(low, step: -1)
  }

  /// The price of a place, or of the next one that an order may have.
  private func orderable(_ place: Int, step: Int) -> Price? {
    var place = place
    while (0...grid.lastSlot).contains(place) {
      let price = price(place)
      if price > .zero, price < .dollar { return price }
      place += step
    }
    return nil
  }
}

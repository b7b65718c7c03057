internal import Market
internal import Trading

/// What becomes of contracts from elsewhere that an operator gives to a strategy, in words.
enum AdoptionText {
  /// Why they do not become the strategy's.
  static func refusal(_ stop: AdoptionStop, _ ticker: String) -> String {
    switch stop {
    case .nothingThere: "nothing in \(ticker) is from elsewhere"
    case .otherSide: "\(ticker): the strategy holds the other side; nothing is changed"
    case .tooDear(let cost, let cash):
      "\(ticker): the contracts have cost \(cost) $ and the profile pays with its own money, of"
        + " which it has \(cash) $; nothing is changed"
    }
  }

  /// At which bids a profile sells them; nothing for strategies that sell by no price.
  static func sale(_ engine: Engine, _ market: MarketID, _ profile: ProfileID) -> [String] {
    let holding = engine.holdings[market, profile]
    guard engine.profiles[Int(profile.index)].configuration?.exits.rule == .table,
      !holding.position.quantity.isZero
    else { return [] }
    guard let levels = holding.levels else {
      return [
        "no bid sells them: the fee is not known, or the profile's min_edge is below its exit table"
      ]
    }
    func words(_ price: Price?, _ name: String) -> String {
      price.map { "the \(name) is taken at a bid of \($0)" } ?? "no bid is a \(name)"
    }
    return ["\(words(levels.takeProfit, "profit")), \(words(levels.stopLoss, "loss"))"]
  }
}

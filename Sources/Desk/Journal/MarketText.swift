internal import Market
internal import Trading

/// What the engine knows of one market at a moment, in plain words.
struct MarketText {
  let engine: Engine
  let id: MarketID

  private var state: MarketState { engine.states[Int(id.index)] }

  /// A line each: book, fair value, edge, position, orders, gate.
  var lines: [String] {
    var lines = ["book        " + book, "fair value  " + fairValue]
    if let edge { lines.append("edge        " + edge) }
    if !state.position.quantity.isZero {
      lines.append(
        "position    \(state.position.quantity) YES at a cost of \(state.position.costBasis) $")
    }
    for profile in engine.profiles.dropFirst() {
      let held = engine.holdings[id, profile.id]
      guard !held.position.quantity.isZero else { continue }
      let levels = [
        held.levels?.takeProfit.map { "profit at a bid of \($0)" },
        held.levels?.stopLoss.map { "loss at \($0)" },
      ].compactMap(\.self).joined(separator: ", ")
      lines.append(
        "held by     \(profile.name): \(held.position.quantity) YES"
          + (levels.isEmpty ? "" : "; " + levels))
    }
    let text = EventText(markets: engine.markets)
    for order in Array(engine.orders.finished) + Array(engine.orders.working)
    where order.request.market == id {
      lines.append("order       " + text.describe(order, engine.state(of: order)))
    }
    return lines
  }

  /// The gate that stopped the market at the last look, with the distance.
  var gate: String {
    let stop = state.record.lastStop
    let distance = GateText.distance(stop)
    return GateText.name(stop.gate) + (distance == "-" ? "" : ", \(distance) away")
  }

  private var book: String {
    func side(_ side: BookSide) -> String {
      let levels = engine.books[id].levels(side, depth: 3)
      if levels.isEmpty { return "nothing" }
      return levels.map { "\($0.quantity) at \($0.price)" }.joined(separator: ", ")
    }
    return "\(bookState): bid \(side(.bid)); ask \(side(.ask))"
  }

  private var bookState: String {
    switch engine.books[id].state {
    case .live: "live"
    case .crossed: "crossed"
    case .awaitingSnapshot: "nothing known yet"
    case .blocked(let fault): "not trusted (\(fault))"
    }
  }

  private var fairValue: String {
    switch state.absence {
    case .noOdds: return "none: no bookmaker quotes this line"
    case .tooFew(let missing): return "none: \(missing) bookmakers too few"
    case .stale(let over): return "none: the freshest line is \(over / 1_000_000) ms over the limit"
    case nil: break
    }
    guard let fair = state.lastFair else { return "none" }
    let age = (engine.now - fair.oldest) / 1_000_000
    return "\(Self.decimals(fair.yes)) for YES, at worst \(Self.decimals(fair.worstYes)) for YES"
      + " and \(Self.decimals(fair.worstNo)) for NO; \(fair.bookmakers)"
      + " bookmaker\(fair.bookmakers == 1 ? "" : "s"), oldest line \(age) ms old"
  }

  /// Both legs through a buyer's eyes, at the best prices.
  private var edge: String? {
    guard let fair = state.freshFair, let fees = state.fees else { return nil }
    let one = Quantity(contracts: 1)
    let legs = [
      ("YES", fair.buyerValue(.yes), engine.books[id].best(.ask)?.price),
      ("NO", fair.buyerValue(.no), engine.books[id].best(.bid)?.price.complement),
    ]
    let parts: [String] = legs.compactMap { name, value, ask in
      guard let value, let ask else { return nil }
      let gross = Int64(value.tenThousandths - ask.tenThousandths)
      let entry = fees.fee(price: ask, quantity: one, liquidity: .taker).microDollars / 100
      let exit = fees.fee(price: value, quantity: one, liquidity: .maker).microDollars / 100
      return
        "\(name) at \(ask): \(GateText.cents(gross)) gross, \(GateText.cents(gross - entry - exit))"
        + " after fees"
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func decimals(_ value: Double) -> String {
    guard let scaled = Int64(exactly: (value * 10_000).rounded()) else { return "\(value)" }
    return FixedPoint.text(scaled, decimals: 4)
  }
}

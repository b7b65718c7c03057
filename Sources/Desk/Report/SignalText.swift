internal import Market
internal import Trading

/// A profile's signals in a trader's words.
enum SignalText {
  /// One line, without its time.
  static func line(_ signal: Signal, ticker: String, profile: String) -> String {
    "\(profile) \(ticker): \(outcome(signal))\(others(signal)); \(leg(signal)) at \(price(signal.ask)) is worth"
      + " \(worth(signal)) by \(signal.books) books, net edge \(net(signal))\(gross(signal)),"
      + " confidence \(signal.confidence.score) (\(signal.confidence.tier))"
  }

  /// The conditions besides what has stopped it that were not met either.
  private static func others(_ signal: Signal) -> String {
    let unmet = signal.conditions.unmet.filter { $0.gate != signal.stop.gate }
    guard !unmet.isEmpty else { return "" }
    return ", and "
      + unmet.map { condition in
        let missing = signal.conditions.missing(condition)
        let distance = GateText.distance(GateStop(condition.gate, distance: missing))
        return "\(condition.gate.code) (\(distance))"
      }.joined(separator: ", ")
  }

  /// Prices of both legs, what is traded, the sizes, and what each bookmaker said; a line each.
  ///
  /// - Parameter names: of the bookmakers, as far as they are known.
  static func details(_ record: SignalRecord, names: [BookmakerID: String]) -> [String] {
    let signal = record.signal
    let prices = [
      (leg(signal), signal.bid, signal.ask),
      (signal.leg == .yes ? "NO" : "YES", signal.otherBid, signal.otherAsk),
    ].map { (leg: String, bid: Price?, ask: Price?) in
      "\(leg) bid \(bid.map(price) ?? "none") ask \(ask.map(price) ?? "none")"
    }
    let volume = signal.volume.map { "\($0) contracts" } ?? "not known"
    return ["\(prices.joined(separator: ", ")); traded in 24 hours: \(volume)", sizes(signal)]
      + record.opinions.map { opinion in
        let name = names[opinion.bookmaker] ?? "bookmaker \(opinion.bookmaker.index)"
        let weight =
          opinion.share > 0
          ? "weight \(decimal(opinion.share, of: 1_000, digits: 1)) %" : "dropped"
        return "\(name): YES \(decimal(opinion.probability, of: 10_000, digits: 2))c,"
          + " \(FixedPoint.text(opinion.ageNanoseconds / 1_000_000, decimals: 3)) s old, \(weight)"
      }
  }

  /// What Kelly asks for and what the limits let through, each with what it costs and is expected
  /// to bring.
  private static func sizes(_ signal: Signal) -> String {
    func size(_ contracts: Int64, _ risk: Money, _ profit: Money) -> String {
      contracts > 0 ? "\(contracts), risk \(risk) $, expected profit \(profit) $" : "none"
    }
    let percent = signal.edgePercentHundredths.map { FixedPoint.text($0, decimals: 2) + " %" }
    return "edge \(percent ?? "not known") of the price; recommended "
      + size(signal.recommended, signal.risk, signal.expectedProfit) + "; admitted "
      + size(signal.admitted, signal.admittedRisk, signal.admittedProfit)
  }

  /// A share of one in so many parts, as a number of so many digits behind the point.
  private static func decimal(_ share: Double, of parts: Double, digits: Int) -> String {
    FixedPoint.text(Int64((share * parts).rounded()), decimals: digits)
  }

  private static func net(_ signal: Signal) -> String {
    signal.netEdge.map { "\(GateText.cents(Int64($0))) a contract" } ?? "not known"
  }

  /// Before the fee.
  private static func gross(_ signal: Signal) -> String {
    guard let edge = signal.edge else { return "" }
    return " (gross \(GateText.cents(Int64(edge))))"
  }

  private static func leg(_ signal: Signal) -> String { signal.leg == .yes ? "YES" : "NO" }

  private static func price(_ price: Price) -> String {
    GateText.cents(Int64(price.tenThousandths))
  }

  private static func worth(_ signal: Signal) -> String {
    let probability = signal.leg == .yes ? signal.probability : 1 - signal.probability
    return GateText.cents(Int64((probability * 10_000).rounded(.down)))
  }

  static func words(_ bound: EntrySizing.Bound) -> String {
    switch bound {
    case .kelly: "Kelly asks for"
    case .game: "Kelly asks for beside what the game holds"
    case .depth: "are offered"
    case .collar: "leave the edge that is asked for"
    case .price: "are offered at max_price or below"
    }
  }

  /// What became of it.
  private static func outcome(_ signal: Signal) -> String {
    guard signal.stop.gate == .traded else {
      let distance = GateText.distance(signal.stop)
      return "\(signal.action), \(signal.stop.gate.code): \(GateText.name(signal.stop.gate))"
        + (distance == "-" || signal.stop.distance == EntryConditions.unknown
          ? "" : " by \(distance)")
    }
    let cut =
      signal.binding.map { ", cut from \(signal.recommended) by \($0.code)" }
      ?? ", as many as \(words(signal.bound))"
    return "\(signal.action) \(signal.admitted) at \(price(signal.maximumPrice)) or better\(cut)"
  }
}

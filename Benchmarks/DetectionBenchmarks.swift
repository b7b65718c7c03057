internal import Glibc
internal import Market
internal import Probability
internal import Trading

/// (f) From a change of a book to a profile's signal and order, on a consensus that was pooled when
/// the odds came.
enum DetectionBenchmarks {
  static let markets = 1_000
  static let samples = 50_000
  /// Asked for on top of the change of the book, and of a consensus of ten; then what the design
  /// gives the whole. Nanoseconds.
  static let reach = (p50: 300, p99: 1_000, pool: 500, design: 500_000)

  static func run(_ runner: inout Runner) throws {
    pooling(&runner)
    line(&runner, try DetectionRig(markets: markets, .stopped))
    let book = bookAlone(&runner)
    let update = try judgement(&runner, "the same in the engine, no profile", .none)
    for (name, ending) in [
      ("change of a book -> profile -> signal, stopped by a limit", DetectionRig.Ending.stopped),
      ("change of a book -> profile -> signal -> order", .ordered),
    ] {
      let times = try judgement(&runner, name, ending)
      compare(times, with: book, "the book alone")
      compare(times, with: update, "the book in the engine")
    }
    print(
      "  asked on top: \(reach.p50) / \(reach.p99); ten books: \(reach.pool); the design:"
        + " \(reach.design)")
  }

  private static func compare(
    _ times: Distribution?, with update: Distribution?, _ name: String
  ) {
    guard let times, let update else { return }
    let over = [0.5, 0.99].map { times.percentile($0) - update.percentile($0) }
    print("  on top of \(name): \(over[0]) at p50, \(over[1]) at p99")
  }

  /// The samples of the last row; each contains the clock pair, so differences do not.
  private static func last(_ runner: Runner) -> Distribution? {
    guard case .samples(let samples)? = runner.measurements.last?.times else { return nil }
    return samples
  }

  /// The change that the others begin with, and best prices read after it.
  private static func bookAlone(_ runner: inout Runner) -> Distribution? {
    let books = OrderBooks(grids: Array(repeating: PriceGrid.wholeCents, count: markets))
    for market in 0..<markets {
      let levels = DetectionRig.levels
      _ = books[MarketID(market)].apply(snapshotBids: levels.bids, asks: levels.asks)
    }
    func change(_ market: Int, by change: Quantity) {
      _ = books[MarketID(market)].apply(delta: change, side: .ask, price: DetectionRig.offer)
    }
    var (sum, count) = (0, 0)
    runner.measureEach(
      "the change of the book alone, best bid and ask", samples: samples,
      prepare: { index in
        guard index > 0, index % markets == 0 else { return }
        for market in 0..<markets { change(market, by: .zero - DetectionRig.size) }
      },
      { index in
        let id = MarketID(index % markets)
        change(index % markets, by: DetectionRig.size)
        sum += Int(books[id].bestPrice(.bid)?.tenThousandths ?? 0)
        sum += Int(books[id].bestPrice(.ask)?.tenThousandths ?? 0)
      },
      finish: { _ in count += 1 })
    runner.check("the books' best prices", sum == count * 9_400)
    return last(runner)
  }

  /// The same change, in one market after another, through an engine.
  private static func judgement(
    _ runner: inout Runner, _ name: String, _ ending: DetectionRig.Ending
  ) throws -> Distribution? {
    let rig = try DetectionRig(markets: markets, ending)
    runner.measureEach(
      name, samples: samples,
      prepare: { if $0 > 0, $0 % markets == 0 { rig.beginRound() } },
      { rig.offer($0 % markets) }, finish: { _ in rig.settle() })
    check(&runner, rig, ending, judgements: samples + samples / 10)
    return last(runner)
  }

  private static func check(
    _ runner: inout Runner, _ rig: DetectionRig, _ ending: DetectionRig.Ending, judgements: Int
  ) {
    let signals = ending == .none ? 0 : judgements
    let orders = ending == .ordered ? judgements : 0
    runner.check("a signal each: \(rig.signals) of \(signals)", rig.signals == signals)
    runner.check("an order each: \(rig.orders) of \(orders)", rig.orders == orders)
    guard ending != .none else { return }
    runner.check("what the signal says: \(rig.lastSignal as Any)", isRight(rig, ending))
  }

  /// The last signal, and the order that goes with it.
  static func isRight(_ rig: DetectionRig, _ ending: DetectionRig.Ending) -> Bool {
    guard let signal = rig.lastSignal, signal.books == DetectionRig.bookmakers - 1,
      abs(signal.probability - DetectionRig.consensus) < 1e-9, signal.ask == DetectionRig.offer
    else { return false }
    guard ending == .ordered else { return signal.stop.gate == .totalExposure }
    guard let order = rig.lastOrder else { return false }
    return signal.stop.gate == .traded && order.side == .bid && order.price == DetectionRig.offer
      && order.quantity == Quantity(contracts: 10)
  }

  /// One of ten books moves a little: its margin goes, the ten are pooled anew, and the market is
  /// judged on them.
  private static func line(_ runner: inout Runner, _ rig: DetectionRig) {
    var judged = 0
    runner.measureEach(
      "line -> ten books pooled -> profile, no edge", samples: samples,
      prepare: { if $0 % markets == 0 { rig.beginRoundOfLines() } },
      { rig.nudge($0 % markets, up: $0 / markets % 2 == 0) },
      finish: { _ in
        judged += 1
        rig.settle()
      })
    let stops = rig.engine.profiles[1].stops[Int(Gate.netEdge.rawValue)]
    runner.check("a judgement for each line: \(stops) of \(judged)", stops >= judged)
    runner.check("no signal without an edge", rig.signals == 0)
  }

  /// Ten books of one outcome, of different ages and sharpness, one of them an outlier: what is
  /// pooled anew when a line comes.
  private static func pooling(_ runner: inout Runner) {
    var books: [BookOpinion] = []
    for place in 0..<10 {
      let probability = place == 9 ? 0.75 : 0.53 + Double(place) * 0.004
      let opinion = BookOpinion(
        probability: probability, ageNanoseconds: Int64(place) * 3_000_000_000,
        sharpness: 1 + Double(place % 3))
      if let opinion { books.append(opinion) }
    }
    let rule = ConsensusRule()
    var pool = ConsensusPool()
    var (sum, count, kept) = (0.0, 0, 0)
    func poolOnce() {
      pool.removeAll()
      for book in books { pool.add(book) }
      guard let consensus = pool.consensus(by: rule) else { return }
      sum += consensus.probability
      kept += consensus.books
      count += 1
    }
    runner.measure("consensus of ten books, pooled in log odds", operations: 10_000) { _ in
      poolOnce()
    }
    runner.measureEach("the same, each alone", samples: samples) { _ in poolOnce() }
    // The weighted mean of log odds once more, by definition.
    var (sumOfWeights, logOdds) = (0.0, 0.0)
    for book in books.dropLast() {
      let age = Double(book.ageNanoseconds) / Double(rule.ageDecayNanoseconds)
      let weight = book.sharpness * exp(-age)
      sumOfWeights += weight
      logOdds += weight * book.logOdds
    }
    let expected = LogOdds.probability(logOdds / sumOfWeights)
    runner.check("consensus: the outlier is dropped", kept == 9 * count && count > 0)
    runner.check("consensus: as by definition", abs(sum / Double(count) - expected) < 1e-9)
  }
}

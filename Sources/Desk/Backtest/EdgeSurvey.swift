internal import Backtesting
internal import Market
internal import Probability
public import Sportsbooks
internal import Trading

/// Finds the quotes of recorded days that the books' consensus says are wrong by more than so much,
/// and explains each by a stated rule: most such edges are no chance to trade.
///
/// The consensus is the profiles' own (margin removal, drops and pool by the configuration), every
/// line's age taken as 0, as nobody recorded it. Games that have begun are looked at too.
public struct EdgeSurvey {
  /// A quote whose bid is further below its ask is no price that the market stands by, in 1/10 000.
  static let widestSpread: Int32 = 1_000
  /// Quotes of one sweep lie within this time.
  static let sweepNanoseconds = RecordedDay.sweepGapNanoseconds
  /// The rules in words, for the head of the list.
  public static let rules = """
    The first rule that holds explains an edge. In play: the quote was taken after the game began.
    Line of another day: the quote's date, US Central, is after that of the lines' file. One book:
    one was left. Books disagree: one of those that had a line sees no edge in this ask. No
    two-sided quote: nobody bids, or 10 c and more below the ask. Whole game off: the middles of the
    game's other quotes of ten minutes (of winner and spread, or of total) are off the same way by
    half of the edge that is asked for, on average. This quote alone: they are not. Unexplained:
    there are no others.
    """

  /// One quote with two sides or one.
  private struct Quote {
    var market: Int
    var time: Timestamp
    var bid: Price?
    var ask: Price?

    var mid: Double? {
      guard let bid, let ask, ask.tenThousandths - bid.tenThousandths <= widestSpread else {
        return nil
      }
      return Double(bid.tenThousandths + ask.tenThousandths) / 20_000
    }
  }

  private let tape: BacktestTape
  private let names: [String]
  private let rule: ConsensusRule
  private let least: Int32
  /// That YES pays, by market and book; nil where a book has no line on it.
  private var opinions: [[Double?]]
  private var pool = ConsensusPool()
  private var quotes: [Quote] = []
  private var paid: [Int: Price] = [:]
  /// By market: what the books that are left say.
  private var consensus: [Consensus?]

  /// The edges of a recording, date by date, in order of time.
  ///
  /// - Parameter least: value less ask from which on an edge counts, in 1/10 000 $.
  /// - Throws: a sentence for a recording that cannot be played.
  public static func edges(
    of day: RecordedDay, atLeast least: Int32, configuration: DeskConfiguration
  ) throws(ProcessFailure) -> RecordedEdges {
    var found = RecordedEdges(least: least)
    for (tape, books) in try DayTape.whole(of: day, configuration: configuration) {
      var survey = EdgeSurvey(tape, books, configuration.engine.consensus.rule, least)
      survey.look(&found)
    }
    return found
  }

  /// Reads `--edges-above`, in cents.
  ///
  /// - Throws: a sentence for what is no number of cents above 0 and below 100.
  public static func least(_ text: String) throws(ProcessFailure) -> Int32 {
    guard let cents = FixedPoint.parse(text, decimals: 2), (1..<10_000).contains(cents) else {
      throw ProcessFailure(
        .usage,
        "--edges-above \(text) is not a number of cents above 0 and below 100, such as 3 or 2.5")
    }
    return Int32(cents)
  }

  private init(_ tape: BacktestTape, _ names: [String], _ rule: ConsensusRule, _ least: Int32) {
    self.tape = tape
    self.names = names
    self.rule = rule
    self.least = least
    opinions = Array(
      repeating: Array(repeating: nil, count: tape.bookmakers), count: tape.markets.count)
    consensus = Array(repeating: nil, count: tape.markets.count)
  }

  private mutating func look(_ found: inout RecordedEdges) {
    read()
    for market in tape.markets.indices { consensus[market] = pooled(market) }
    for quote in quotes where consensus[quote.market] != nil {
      found.quotes += 1
      let isBefore = tape.markets[quote.market].startTime.map { quote.time < $0 } ?? false
      if isBefore { found.quotesBeforeStart += 1 }
      if let edge = edge(quote) { found.edges.append(edge) }
    }
  }

  /// Lines and quotes as the tape tells them; a line of a recorded day is never withdrawn.
  private mutating func read() {
    var board = FairValueBoard(markets: tape.markets.count, bookmakers: tape.bookmakers)
    for entry in tape.entries {
      switch entry.event {
      case .line(let game, let book, let line):
        for (place, market) in tape.markets.enumerated() where market.game == game {
          guard let claim = market.claim, line.speaks(of: claim) else { continue }
          opinions[place][Int(book.index)] = board.set(
            line, claim: claim,
            rule: PricingRule(
              devigMethod: market.devigMethod, tieRule: market.tieRule,
              tieProbability: market.tieProbability),
            id: MarketID(place), bookmaker: book, time: entry.time)
        }
      case .bookSnapshot(let id, let bids, let asks):
        quotes.append(
          Quote(
            market: Int(id.index), time: entry.time, bid: bids.first?.price,
            ask: asks.first?.price))
      case .settled(let id, let value): paid[Int(id.index)] = value
      default: break
      }
    }
  }

  private mutating func pooled(_ market: Int) -> Consensus? {
    pool.removeAll()
    for case let probability? in opinions[market] {
      if let opinion = BookOpinion(probability: probability) { pool.add(opinion) }
    }
    return pool.consensus(by: rule)
  }

  /// The better leg of a quote, where it is good enough.
  private func edge(_ quote: Quote) -> RecordedEdge? {
    guard let consensus = consensus[quote.market] else { return nil }
    let yes = quote.ask.flatMap { leg(.yes, consensus.probability, quote.bid, $0, quote) }
    let no = quote.bid.flatMap {
      leg(.no, 1 - consensus.probability, quote.ask?.complement, $0.complement, quote)
    }
    let better = [yes, no].compactMap { $0 }.max { $0.grossEdge < $1.grossEdge }
    guard var edge = better, edge.grossEdge >= least else { return nil }
    edge.booksLeft = consensus.books
    edge.others = others(than: quote)
    noteNext(after: quote, consensus.probability, &edge)
    edge.explanation = explanation(of: edge)
    return edge
  }

  private func leg(
    _ leg: Outcome, _ probability: Double, _ bid: Price?, _ ask: Price, _ quote: Quote
  ) -> RecordedEdge? {
    let market = tape.markets[quote.market]
    guard let value = Price(roundingDown: probability), let fees = market.fees else { return nil }
    let gross = value.tenThousandths - ask.tenThousandths
    let hundred = Quantity(contracts: 100)
    let fee = fees.formula.fee(price: ask, quantity: hundred, liquidity: .taker)
    // Micro-dollars of a hundred contracts to ten-thousandths of one; rounded up, against us.
    let unitFee = Int32(clamping: (fee.microDollars + 9_999) / 10_000)
    let books = opinions[quote.market].enumerated().compactMap { place, yes in
      yes.map {
        RecordedEdge.Book(
          name: place < names.count ? names[place] : "book \(place)",
          probability: leg == .yes ? $0 : 1 - $0)
      }
    }
    return RecordedEdge(
      date: tape.name, time: quote.time, ticker: market.ticker, start: market.startTime, leg: leg,
      bid: bid, ask: ask, consensus: probability, books: books, booksLeft: 0, grossEdge: gross,
      netEdge: gross - unitFee, others: [], explanation: .unexplained,
      paid: paid[quote.market].map { leg == .yes ? $0 : $0.complement })
  }

  /// What became of an edge in the market's next sweep.
  private func noteNext(after quote: Quote, _ yes: Double, _ edge: inout RecordedEdge) {
    let start = tape.markets[quote.market].startTime ?? .distantFuture
    let next = quotes.first {
      $0.market == quote.market && $0.time - quote.time > Self.sweepNanoseconds && $0.time < start
    }
    guard let next else { return }
    let ask = edge.leg == .yes ? next.ask : next.bid?.complement
    edge.nextTime = next.time
    edge.nextEdge = ask.flatMap { ask in
      Price(roundingDown: edge.leg == .yes ? yes : 1 - yes).map {
        $0.tenThousandths - ask.tenThousandths
      }
    }
  }

  /// How far the game's other markets of the same kind are off, in the same sweep: above 0 where
  /// the same way as this one.
  private func others(than quote: Quote) -> [Double] {
    guard let own = side(of: quote.market), let ownMid = mid(of: quote) else { return [] }
    let game = tape.markets[quote.market].game
    var nearest: [Int: Quote] = [:]
    var order: [Int] = []
    for other in quotes where other.market != quote.market {
      guard tape.markets[other.market].game == game, other.mid != nil,
        abs(other.time - quote.time) <= Self.sweepNanoseconds,
        let side = side(of: other.market), side.isTotal == own.isTotal
      else { continue }
      if nearest[other.market] == nil { order.append(other.market) }
      let known = nearest[other.market].map { abs($0.time - quote.time) } ?? .max
      if abs(other.time - quote.time) < known { nearest[other.market] = other }
    }
    let ownOff = off(quote.market, mid: ownMid, own.sign)
    return order.compactMap { market in
      guard let mid = nearest[market]?.mid, let side = side(of: market), consensus[market] != nil
      else { return nil }
      return off(market, mid: mid, side.sign) * (ownOff < 0 ? -1 : 1)
    }
  }

  /// The middle, or the one price there is.
  private func mid(of quote: Quote) -> Double? {
    quote.mid ?? (quote.ask ?? quote.bid).map(\.probability)
  }

  private func off(_ market: Int, mid: Double, _ sign: Double) -> Double {
    (mid - (consensus[market]?.probability ?? mid)) * sign
  }

  /// Whether YES speaks for the home team (or over), and of which kind the market is.
  private func side(of market: Int) -> (sign: Double, isTotal: Bool)? {
    switch tape.markets[market].claim {
    case .winner(let team), .spread(let team, _): (team == .home ? 1 : -1, false)
    case .total: (1, true)
    case nil: nil
    }
  }

  private func explanation(of edge: RecordedEdge) -> RecordedEdge.Explanation {
    if let start = edge.start, edge.time >= start { return .inPlay }
    if "\(USTimeZone.central.date(at: edge.time))" > edge.date { return .otherDay }
    if edge.booksLeft <= 1 { return .oneBook }
    let ask = edge.ask.probability
    if edge.books.contains(where: { $0.probability <= ask }) { return .booksDisagree }
    guard let bid = edge.bid, edge.ask.tenThousandths - bid.tenThousandths < Self.widestSpread
    else { return .noMarket }
    guard !edge.others.isEmpty else { return .unexplained }
    let mean = edge.others.reduce(0, +) / Double(edge.others.count)
    return mean >= Double(least) / 20_000 ? .wholeGame : .quoteAlone
  }
}

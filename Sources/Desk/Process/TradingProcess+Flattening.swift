internal import Market
internal import Trading
internal import Wire

extension TradingProcess {
  /// Sells what one market has, and answers once no entry rests there any more, or what could not
  /// be cancelled.
  func flatten(
    _ session: TradingSession, _ ticker: String, _ reply: @escaping (ControlReply) -> Void
  ) {
    guard let market = session.catalogue.tickers.id(of: ticker) else {
      return reply(unknownMarket(session, ticker))
    }
    let resting = ControlText.entries(of: session, in: market)
    session.take(.command(.flattenMarket(market)))
    paperDesk?.obey(.flattenMarket(market))
    let deadline = loop.uptimeNanoseconds + Self.cancellingNanoseconds
    awaitCancels(session, in: market, deadline: deadline) { [self] in
      let ends = Self.ends(of: resting, session, market)
      var lines = ["nothing is bought in \(ticker) until `dutchbook resume`"]
      lines += held(session, market, ticker) + ends.lines
      if let paper = paperDesk?.session {
        lines += ControlText.holdings(of: paper, in: market).map { "on paper, being sold: " + $0 }
      }
      reply(ControlReply(isDone: ends.isDone, lines))
    }
  }

  /// What of a market is being sold, and what is not ours to sell.
  private func held(
    _ session: TradingSession, _ market: MarketID, _ ticker: String
  ) -> [String] {
    let foreign = session.engine.unowned(market)
    let position = session.engine.states[Int(market.index)].position.quantity
    var lines: [String] = []
    if position != foreign {
      lines.append("being sold: `dutchbook limits` shows what is left")
      lines += ControlText.holdings(of: session, in: market)
    } else if position.isZero {
      lines.append("nothing is held there")
    }
    if !foreign.isZero {
      lines.append(
        "\(foreign.magnitude) contracts are from elsewhere and stay: `dutchbook adopt \(ticker)`"
          + " has them sold too")
    }
    return lines
  }

  /// Names what is held and the nearest name, so that the next try is right.
  private func unknownMarket(_ session: TradingSession, _ ticker: String) -> ControlReply {
    let engine = session.engine
    let held = engine.activeMarkets.map { engine.markets[Int($0.index)].ticker }
    let all = engine.markets.map(\.ticker)
    let near = NearestWord.find(ticker, among: held) ?? NearestWord.find(ticker, among: all)
    var lines = notFollowed(ticker).lines
    if let near { lines.append("did you mean \(near)?") }
    lines.append(
      held.isEmpty
        ? "nothing is held, and no order works; `dutchbook flatten` without a ticker stops all"
        : "with a position or an order: " + held.joined(separator: ", "))
    return ControlReply(isDone: false, lines)
  }
}

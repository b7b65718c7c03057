internal import Market

extension EngineEvent {
  /// Whether it speaks of markets, games and bookmakers that an engine has: a live session only
  /// makes such events, a file can hold anything.
  public func isWithin(markets: Int, games: Int, bookmakers: Int) -> Bool {
    func has(_ market: MarketID) -> Bool { Int(market.index) < markets }
    func has(_ game: GameID) -> Bool { Int(game.index) < games }
    switch self {
    case .bookSnapshot(let market, _, _), .bookDelta(let market, _, _, _), .bookBlocked(let market),
      .marketStatus(let market, _), .closeChanged(let market, _), .gridChanged(let market, _),
      .feesChanged(let market, _), .settled(let market, _),
      .volumeChanged(let market, _):
      return has(market)
    case .gameMatched(let game, _): return has(game)
    case .bookmaker(let bookmaker, let sharpness, _, let ages):
      return Int(bookmaker.index) < bookmakers && sharpness > 0 && sharpness.isFinite
        && ages.isSound
    case .line(let game, let bookmaker, _), .lineWithdrawn(let game, let bookmaker, _):
      return has(game) && Int(bookmaker.index) < bookmakers
    case .fill(let fill): return has(fill.market)
    case .reconciled(let account):
      return account.holdings.allSatisfy { has($0.market) }
        && account.restingOrders.allSatisfy { has($0.market) }
    case .command(.adopt(let market, _)), .command(.acceptPosition(let market)),
      .command(.flattenMarket(let market)):
      return has(market)
    case .booksBlocked, .link, .orderState, .orderRejected, .orderUnsent, .orderUnknown,
      .orderNotFound,
      .cancelRefused, .cancelLost, .amendFailed, .timer, .command,
      .carried, .clockSkew:
      return true
    }
  }
}

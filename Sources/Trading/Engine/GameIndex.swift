internal import Market

/// The markets of every game, in the order of their ids: one list, and where each game's begin.
struct GameIndex {
  private let starts: ContiguousArray<Int>
  private let markets: ContiguousArray<MarketID>

  init(_ all: [TradedMarket], games: Int) {
    var starts = ContiguousArray<Int>(repeating: 0, count: games + 1)
    for market in all {
      if let game = market.game { starts[Int(game.index) + 1] += 1 }
    }
    for game in 0..<games { starts[game + 1] += starts[game] }
    var markets = ContiguousArray(repeating: MarketID(0), count: starts[games])
    var place = starts
    for (index, market) in all.enumerated() {
      guard let game = market.game else { continue }
      markets[place[Int(game.index)]] = MarketID(index)
      place[Int(game.index)] += 1
    }
    self.starts = starts
    self.markets = markets
  }

  /// Where a game's markets lie in the list.
  func places(of game: GameID) -> Range<Int> {
    starts[Int(game.index)]..<starts[Int(game.index) + 1]
  }

  /// One place of the list.
  subscript(place: Int) -> MarketID { markets[place] }

  /// The markets of a game.
  func list(of game: GameID) -> ContiguousArray<MarketID>.SubSequence { markets[places(of: game)] }
}

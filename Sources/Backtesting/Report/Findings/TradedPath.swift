public import Market
internal import Trading

/// One market's prices over time and our fills on them, for a chart.
public struct TradedPath: Hashable, Sendable, Codable {
  /// A fill as a mark on the chart.
  public struct Mark: Hashable, Sendable, Codable {
    public var time: Timestamp
    /// YES price.
    public var price: Price
    public var quantity: Quantity
    public var isBuy: Bool
    public var isMaker: Bool
    public var isExit: Bool
  }

  /// As many markets are drawn, and as many quotes and marks of each.
  public static let mostMarkets = 6
  public static let mostQuotes = 400
  public static let mostMarks = 150

  public var ticker: String
  public var day: String
  public var profit: Money
  public var contracts: Quantity
  public var paid: Price?
  public var quotes: [BacktestMarket.QuotePoint]
  public var quotesLeftOut: Int
  public var marks: [Mark]
  public var marksLeftOut: Int

  /// The markets with the most contracts, of those with prices.
  static func mostTraded(of result: BacktestResult) -> [TradedPath] {
    let markets = result.markets
    let order = markets.indices.filter { markets[$0].fills > 0 && !markets[$0].quotes.isEmpty }
      .sorted { left, right in
        markets[left].contracts == markets[right].contracts
          ? left < right : markets[left].contracts > markets[right].contracts
      }.prefix(mostMarkets)
    var fills: [Int: [BacktestFill]] = [:]
    for fill in result.fills where order.contains(fill.market) {
      fills[fill.market, default: []].append(fill)
    }
    return order.map { place in
      let market = markets[place]
      let own = fills[place] ?? []
      let middles = market.quotes.map { quote in
        let sides = [quote.bid, quote.ask].compactMap { $0?.probability }
        return sides.isEmpty ? 0 : sides.reduce(0, +) / Double(sides.count)
      }
      let quotes = Thinning.places(middles, most: mostQuotes)
      let marks = Thinning.evenly(own.count, most: mostMarks)
      return TradedPath(
        ticker: market.ticker,
        day: result.days.indices.contains(market.day) ? result.days[market.day].name : "-",
        profit: market.profit, contracts: market.contracts, paid: market.paid,
        quotes: quotes.map { market.quotes[$0] },
        quotesLeftOut: market.quotes.count - quotes.count,
        marks: marks.map { mark in
          Mark(
            time: own[mark].time, price: own[mark].price, quantity: own[mark].quantity,
            isBuy: own[mark].side == .bid, isMaker: own[mark].liquidity == .maker,
            isExit: own[mark].purpose == .exit)
        },
        marksLeftOut: own.count - marks.count)
    }
  }
}

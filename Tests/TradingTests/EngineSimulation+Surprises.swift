import Market
import Matching
import TestKit
import Trading

// What the exchange may do to a market without being asked.
extension EngineSimulation {
  /// The market's prices move to tenths of a cent, or back. Going back, levels that do not fit are
  /// left, and block the book.
  mutating func changeGrid(_ market: MarketID) {
    let index = Int(market.index)
    isFine[index].toggle()
    let grid = isFine[index] ? fineGrid : PriceGrid.wholeCents
    exchange.core.setGrid(market, grid)
    feed(.gridChanged(market, grid))
  }

  /// The exchange cancels whatever of ours rests in a market.
  mutating func cancelUnasked(_ market: MarketID) {
    for number in exchange.core.openOrders(exchange.mine, market) {
      _ = try? exchange.core.cancel(number, by: exchange.mine, at: now)
    }
    exchange.publish(at: now)
  }

  /// The market closes now: the exchange cancels what rests in it.
  mutating func moveClose(_ market: MarketID) {
    let index = Int(market.index)
    guard !isSettled[index], now < closes[index] else { return }
    closes[index] = now
    exchange.core.close(market, at: now)
    exchange.publish(at: now)
    feed(.closeChanged(market, now))
  }
}

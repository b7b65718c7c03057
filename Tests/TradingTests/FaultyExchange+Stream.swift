import Market
import Matching
import TestKit
import Trading

extension FaultyExchange {
  /// Puts what happened in the core on the stream.
  mutating func publish(at now: Timestamp) {
    for event in core.events {
      switch event {
      case .level(let id, let side, let price, let delta, _): sendLevel(id, side, price, delta, now)
      case .traded(let trade): sendFill(trade, at: now)
      case .canceled(let number, _, _), .amended(let number): sendReport(number, at: now)
      default: break
      }
    }
    core.removeAllEvents()
  }

  private mutating func sendLevel(
    _ id: MarketID, _ side: BookSide, _ price: Price, _ delta: Quantity, _ now: Timestamp
  ) {
    guard isStreamUp, !gapped.contains(id) else { return }
    lastBookTime = max(lastBookTime, now) + delay(2)
    if rarity > 0, random.next() % (rarity * 8) == 0 {
      gapped.insert(id)
      post(.news(.bookBlocked(id)), at: lastBookTime, isStream: true)
    } else {
      post(.news(.bookDelta(id, side, price, change: delta)), at: lastBookTime, isStream: true)
    }
  }

  private mutating func sendFill(_ trade: Trade, at now: Timestamp) {
    let isTaker = trade.taker.account == mine
    guard isTaker || trade.maker.account == mine, !isSilent else { return }
    let party = isTaker ? trade.taker : trade.maker
    let fill = FillReport(
      trade: ExchangeKey(high: 9, low: UInt64(trade.number.index)),
      order: party.order.flatMap { clients[Int($0.index)] }, market: trade.market,
      side: isTaker ? trade.takerSide : trade.takerSide.opposite, price: trade.price,
      quantity: trade.quantity, liquidity: isTaker ? .taker : .maker, fee: party.fee,
      venueTime: now)
    fills.append(fill)
    if isStreamUp, !happens() {
      post(.news(.fill(fill)), at: now + delay(80), isStream: true)
      if happens() { post(.news(.fill(fill)), at: now + delay(400), isStream: true) }
    }
    if let number = party.order { sendReport(number, at: now) }
  }

  private mutating func sendReport(_ number: OrderNumber, at now: Timestamp) {
    guard isStreamUp, let id = clients[Int(number.index)], let report = report(number), !happens()
    else { return }
    post(.news(.orderState(id, report)), at: now + delay(80), isStream: true)
  }
}

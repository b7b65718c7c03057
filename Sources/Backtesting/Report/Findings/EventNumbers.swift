/// Each market's event as a number, in the order of the events' names.
struct EventNumbers {
  /// How many different events there are.
  let count: Int
  private let numbers: [Int]

  init(_ result: BacktestResult) {
    let names = result.markets.map(\.event)
    var order: [String: Int] = [:]
    for (number, name) in Set(names).sorted().enumerated() { order[name] = number }
    count = order.count
    numbers = names.map { order[$0] ?? 0 }
  }

  /// The event of a place in ``BacktestResult/markets``; nil for a place that is not there.
  func event(ofMarket place: Int) -> Int? {
    numbers.indices.contains(place) ? numbers[place] : nil
  }
}

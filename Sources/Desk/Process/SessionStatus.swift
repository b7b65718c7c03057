public import Market

/// A session at one moment, for the line that moves on a terminal.
public struct SessionStatus: Sendable {
  /// What has to come up before trading begins; nil once the exchange's catalogue is read.
  public var waitingFor: String?
  public var isStreamUp = false
  public var isOrderEntryUp = false
  public var areOddsUp = false
  /// All connections are up and the account is reconciled.
  public var isTrading = false
  public var isStopping = false
  public var markets = 0
  public var priced = 0
  public var positions = 0
  public var workingOrders = 0
  public var fills = 0
  /// Fees paid, open positions at the price that closing would bring.
  public var profit = Money.zero
  public var lastEvent = ""

  public init() {}

  /// The whole in one line, the most important first, so that it can be cut at any width.
  public var line: String {
    if isStopping { return "stopping: \(workingOrders) orders left" }
    if let waitingFor { return "waiting: \(waitingFor)" }
    var parts = [isTrading ? "trading" : "paused (\(missing))"]
    parts.append("P&L \(Self.cents(profit)) $")
    parts.append("\(positions) positions, \(workingOrders) orders, \(fills) fills")
    parts.append("\(priced)/\(markets) priced")
    if !lastEvent.isEmpty { parts.append(lastEvent) }
    return parts.joined(separator: " | ")
  }

  /// What keeps trading from going on.
  var missing: String {
    var names: [String] = []
    if !isStreamUp { names.append("exchange stream down") }
    if !isOrderEntryUp { names.append("order entry down") }
    if !areOddsUp { names.append("odds feed down") }
    return names.isEmpty ? "reading the account" : names.joined(separator: ", ")
  }

  /// Micro-dollars as dollars and cents, the rest cut off.
  private static func cents(_ money: Money) -> String {
    let cents = money.microDollars / 10_000
    return (money.microDollars < 0 && cents == 0 ? "-" : "") + FixedPoint.text(cents, decimals: 2)
  }
}

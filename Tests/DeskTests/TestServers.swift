import Glibc
import Market
import Matching
import Sportsbooks
import Synchronization
import TestKit
import Wire

@testable import Desk
@testable import KalshiSimulator

/// A recording of one game that is worth a trade in both of its markets.
enum TestRecording {
  static let homeTicker = "KXNFLGAME-25NOV24CARSF-SF"
  static let awayTicker = "KXNFLGAME-25NOV24CARSF-CAR"
  static let bookmaker = "DraftKings"

  /// Writes `quotes.csv` and `odds.csv`.
  ///
  /// - Parameter odds: of the home and the away team. 1.55 and 2.60 are worth a take in both
  ///   markets, 1.94 and 1.88 are worth nothing.
  static func write(
    to folder: TestFolder, odds pair: (home: String, away: String) = ("1.55", "2.60")
  ) {
    var quotes = "file_date,timestamp,ticker,title,status,yes_bid,yes_ask\n"
    for second in 10..<14 {
      let time = "2025-11-24T17:05:\(second)Z"
      quotes += "2025-11-24,\(time),\(homeTicker),CAR at SF,active,0.50,0.52\n"
      quotes += "2025-11-24,\(time),\(awayTicker),CAR at SF,active,0.47,0.50\n"
    }
    var odds =
      "file_date,sport,game_id,start_time,bookmaker,market,team,price,point,home_team,away_team\n"
    let teams = "San Francisco 49ers,Carolina Panthers"
    let row = "2025-11-24,NFL,g1,2025-11-24 19:15:00 CST,\(bookmaker),h2h,"
    odds += row + "San Francisco 49ers,\(pair.home),,\(teams)\n" + row
    odds += "Carolina Panthers,\(pair.away),,\(teams)\n"
    folder.write(quotes, "quotes.csv")
    folder.write(odds, "odds.csv")
  }

  /// What ``write(to:odds:)`` wrote.
  static func stretch(_ folder: TestFolder) throws -> RecordedStretch {
    try RecordedStretch(
      RecordedDay(
        name: "test", origin: "test",
        quotes: RecordedQuotes(path: folder.path + "/quotes.csv").quotes,
        games: RecordedOdds(path: folder.path + "/odds.csv").games, results: []))
  }
}

/// The simulator and the odds server on a thread of this process, where a test reaches them.
final class TestServers {
  let servers: RecordedServers
  let feeDate: String

  init(_ folder: TestFolder) throws {
    let stretch = try TestRecording.stretch(folder)
    feeDate = stretch.feeDate
    servers = try RecordedServers.running(
      stretch, budgetNanoseconds: nil, cash: Money(cents: 100_000), seed: 1, key: TestKey.rsa.get())
    // The first quotes stand before anybody looks.
    servers.play {}
  }

  deinit { servers.stop() }

  /// Runs a body on the servers' loop and waits for what it gives.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (RecordedServers) -> Value
  ) -> Value {
    let result = Mutex<Value?>(nil)
    servers.onLoop { servers in
      let value = body(servers)
      result.withLock { $0 = value }
    }
    while true {
      if let value = result.withLock({ $0 }) { return value }
      // sleeps: another thread is at work.
      usleep(1_000)
    }
  }

  /// Somebody pays in, or takes money out.
  func deposit(_ amount: Money) {
    read { $0.simulator.exchange.deposit(amount, to: $0.account) }
  }

  /// The same, and the exchange lists it.
  func transfer(_ amount: Money) {
    read { $0.simulator.exchange.transfer(amount, to: $0.account, at: $0.loop.now) }
  }

  /// A market is decided and paid out at once.
  func settle(_ ticker: String, _ result: SettlementResult) {
    read { servers in
      guard let id = servers.simulator.exchange.market(ticker) else { return }
      servers.simulator.exchange.settle(id, result, at: servers.loop.now)
      servers.simulator.flush()
    }
  }

  /// A market that no session follows, which bids 35 cents and asks 40.
  static let elsewhere = "KXOTHER-25NOV24-A"

  func listElsewhere() throws {
    let trouble = read { servers -> String? in
      let now = servers.loop.now
      do throws(SimulatorError) {
        try servers.simulator.exchange.list(SimulatedSeries(ticker: "KXOTHER", title: "Other"))
        try servers.simulator.exchange.list(
          SimulatedEvent(ticker: "KXOTHER-25NOV24", seriesTicker: "KXOTHER", title: "Other"))
        let id = try servers.simulator.exchange.list(
          SimulatedMarket(
            ticker: Self.elsewhere, eventTicker: "KXOTHER-25NOV24", title: "A", subtitle: "A",
            open: now, close: now + 864_000_000_000_000), at: now)
        func level(_ cents: Int) -> [BookLevel] {
          [BookLevel(price: Price(cents: cents), quantity: Quantity(contracts: 100))]
        }
        servers.simulator.exchange.setQuote(id, bids: level(35), asks: level(40), at: now)
        return nil
      } catch {
        return "\(error)"
      }
    }
    if let trouble { throw TestServersError(trouble: trouble) }
  }

  struct TestServersError: Error { let trouble: String }

  /// Somebody trades by hand where no session looks.
  func tradeElsewhere(_ side: BookSide, cents: Int, contracts: Int) {
    read { servers in
      guard let id = servers.simulator.exchange.market(Self.elsewhere) else { return }
      _ = servers.simulator.exchange.submit(
        OrderRequest(
          account: servers.account, market: id, side: side, price: Price(cents: cents),
          quantity: Quantity(contracts: contracts)), clientOrderID: nil, at: servers.loop.now)
      servers.simulator.flush()
    }
  }

  func inject(_ fault: SimulatorFault) { read { $0.simulator.inject(fault) } }

  /// Orders that are open at the exchange.
  var openOrders: Int { read { $0.readAccount().openOrders } }

  /// The exchange is gone, and stays so.
  func vanish() {
    inject(.refuseConnections(nanoseconds: 3_600_000_000_000))
    inject(.dropConnections)
  }
}

import Foundation
import Glibc
import KalshiSimulator
import Market
import Matching
import Sportsbooks
import TestKit
import Testing
import Trading
import Wire

@testable import Desk

/// A trading program between two meddlers, who stand before a simulator and an odds server.
///
/// What the program must do is the same for every hostile peer: go on, say it, count it, trade on
/// nothing it has not understood, and lose no fill.
final class HostileRig {
  let folder = TestFolder()
  let house: TestServers
  let exchange: Meddler
  let odds: Meddler

  /// - Parameter odds: see ``TestRecording/write(to:odds:)``.
  init(odds pair: (home: String, away: String) = ("1.55", "2.60")) throws {
    TestRecording.write(to: folder, odds: pair)
    house = try TestServers(folder)
    let servers = house.servers
    exchange = try Meddler(before: servers.exchangePort, trusting: servers.authorityPEM)
    odds = try Meddler(before: servers.oddsPort, trusting: servers.authorityPEM)
  }

  /// Starts the program against the meddlers.
  func trade(_ arguments: String = "--mode live --confirm-live --json out.json") throws -> Program {
    let servers = house.servers
    folder.write(exchange.authorityPEM, "exchange.pem")
    folder.write(odds.authorityPEM, "odds.pem")
    folder.write(servers.privateKeyPEM, "key.pem")
    folder.write(
      """
      [kalshi]
      api_base = "https://localhost:\(exchange.port)"
      ws_url = "wss://localhost:\(exchange.port)/trade-api/ws/v2"
      api_key = "\(servers.keyID)"
      private_key_path = "key.pem"
      ca_file = "exchange.pem"
      recorded = true
      fee_date = "\(house.feeDate)"

      [risk]
      max_risk_per_trade_cents = 50000
      min_order_interval_ms = 0

      [odds_feed]
      api_base = "https://localhost:\(odds.port)"
      ws_url = "wss://localhost:\(odds.port)"
      api_key = "\(servers.oddsKey)"
      ca_file = "odds.pem"

      """, "dutchbook.toml")
    return try Program(
      ["trade", "--config", "dutchbook.toml"] + arguments.split(separator: " ").map(String.init),
      in: folder.path)
  }

  /// Makes every market a bargain: 10 contracts are taken in each.
  func sayBargain() { say(home: 1.55, away: 2.60) }

  /// Replaces the line that the odds server repeats.
  func say(home: Double, away: Double) {
    let isKnown = house.read { servers in
      guard let game = servers.oddsServer.games.first,
        let line = OddsLine(.winner, first: home, second: away)
      else { return false }
      return servers.oddsServer.inject([line], bookmaker: TestRecording.bookmaker, game: game.key)
    }
    #expect(isKnown)
  }

  /// Contracts the exchange counts in both markets, NO positions too.
  var contractsHeld: Int {
    house.read { servers in
      let exchange = servers.simulator.exchange
      return [TestRecording.homeTicker, TestRecording.awayTicker].reduce(0) { sum, ticker in
        guard let id = exchange.market(ticker) else { return sum }
        let held = exchange.engine.holding(servers.account, id).book.quantity
        return sum + Int(held.magnitude.hundredths / 100)
      }
    }
  }

  /// Exits that rest at the exchange.
  var openExits: Int { house.openOrders }

  /// Client ids of all orders the exchange ever took.
  var orderIDs: [String?] { house.read { $0.readAccount().clientIDs } }

  /// True once all five subscriptions and both books have come over the exchange's stream that is
  /// open now: whatever is sent after them meets a client that calls the stream up.
  var areBooksThere: Bool {
    exchange.on { core in
      core.passedFrames.count { $0.contains("\"orderbook_snapshot\"") } >= 2
        && core.passedFrames.count { $0.contains("\"subscribed\"") } >= 5
    }
  }

  /// Sends a frame that no peer may send: the program must answer it by its close code and come
  /// back over a new connection.
  func provoke(_ program: Program, through meddler: Meddler, with frame: HostileFrame) {
    let upgrades = meddler.on { $0.upgrades }
    let codes = meddler.on { $0.closeCodes.count }
    meddler.send(frame.bytes, cuts: frame.cuts)
    let isBack = program.wait { meddler.on { $0.upgrades } > upgrades }
    #expect(isBack, "\(frame.name): \(program.text("errors"))")
    let said = meddler.on { Array($0.closeCodes.dropFirst(codes)) }
    #expect(said == (frame.code.map { [$0] } ?? []), "\(frame.name)")
  }

  /// True once lines have come over the odds feed's stream that is open now.
  var areLinesThere: Bool {
    odds.on { $0.passedFrames.contains { $0.contains("\"updated\"") } }
  }

  /// Interrupts the program, which must end in order with a report that adds up.
  func finish(_ program: Program) throws -> HostileEnding {
    program.signal(SIGINT)
    let ending = try program.end()
    #expect(ending.code == 0, "\(ending.errors)")
    let json = Data(program.text("out.json").utf8)
    let report = try JSONDecoder().decode(RunReport.self, from: json)
    #expect(report.addsUp, "\(report.differences)")
    #expect(ending.output.contains("It adds up, to the micro-dollar."))
    let theirs = house.read { $0.readAccount() }
    #expect(report.ours.cash == theirs.cash)
    #expect(report.ours.positionCost == theirs.positionCost)
    #expect(report.ours.fees == theirs.fees)
    let ids = orderIDs.compactMap { $0 }
    #expect(Set(ids).count == ids.count, "an order went out twice")
    return HostileEnding(log: ending.errors, text: ending.output, report: report)
  }
}

/// What is left of a session.
struct HostileEnding {
  var log: String
  var text: String
  var report: RunReport
}

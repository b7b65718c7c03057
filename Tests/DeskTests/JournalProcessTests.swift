import Backtesting
import Glibc
import Journal
import Market
import TestKit
import Testing
import Trading

@testable import Desk

extension `Two programs` {
  /// The journal of a real session, read by the program's other commands.
  @Suite struct `Their journal` {
    let two = `Two programs`()

    private func run(_ words: String, in folder: String) throws -> Program.Ending {
      try Program(words.split(separator: " ").map(String.init), in: folder).end()
    }

    /// A live session that has traded and is still running.
    private func trading() throws -> (servers: Program, session: Program) {
      let servers = try two.simulate()
      let session = try two.trade("--mode live --confirm-live", "live")
      #expect(session.wait(for: "filled: bought 10.00 YES at 0.5200, taker"))
      return (servers, session)
    }

    @Test func `a session is replayed to the byte, and its books are printed`() throws {
      let (servers, session) = try trading()
      session.signal(SIGINT)
      let ending = try session.end()
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(ending.errors.contains("journal in journal, 0 records so far"))

      let replay = try run("replay journal", in: session.folder)
      #expect(replay.code == 0, "\(replay.output)\(replay.errors)")
      #expect(
        replay.output.contains(
          "session 1 (live, simulated, version \(ProgramVersion.current), record 1)"))
      #expect(replay.output.contains(", ended: same"))
      #expect(replay.output.hasSuffix("every output is the same, byte for byte\n"))

      let books = try run("books journal", in: session.folder)
      #expect(books.code == 0, "\(books.errors)")
      let lines = books.output.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(
        lines.first?.hasPrefix("{\"ticker\":\"KXNFLGAME-25NOV24CARSF-CAR\",\"yes\":[[") == true)
      #expect(lines.allSatisfy { $0.hasSuffix("\"gaps\":0}") })

      // A second session goes into the same journal.
      let again = try two.trade("--mode paper", "live")
      #expect(again.wait(for: "filled: "))
      again.signal(SIGINT)
      #expect(try again.end().code == 0)
      let both = try run("replay journal", in: session.folder)
      #expect(both.code == 0, "\(both.output)")
      #expect(both.output.contains("session 2 (paper, "))
      withExtendedLifetime(servers) {}
    }

    @Test func `a session is played again as a backtest, which decides the same`() throws {
      let (servers, session) = try trading()
      session.signal(SIGINT)
      #expect(try session.end().code == 0)
      let days = try JournalDay.sessions(in: [session.folder + "/journal"])
      #expect(days.count == 1)
      #expect(days.first?.markets.count == 2)
      // The session's own trades are the exchange's too: two takes at least.
      let day = try #require(days.first)
      #expect(day.tradeCount >= 2)
      #expect(day.ownTakes.count >= 2)
      var options = BacktestOptions(engine: EngineConfiguration())
      options.latency = LatencyModel.Scaled(.none)
      let result = try BacktestRun.play(try #require(days.first), options)
      let entries = result.fills.filter { $0.purpose == .entry }
      #expect(entries.contains { $0.side == .bid && $0.price == Price(cents: 52) })
      #expect(entries.allSatisfy { $0.liquidity == .taker })
      #expect(result.days.first?.pricedMarkets == 2)
      #expect(result.notes.allSatisfy { !$0.contains("no odds") })
      let latency = try JournalLatency.read(session.folder + "/journal")
      // Both entries at least, over loopback; the times in the frames are another day's.
      #expect(latency.roundTrips.count >= 2)
      #expect(latency.roundTrips.allSatisfy { $0 > 0 && $0 < 60_000_000_000 })
      #expect(latency.feeds.isEmpty)
      let sampled = try run("backtest journal --latency sampled:journal", in: session.folder)
      #expect(sampled.code == 0, "\(sampled.errors)")
      #expect(
        sampled.output.contains(" drawn from \(latency.roundTrips.count) measured round trips"),
        "\(sampled.output)")
      withExtendedLifetime(servers) {}
    }

    @Test func `why tells the chain behind an order, and why a market does not trade`() throws {
      let (servers, session) = try trading()
      session.signal(SIGINT)
      #expect(try session.end().code == 0)
      let market = try run("why KXNFLGAME-25NOV24CARSF-SF", in: session.folder)
      #expect(market.code == 0, "\(market.errors)")
      for words in [
        "  book        live: bid ", "  fair value  0.", "  position    10.00 YES",
        "  stopped by  ", "ticker\":\"KXNFLGAME-25NOV24CARSF-SF\"",
      ] { #expect(market.output.contains(words), "\(market.output)") }
      let line = try #require(
        market.output.split(separator: "\n").first { $0.contains("buy 10.00 YES at 0.5200") })
      #expect(line.contains("takes, immediate or cancel, entry; FILLED, 10.00 filled"))
      let id = line.split(separator: " ")[1].dropLast()

      let order = try run("why \(id)", in: session.folder)
      #expect(order.code == 0, "\(order.errors)")
      for words in [
        "  what        buy 10.00 YES at 0.5200 of KXNFLGAME-25NOV24CARSF-SF, takes",
        "  because     ", "  last frame  {", "  edge        YES at 0.5200: ",
        "gates       all passed",
        "on the wire: POST /trade-api/v2/portfolio/events/orders {",
        "the exchange says executed: 10.00 filled, 0.00 left",
        "filled: bought 10.00 YES at 0.5200, taker, fee ",
      ] { #expect(order.output.contains(words), "\(words): \(order.output)") }

      #expect(
        try run("why KXNFLGAME-25NOV24CARSF-SF@2020-01-01T00:00:00Z", in: session.folder)
          .errors.contains("no session of this journal ran then; it has one from 20"))
      #expect(
        try run("why KXNFLGAME-25NOV24CARSF-SG", in: session.folder).errors
          .contains("did you mean KXNFLGAME-25NOV24CARSF-SF?"))
      #expect(try run("why @", in: session.folder).code == 64)
      withExtendedLifetime(servers) {}
    }

    @Test func `a killed session is replayed to the byte, and nothing secret is in it`() throws {
      let (servers, session) = try trading()
      session.signal(SIGKILL)
      _ = try session.end()
      // What was in memory comes to the disk when the journal is opened the next time.
      let next = try two.trade("--mode paper", "live")
      #expect(next.wait(for: "journal: the last session in journal was not ended"))
      #expect(next.wait(for: "account reconciled"))
      next.signal(SIGINT)
      #expect(try next.end().code == 0)

      let replay = try run("replay journal", in: session.folder)
      #expect(replay.code == 0, "\(replay.output)\(replay.errors)")
      #expect(replay.output.contains("session 1 (live, "))
      #expect(replay.output.contains(", was not ended: same"))

      let segment = TestFolder.text(session.folder + "/journal/00000001.dbj")
      #expect(segment.contains("POST /trade-api/v2/portfolio/"))
      #expect(segment.contains("KXNFLGAME-25NOV24CARSF-CAR"))
      for secret in ["KALSHI-ACCESS", "PRIVATE KEY", "apiKey=", try key()] {
        #expect(!segment.contains(secret), "\(secret.prefix(20))")
      }
      withExtendedLifetime(servers) {}
    }

    /// The id of the key that signs, as the written configuration has it.
    private func key() throws -> String {
      let text = TestFolder.text(two.folder.path + "/servers/keys/dutchbook.toml")
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("api_key") })
      let key = line.split(separator: "\"")
      return String(try #require(key.dropFirst().first))
    }

    @Test func `what a killed session left resting is cancelled before the next one trades`() throws
    {
      let house = try TestServers(two.folder)
      let configuration = try two.configuration(of: house)
      let session = try two.trade(
        "--mode live --confirm-live", "live", configuration: configuration)
      #expect(session.wait { house.openOrders > 0 })
      session.signal(SIGKILL)
      _ = try session.end()

      let next = try two.trade("--mode live --confirm-live", "live", configuration: configuration)
      #expect(next.wait(for: "cancelled the order "))
      #expect(next.wait(for: "10.00 contracts were there already"))
      #expect(next.wait(for: "account reconciled"))
      next.signal(SIGINT)
      let ending = try next.end()
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(ending.errors.contains(" of an earlier session in KXNFLGAME-25NOV24CARSF-"))
      #expect(!ending.errors.contains("somebody else's"))
      #expect(ending.output.contains("It adds up, to the micro-dollar."))
      let replay = try run("replay journal", in: session.folder)
      #expect(replay.code == 0, "\(replay.output)")
      withExtendedLifetime(house) {}
    }

    @Test func `record keeps market data and trades nothing`() throws {
      let servers = try two.simulate()
      let recorder = try Program(
        ["record", "--config", "../servers/keys/dutchbook.toml", "--folder", "data"],
        in: two.subfolder("recorder"))
      #expect(recorder.wait(for: "account reconciled"))
      let segment = recorder.folder + "/data/00000001.dbj"
      #expect(recorder.wait { TestFolder.text(segment).contains(#""channel":"trade""#) })
      // The line that is worth a trade has come.
      #expect(recorder.wait { TestFolder.text(segment).contains("\"bookie\"") })
      recorder.signal(SIGINT)
      let ending = try recorder.end()
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(ending.output.hasPrefix("recorded "))
      #expect(ending.output.contains(" of the odds feed, 2 markets, "))
      let replay = try run("replay data", in: recorder.folder)
      #expect(replay.code == 0, "\(replay.output)\(replay.errors)")
      #expect(replay.output.contains("session 1 (record, "))
      let books = try run("books data", in: recorder.folder)
      #expect(books.output.split(separator: "\n").count == 2, "\(books.errors)")
      let why = try run(
        "why KXNFLGAME-25NOV24CARSF-SF --journal data", in: recorder.folder)
      #expect(why.output.contains("  stopped by  halted by the operator"), "\(why.output)")
      #expect(!TestFolder.text(segment).contains("POST "))
      withExtendedLifetime(servers) {}
    }

    @Test func `a journal that was changed is refused by place`() throws {
      let (servers, session) = try trading()
      session.signal(SIGINT)
      #expect(try session.end().code == 0)
      let path = session.folder + "/journal/00000001.dbj"
      let file = try #require(fopen(path, "r+"))
      fseek(file, 40_000, SEEK_SET)
      let byte = fgetc(file)
      fseek(file, 40_000, SEEK_SET)
      fputc(byte ^ 1, file)
      fclose(file)
      let replay = try run("replay journal", in: session.folder)
      #expect(replay.code == 65)
      #expect(replay.errors.hasPrefix("replay: journal/00000001.dbj: byte "), "\(replay.errors)")
      #expect(replay.errors.contains("nothing from there on is believed"))
      // Trading does not begin on it.
      let next = try two.trade("--mode paper", "live").end()
      #expect(next.code == 74)
      #expect(next.errors.contains("trade: journal.folder: journal/00000001.dbj: byte "))
      #expect(next.errors.contains("move the folder away, or name another one"))
      #expect(try run("replay ../quotes.csv", in: session.folder).code == 65)
      #expect(
        try run("replay nowhere", in: session.folder).errors.contains("nowhere: No such file"))
      withExtendedLifetime(servers) {}
    }
  }
}

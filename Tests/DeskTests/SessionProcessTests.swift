import Glibc
import KalshiSimulator
import TestKit
import Testing
import Wire

@testable import Desk

/// `simulate` and `trade` as two programs, on a recording of one game that is worth a trade.
@Suite struct `Two programs` {
  let folder = TestFolder()

  init() { TestRecording.write(to: folder) }

  /// The servers as a program of their own; ready when this returns.
  func simulate() throws -> Program {
    let servers = try Program(
      ["simulate", "--quotes", "../quotes.csv", "--odds", "../odds.csv", "--folder", "keys"],
      in: subfolder("servers"))
    #expect(servers.wait(for: "Ctrl-C stops", in: "output"))
    return servers
  }

  func subfolder(_ name: String) -> String {
    mkdir(folder.path + "/" + name, 0o700)
    return folder.path + "/" + name
  }

  func trade(
    _ words: String, _ name: String, configuration: String = "../servers/keys/dutchbook.toml"
  ) throws -> Program {
    let arguments =
      ["trade", "--config", configuration] + words.split(separator: " ").map(String.init)
    return try Program(arguments, in: subfolder(name))
  }

  /// The way to servers in this process.
  func configuration(of house: TestServers) throws -> String {
    try house.servers.writeClientFiles(
      PrivateFolder(keeping: subfolder("keys")), feeDate: house.feeDate)
  }

  /// A copy of the written configuration with one text replaced by another.
  func changed(_ name: String, _ old: String, _ new: String, section: String) throws -> String {
    let text = TestFolder.text(folder.path + "/servers/keys/dutchbook.toml")
    let parts = text.split(separator: "[odds_feed]", maxSplits: 1)
    func replaced(_ part: Substring) -> String {
      part.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.hasPrefix(old) ? "\(old) = \"\(new)\"" : String($0) }.joined(separator: "\n")
    }
    let kalshi = section == "kalshi" ? replaced(parts[0]) : String(parts[0])
    let odds = section == "odds_feed" ? replaced(parts[1]) : String(parts[1])
    return folder.write(kalshi + "[odds_feed]" + odds, name)
  }

  @Test func `a session trades, stops at a signal and adds up, live and on paper`() throws {
    let servers = try simulate()
    for (mode, number) in [("live --confirm-live", SIGINT), ("paper", SIGTERM)] {
      let session = try trade("--mode \(mode) --json out.json", String(mode.prefix(5)))
      #expect(session.wait(for: "filled: bought 10.00 YES at 0.5200, taker"), "\(mode)")
      session.signal(number)
      let ending = try session.end()
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(ending.errors.contains("stopping: cancelling what rests"))
      #expect(!ending.errors.contains("blocked"))
      #expect(ending.errors.split(separator: "\n").count < 30)
      let lines = ending.output.split(separator: "\n")
      #expect(lines[2].hasPrefix("This is not evidence of profit. It assumes:"))
      #expect(ending.output.contains("It adds up, to the micro-dollar."))
      // Prose is broken into lines wherever it gets too long.
      let prose = ending.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(prose.contains(": the same as ours."), "\(ending.output)")
      let json = session.text("out.json")
      #expect(json.contains("\"gate\" : \"traded\""))
      #expect(json.contains("\"ticker\" : \"KXNFLGAME-25NOV24CARSF-CAR\""))
    }
    // A second live session finds what the first one has left: its own by its journal, and where
    // there is none, somebody else's.
    for (folder, words) in [
      ("live ", "10.00 contracts were there already"),
      ("again", "10.00 contracts from elsewhere: counted in every limit and left alone"),
    ] {
      let again = try trade("--mode live --confirm-live", folder)
      #expect(again.wait(for: words))
      #expect(again.wait(for: "account reconciled"))
      again.signal(SIGINT)
      let ending = try again.end()
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(ending.output.contains("It adds up, to the micro-dollar."))
    }
    servers.signal(SIGTERM)
    #expect(try servers.end().code == 0)
  }

  @Test func `a second signal quits at once`() throws {
    let servers = try simulate()
    let session = try trade("--mode live --confirm-live", "twice")
    #expect(session.wait(for: "filled: "))
    // An exchange that answers nothing any more: the order in force cannot be cancelled.
    servers.signal(SIGSTOP)
    defer { servers.signal(SIGCONT) }
    session.signal(SIGINT)
    #expect(session.wait(for: "once more to quit at once"))
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 130)
    #expect(ending.errors.hasSuffix("trade: quit at once: orders may still rest on the exchange\n"))
    #expect(ending.output.isEmpty)
  }

  @Test func `what cannot be cancelled is named, and the report still comes`() throws {
    let house = try TestServers(folder)
    let session = try trade(
      "--mode live --confirm-live", "stuck", configuration: try configuration(of: house))
    #expect(session.wait { house.openOrders > 0 })
    house.vanish()
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 1, "\(ending.errors)")
    #expect(ending.output.contains("could not be cancelled: KXNFLGAME-25NOV24CARSF-"))
    #expect(ending.output.contains("the exchange's account could not be read"))
    #expect(ending.errors.split(separator: "\n").count < 100)
  }

  @Test func `files that cannot be written do not cost the report`() throws {
    let servers = try simulate()
    let session = try trade("--json /dev/full", "full")
    #expect(session.wait(for: "filled: "))
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 74)
    #expect(ending.output.contains("It adds up"))
    #expect(ending.errors.contains("/dev/full: cannot be written: No space left on device\n"))
    withExtendedLifetime(servers) {}
  }

  @Test func `an exchange that is not there is waited for, in few words`() throws {
    let servers = try simulate()
    let file = try changed("a.toml", "api_base", "https://localhost:1", section: "kalshi")
    let session = try trade("", "refused", configuration: file)
    #expect(session.wait(for: "trying again in "))
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 69)
    #expect(
      ending.errors.contains(
        "trade: stopped before trading began, no order was sent; it was waiting for the exchange at"
          + " localhost:1: "))
    #expect(ending.errors.contains("Connection refused"))
    #expect(ending.errors.split(separator: "\n").count < 10)
    withExtendedLifetime(servers) {}
  }

  @Test func `certificates that do not verify end the session, or keep it from trading`() throws {
    let servers = try simulate()
    let other = folder.write(try SelfSignedCertificate().authorityPEM, "other.pem")
    let exchange = try changed("a.toml", "ca_file", other, section: "kalshi")
    let refused = try trade("", "untrusted", configuration: exchange).end()
    #expect(refused.code == 69)
    #expect(refused.errors.contains("trade: the exchange at localhost:"))
    #expect(refused.errors.contains(": the certificate of "))

    let odds = try changed("b.toml", "ca_file", other, section: "odds_feed")
    let session = try trade("", "odds", configuration: odds)
    #expect(session.wait(for: "odds feed: "))
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 0)
    #expect(ending.errors.contains("ertificate"), "\(ending.errors)")
    // Asked to stop early, it may have waited for other things as well.
    let words = ending.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("trading never began: "))
    #expect(words.contains("odds feed down"))
    withExtendedLifetime(servers) {}
  }

  @Test func `keys that are refused are said`() throws {
    let servers = try simulate()
    let exchange = try changed("a.toml", "api_key", "somebody", section: "kalshi")
    let refused = try trade("", "exchange-key", configuration: exchange).end()
    #expect(refused.code == 77)
    #expect(refused.errors.contains("trade: the exchange refuses the key: HTTP 401"))

    let odds = try changed("b.toml", "api_key", "somebody", section: "odds_feed")
    let session = try trade("", "odds-key", configuration: odds)
    #expect(session.wait(for: "the key is not accepted (401); check the odds feed's api_key"))
    session.signal(SIGINT)
    #expect(try session.end().code == 0)
    withExtendedLifetime(servers) {}
  }

  @Test func `an exchange that answers 5xx at the start is asked again`() throws {
    let house = try TestServers(folder)
    house.inject(.failRequests(2, status: 503))
    let session = try trade("", "unwell", configuration: try configuration(of: house))
    #expect(session.wait(for: "HTTP 503"))
    #expect(session.wait(for: "account reconciled"))
    session.signal(SIGINT)
    #expect(try session.end().code == 0)
    withExtendedLifetime(house) {}
  }
}

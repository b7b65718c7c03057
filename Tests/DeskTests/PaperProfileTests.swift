import Glibc
import TestKit
import Testing

@testable import Desk

/// Profiles on paper beside those that trade.
@Suite struct `A session with a profile on paper` {
  let two = `Two programs`()

  private static let profiles = """

    [strategy]
    arbitrage = false
    [profiles]
    run = ["REAL", "PLAY"]

    """ + table("REAL", capitalCents: 20_000) + table("PLAY", capitalCents: 40_000)
    + "mode = \"paper\"\n"

  private static func table(_ name: String, capitalCents: Int) -> String {
    """
    [profile.\(name)]
    capital_cents = \(capitalCents)
    min_edge = 1
    max_kalshi_spread = 20
    exit_rule = "hold"
    min_books = 1
    min_volume = 0
    min_minutes_to_start = 0
    kelly_percent = 10
    max_spread = 10

    """
  }

  @Test func `both trade, each its own money, and none of the paper is in the account`() throws {
    let servers = try two.simulate()
    let text = TestFolder.text(two.folder.path + "/servers/keys/dutchbook.toml") + Self.profiles
    let session = try two.trade(
      "--mode live --confirm-live --json out.json", "beside",
      configuration: two.folder.write(text, "beside.toml"))
    let folder = session.folder
    #expect(session.wait(for: "on paper beside it: PLAY"))
    #expect(session.wait(for: "on paper: KXNFLGAME-25NOV24CARSF-"))
    // Of the two markets of the game, the one that was ready first.
    func says(_ start: String, _ word: String) -> Bool {
      session.wait {
        session.text("errors").split(separator: "\n").contains {
          $0.contains("  " + start) && $0.contains(word)
        }
      }
    }
    #expect(says("REAL KXNFLGAME-25NOV24CARSF-", ": BUY_"), "\(session.text("errors"))")
    #expect(says("KXNFLGAME-25NOV24CARSF-", ": filled: "), "\(session.text("errors"))")
    func say(_ words: String) throws -> (code: Int32, output: String) {
      let program = try Program(
        words.split(separator: " ").map(String.init), output: ">said", errors: "said-errors",
        in: folder)
      return (try program.end().code, TestFolder.text(folder + "/said"))
    }
    let limits = try say("limits")
    #expect(limits.output.contains("\nREAL: cash "))
    #expect(limits.output.contains("\non paper:\nheld: "))
    #expect(limits.output.contains("\nPLAY: cash "))
    #expect(try say("limits max_open_orders=3 --profile PLAY").output.contains("of 3\n"))
    #expect(try say("halt").code == 0)
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("It adds up, to the micro-dollar."))
    #expect(ending.output.contains("\nProfiles on paper\n"))
    #expect(ending.output.contains("in no other figure of this report"))
    let report = TestFolder.text(folder + "/out.json")
    #expect(report.contains("\"name\" : \"PLAY\"") && report.contains("\"paperProfiles\" : ["))

    // Each has a journal that replays, and signals of both are shown in the order of time.
    #expect(try say("replay journal").code == 0)
    #expect(try say("replay journal/paper").code == 0)
    let signals = try say("signals").output
    #expect(signals.contains("REAL") && signals.contains("PLAY"))
    let times = signals.split(separator: "\n").map { $0.prefix(24) }.filter { $0.hasSuffix("Z") }
    #expect(times.count >= 2 && times == times.sorted())
    let json = try say("signals --json").output.split(separator: "\n")
    #expect(json.count == times.count)
    #expect(json.allSatisfy { $0.hasPrefix("{\"action\":") && $0.hasSuffix("}") })
    withExtendedLifetime(servers) {}
  }

  @Test func `on paper all of a session's profiles are the session's`() throws {
    let servers = try two.simulate()
    let text = TestFolder.text(two.folder.path + "/servers/keys/dutchbook.toml") + Self.profiles
    let session = try two.trade(
      "--mode paper", "all-paper", configuration: two.folder.write(text, "all-paper.toml"))
    #expect(session.wait(for: "KXNFLGAME-25NOV24CARSF-SF: filled: bought"))
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(!ending.output.contains("Profiles on paper"))
    #expect(ending.output.contains("PLAY"))
    #expect(!ending.errors.contains("on paper: "))
    withExtendedLifetime(servers) {}
  }

  @Test func `another word for a mode is refused by name`() throws {
    let file = two.folder.write("[profile.PLAY]\nmode = \"sim\"\n", "sim.toml")
    let program = try Program(["config", "--config", file], in: two.subfolder("sim"))
    let ending = try program.end()
    #expect(ending.code == 78)
    #expect(ending.errors.contains("is none of \"live\", \"paper\""), "\(ending.errors)")
  }
}

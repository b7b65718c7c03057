import Glibc
import Market
import TestKit
import Testing

@testable import Desk

/// A session that runs, and an operator who speaks to it from another terminal.
@Suite struct `An operator's words` {
  let two = `Two programs`()

  private func say(_ words: String, in folder: String) throws -> Program.Ending {
    try Program(
      words.split(separator: " ").map(String.init), output: ">said", errors: "said-errors",
      in: folder
    ).end()
  }

  private func said(_ folder: String) -> String { TestFolder.text(folder + "/said") }

  @Test func `limits, halt, flatten and resume act on the session and are in its journal`() throws {
    let servers = try two.simulate()
    let session = try two.trade("--mode live --confirm-live", "operated")
    #expect(session.wait(for: "filled: bought 10.00 YES at 0.5200, taker"))
    let folder = session.folder
    var status = stat()
    #expect(lstat(folder + "/dutchbook.sock", &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o600)

    #expect(try say("limits", in: folder).code == 0)
    #expect(said(folder).hasPrefix("trading\nheld: 10.00 "))
    #expect(said(folder).contains("10 of 10 in KXNFLGAME-25NOV24CARSF-CAR  REACHED"))
    #expect(said(folder).contains(" of no limit\n"), "\(said(folder))")

    let refused = try say("limits max_total_exposure_cents=100", in: folder)
    #expect(refused.code == 1)
    #expect(refused.errors.contains("nothing is changed: max_game_exposure_cents is above"))
    // Lower than what is held: nothing is sold for it.
    let lower = "limits max_total_exposure_cents=100 max_game_exposure_cents=100"
    #expect(try say(lower, in: folder).code == 0)
    #expect(said(folder).contains("of 100  REACHED"))
    #expect(said(folder).contains("held: 10.00 YES"))
    #expect(try say("limits --profile SCALP", in: folder).code == 1)

    #expect(try say("halt", in: folder).code == 0)
    #expect(said(folder).hasPrefix("halted: nothing new is bought"))
    #expect(try say("limits", in: folder).code == 0)
    #expect(said(folder).contains("stopped: the operator's word; `dutchbook resume` ends it"))
    // One market by itself: a name that is none is refused, with what would be one.
    let wrong = try say("flatten KXNFLGAME-25NOV24CARSF-CAT", in: folder)
    #expect(wrong.code == 1)
    #expect(
      wrong.errors.contains("no market KXNFLGAME-25NOV24CARSF-CAT is followed by this session"))
    #expect(wrong.errors.contains("did you mean KXNFLGAME-25NOV24CARSF-CAR?"))
    #expect(wrong.errors.contains("with a position or an order: "))
    #expect(try say("flatten KXNFLGAME-25NOV24CARSF-CAR", in: folder).code == 0)
    #expect(
      said(folder).hasPrefix(
        "nothing is bought in KXNFLGAME-25NOV24CARSF-CAR until `dutchbook resume`\nbeing sold: "))
    #expect(session.wait(for: "filled: sold 10.00 YES at "))
    #expect(try say("limits", in: folder).code == 0)
    #expect(
      said(folder).contains("KXNFLGAME-25NOV24CARSF-CAR stopped: sold out by the operator's word"))
    #expect(try say("flatten", in: folder).code == 0)
    #expect(session.wait(for: "filled: sold 10.00 YES at "))
    #expect(try say("resume", in: folder).code == 0)
    #expect(said(folder) == "trading\n")
    #expect(try say("accept-cash", in: folder).code == 0)
    #expect(said(folder).hasPrefix("no difference in cash was known; the drawdown is counted"))

    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("It adds up, to the micro-dollar."))
    #expect(lstat(folder + "/dutchbook.sock", &status) != 0, "the file is gone with the session")
    #expect(try say("replay journal", in: folder).code == 0, "every command is an input of its")
    let gone = try say("halt", in: folder)
    #expect(gone.code == 69)
    #expect(
      gone.errors.contains("nobody listens at dutchbook.sock: no session can be reached there"))
    withExtendedLifetime(servers) {}
  }

  @Test func `money taken out stops new risk until it is accepted`() throws {
    let house = try TestServers(two.folder)
    let file = try two.configuration(of: house)
    let text =
      TestFolder.text(file.hasPrefix("/") ? file : two.folder.path + "/" + file)
      + "\n[execution]\nreconcile_interval_ms = 200\n"
    let configuration = two.folder.write(text, "often.toml")
    let session = try two.trade(
      "--mode live --confirm-live", "accepted", configuration: configuration)
    #expect(session.wait(for: "filled: bought 10.00 YES at 0.5200, taker"))
    #expect(session.wait(for: "filled: bought"))
    house.deposit(Money(cents: -300))
    #expect(session.wait(for: "no new risk for the account: our account differs"))
    #expect(session.wait(for: "cash: we count "))
    let folder = session.folder
    #expect(try say("limits", in: folder).code == 0)
    #expect(said(folder).contains("`dutchbook accept-cash` if the exchange is right"))
    // Not by itself, and not by letting it go on.
    #expect(try say("resume", in: folder).code == 1)
    #expect(try say("accept-cash", in: folder).code == 0)
    #expect(said(folder).hasPrefix("-3.000000 $ were not ours to explain and are accepted"))
    #expect(try say("resume", in: folder).code == 0)
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("-3.00"), "\(ending.output)")
    #expect(ending.output.contains("accepted during the session"))
    #expect(ending.output.contains("It adds up, to the micro-dollar."))
  }

  @Test func `money paid in and out is taken over as the exchange lists it`() throws {
    let house = try TestServers(two.folder)
    let file = try two.configuration(of: house)
    let text =
      TestFolder.text(file.hasPrefix("/") ? file : two.folder.path + "/" + file)
      + "\n[execution]\nreconcile_interval_ms = 200\n"
    let session = try two.trade(
      "--mode live --confirm-live", "transfers",
      configuration: two.folder.write(text, "transfers.toml"))
    #expect(session.wait(for: "filled: bought 10.00 YES at 0.5200, taker"))
    house.transfer(Money(cents: -300))
    #expect(session.wait(for: "cash: 3.000000 $ were paid out, as the exchange's list"))
    house.transfer(Money(cents: 1_200))
    #expect(session.wait(for: "cash: 12.000000 $ were paid in, as the exchange's list"))
    #expect(try say("limits", in: session.folder).code == 0)
    #expect(!said(session.folder).contains("accept-cash"))
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(!ending.errors.contains("no new risk"), "\(ending.errors)")
    #expect(ending.output.contains("It adds up, to the micro-dollar."))
  }

  @Test func `trades by hand in a market that is not followed are no difference in cash`() throws {
    let house = try TestServers(two.folder)
    try house.listElsewhere()
    let file = try two.configuration(of: house)
    let text =
      TestFolder.text(file.hasPrefix("/") ? file : two.folder.path + "/" + file)
      + "\n[execution]\nreconcile_interval_ms = 200\n"
    let session = try two.trade(
      "--mode live --confirm-live", "elsewhere",
      configuration: two.folder.write(text, "elsewhere.toml"))
    #expect(session.wait(for: "filled: bought 10.00 YES at 0.5200, taker"))
    house.tradeElsewhere(.bid, cents: 40, contracts: 7)
    #expect(session.wait(for: "cash: trades in markets that are not followed have cost 2.9"))
    #expect(session.wait(for: "positions in 1 markets that are not followed, at a cost of 2.80"))
    // Closed again the exchange still tells of it.
    house.tradeElsewhere(.ask, cents: 35, contracts: 7)
    #expect(session.wait(for: "cash: trades in markets that are not followed have brought in 2.3"))
    // An order that rests there sets money aside, which is no lack.
    house.tradeElsewhere(.bid, cents: 20, contracts: 10)
    #expect(try say("limits", in: session.folder).code == 0)
    session.signal(SIGINT)
    let ending = try session.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(!ending.errors.contains("no new risk"), "\(ending.errors)")
    #expect(ending.output.contains("It adds up, to the micro-dollar."), "\(ending.output)")
    #expect(ending.output.contains("orders that rest in markets that are not followed may have"))
  }

  @Test func `a halt and whose contracts are whose outlive the process, killed or not`() throws {
    let servers = try two.simulate()
    let first = try two.trade("--mode live --confirm-live", "restarted")
    #expect(first.wait(for: "filled: bought 10.00 YES at 0.5200, taker"))
    let folder = first.folder
    #expect(try say("halt", in: folder).code == 0)
    first.signal(SIGKILL)
    _ = try first.end()

    let second = try two.trade("--mode live --confirm-live", "restarted")
    #expect(second.wait(for: "no new risk for the account: the operator's word"))
    #expect(second.wait(for: "10.00 contracts were there already"))
    #expect(second.wait(for: "account reconciled"))
    #expect(try say("limits", in: folder).code == 0)
    #expect(said(folder).contains("stopped: the operator's word; `dutchbook resume` ends it"))
    #expect(!said(folder).contains("max_trades_per_day        0 of"), "\(said(folder))")
    #expect(try say("adopt KXNFLGAME-25NOV24CARSF-CAR", in: folder).code == 1)
    #expect(try say("adopt KXNFLGAME-25NOV24CARSF-ABC", in: folder).code == 1)
    #expect(try say("resume", in: folder).code == 0)
    second.signal(SIGINT)
    let ending = try second.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(try say("replay journal", in: folder).code == 0)

    // Another journal knows nothing of them, until it is told.
    let third = try two.trade("--mode live --confirm-live", "strange")
    #expect(third.wait(for: "contracts from elsewhere: counted in every limit and left alone"))
    #expect(third.wait(for: "account reconciled"))
    #expect(try say("adopt KXNFLGAME-25NOV24CARSF-CAR", in: third.folder).code == 0)
    #expect(said(third.folder).contains("10.00 contracts of KXNFLGAME-25NOV24CARSF-CAR are ours"))
    third.signal(SIGINT)
    #expect(try third.end().code == 0)
    withExtendedLifetime(servers) {}
  }

  /// A session that buys ten contracts and is killed, on an exchange that a test reaches.
  private func killed(_ name: String) throws -> (TestServers, folder: String, settings: String) {
    let house = try TestServers(two.folder)
    let file = try two.configuration(of: house)
    let text =
      TestFolder.text(file.hasPrefix("/") ? file : two.folder.path + "/" + file)
      + "\n[execution]\nreconcile_interval_ms = 200\n"
    let settings = two.folder.write(text, name + ".toml")
    let session = try two.trade(
      "--mode live --confirm-live", name, configuration: settings)
    #expect(session.wait(for: "filled: bought 10.00 YES at 0.5200, taker"))
    // Nothing of it is under way any more, and the account was read since.
    #expect(try say("halt", in: session.folder).code == 0)
    session.signal(SIGKILL)
    _ = try session.end()
    return (house, session.folder, settings)
  }

  @Test func `what is paid out and paid in while no session runs is no difference at the next`()
    throws
  {
    let (house, folder, settings) = try killed("away")
    house.settle(TestRecording.awayTicker, .yes)
    house.deposit(Money(cents: 700))
    let next = try two.trade("--mode live --confirm-live", "away", configuration: settings)
    #expect(next.wait(for: "account reconciled"))
    #expect(next.wait(for: "cash: we count "), "the money paid in is said")
    #expect(try say("resume", in: folder).code == 0)
    #expect(try say("limits", in: folder).code == 0)
    #expect(!said(folder).contains(TestRecording.awayTicker), "\(said(folder))")
    next.signal(SIGINT)
    let ending = try next.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(!ending.errors.contains("market blocked"), "\(ending.errors)")
    #expect(ending.output.contains("It adds up, to the micro-dollar."), "\(ending.output)")
    #expect(try say("replay journal", in: folder).code == 0)
  }

  @Test func `money that is gone when the next session begins stops new risk until it is accepted`()
    throws
  {
    let (house, folder, settings) = try killed("gone")
    house.deposit(Money(cents: -300))
    let next = try two.trade("--mode live --confirm-live", "gone", configuration: settings)
    #expect(next.wait(for: "cash: we count "))
    #expect(next.wait(for: "no new risk for the account: our account differs"))
    #expect(try say("resume", in: folder).code == 1)
    #expect(try say("accept-cash", in: folder).code == 0)
    #expect(said(folder).hasPrefix("-3.000000 $ were not ours to explain and are accepted"))
    #expect(
      try say("accept-position \(TestRecording.awayTicker)", in: folder).code == 1,
      "it does not differ")
    #expect(try say("resume", in: folder).code == 0)
    next.signal(SIGINT)
    let ending = try next.end()
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(ending.output.contains("It adds up, to the micro-dollar."))
  }
}

import Backtesting
import Market
import Sportsbooks
import TestKit
import Testing
import Trading

@testable import Desk

@Suite struct `A backtest by profile of recorded days` {
  private static func tapes(_ name: String) throws -> [BacktestTape] {
    try DayTape.tapes(
      of: try DayFile.read(path: try #require(DayFile.locate(named: name))),
      configuration: DeskConfiguration())
  }

  private static func plan(
    _ days: [any BacktestSource], _ names: String?, volume: Int64? = 0, set: [String] = []
  ) throws -> BacktestPlan {
    let cash = Money(cents: 100_000)
    var base = DeskConfiguration.recordedDays
    if let names {
      base = try ProfileChoice(names: names, minimumVolume: volume, cash: cash).applied(to: base)
    }
    var plan = try BacktestPlan(
      days: days, base: base, grid: try ParameterGrid(set),
      options: BacktestOptions(engine: EngineConfiguration()), assumptions: [])
    plan.workers = 2
    return plan
  }

  @Test func `on 24 November the six and the arbitrage strategy add up to the account`() throws {
    var plan = try Self.plan(try Self.tapes("2025-11-24"), "all")
    plan.playsAlone = true
    let result = try plan.result(ofTrial: 0)
    #expect(
      result.profiles.map(\.name) == ["ARBITRAGE"] + TradingProfile.presets.map(\.name))
    #expect(result.profiles.contains { $0.entries > 0 && $0.name != "ARBITRAGE" })
    #expect(result.profiles.reduce(Money.zero) { $0 + $1.net } == result.netProfit)
    #expect(result.profiles.reduce(Money.zero) { $0 + $1.fees } == result.fees)
    #expect(result.alone.map(\.name) == TradingProfile.presets.map(\.name))
    for profile in result.profiles.dropFirst() + result.alone {
      #expect(profile.signals >= profile.blocked)
      #expect(profile.signals <= profile.blocked + profile.entries)
    }
    let assumed = result.assumptions.map(\.name)
    for name in ["Profiles", "Volume", "Ages"] { #expect(assumed.contains(name), "\(name)") }
  }

  @Test func `the recordings say no volume, so a profile that asks for some trades nothing`() throws
  {
    let result = try Self.plan(try Self.tapes("2025-11-24"), "all", volume: nil).result(ofTrial: 0)
    let profiles = result.profiles.dropFirst()
    #expect(profiles.allSatisfy { $0.entries == 0 && $0.fills == 0 })
    #expect(profiles.flatMap(\.stops).contains { $0.gate == .volume && $0.signals > 0 })
    let volume = try #require(result.assumptions.first { $0.name == "Volume" })
    #expect(volume.text.contains("can trade nothing"))
  }

  @Test func `keys of a profile are swept, are among the settings, and make another sweep`() throws
  {
    let days = try Self.tapes("2025-11-24")
    let plan = try Self.plan(days, "ANY_EDGE", set: ["profile.ANY_EDGE.min_edge=1,90"])
    let sweep = try plan.sweep()
    #expect(sweep.trials.count == 2)
    let (one, other) = (try plan.result(ofTrial: 0), try plan.result(ofTrial: 1))
    #expect(one.profiles[1].signals > 0 && other.profiles[1].signals == 0)
    #expect(other.settings.contains("profile.ANY_EDGE.min_edge = 90"))
    #expect(other.settings.contains("profile.ANY_EDGE.min_volume = 0"))
    #expect(other.settings.contains("profiles.run = [\"ANY_EDGE\"]"))
    let bare = try Self.plan(days, nil).fingerprint()
    let first = try Self.plan(days, "ANY_EDGE").fingerprint()
    #expect(first != bare)
    #expect(try Self.plan(days, "ANY_EDGE", volume: 5).fingerprint() != first)
    #expect(try Self.plan(days, nil, set: ["consensus.method=mean,median"]).grid.isSweep)
  }

  @Test func `what changes nothing, and a name that nobody knows, is refused in a sentence`() throws
  {
    let days = try Self.tapes("2025-11-27")
    #expect {
      try Self.plan(days, "SCALP", set: ["profile.STANDARD.min_edge=1,2"])
    } throws: {
      "\($0)".contains("the profile STANDARD does not run")
    }
    #expect {
      try Self.plan(days, "SCALP,BOLD")
    } throws: {
      "\($0)".contains("no profile \"BOLD\"; there are CONSERVATIVE, STANDARD")
    }
    #expect {
      try Self.plan(days, "SCALP,SCALP")
    } throws: {
      "\($0)".contains("names SCALP twice")
    }
    #expect { try Self.plan(days, "") } throws: { "\($0)".contains("no profile \"\"") }
    for text in ["-1", "some", "1.5", "1000000001"] {
      #expect(throws: ProcessFailure.self) { try ProfileChoice.minimumVolume(text) }
    }
  }

  @Test func `each has an equal share of the cash, unless its table says another`() throws {
    var base = DeskConfiguration.recordedDays
    base = try ConfigurationReader.setting(
      ["profile.SCALP.capital_cents=700", "profile.OWN.min_edge=2"], over: base)
    let choice = ProfileChoice(
      names: "SCALP,STANDARD,AGGRESSIVE", minimumVolume: nil, cash: Money(cents: 1_000))
    let profiles = try choice.applied(to: base).engine.profiles
    #expect(profiles.map(\.capital) == [Money(cents: 700), Money(cents: 333), Money(cents: 333)])
    #expect(profiles.map(\.profile.minimumVolume) == [100, 100, 100])
  }
}

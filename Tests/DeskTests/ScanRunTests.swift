import Market
import Outcomes
import TestKit
import Testing

@testable import Desk

/// The scan against the exchange's simulator, over its own connections.
@Suite struct `The scan of a catalogue` {
  private static func looks(
    _ configuration: DeskConfiguration
  ) throws -> [ScanRun.Look] {
    let run = ScanRun(configuration: configuration, looksOnce: true, seed: 1)
    var looks: [ScanRun.Look] = []
    run.onLook = { looks.append($0) }
    try run.run()
    return looks
  }

  @Test func `every open event is read, page by page, without a key`() throws {
    let folder = TestFolder()
    TestRecording.write(to: folder)
    let servers = try TestServers(folder)
    let trusted = try PrivateFolder()
    var configuration = try servers.servers.configuration(over: DeskConfiguration(), trusted)
    configuration.kalshi.apiKey = Secret("")
    configuration.kalshi.privateKey = Secret("")
    let look = try #require(try Self.looks(configuration).first)
    #expect(look.scan.events == 1 && look.scan.markets == 2 && look.scan.unread == 0)
    #expect(look.scan.classes == [.names: 1])
    #expect(look.scan.reasons == ["names, no entry that they are all": 1])
    #expect(look.pages.count == 1 && look.nanoseconds > 0)
    #expect(look.nearMisses.count == 0)
  }

  @Test func `an exchange that is not there ends the first look with a sentence`() throws {
    var configuration = DeskConfiguration()
    configuration.kalshi.apiBase = "https://127.0.0.1:1"
    #expect { try Self.looks(configuration) } throws: { error in
      (error as? ProcessFailure)?.kind == .connection && "\(error)".contains("127.0.0.1:1")
    }
    configuration.kalshi.apiBase = "nonsense"
    #expect { try Self.looks(configuration) } throws: {
      ($0 as? ProcessFailure)?.kind == .configuration
    }
  }

  @Test func `near misses that become candidates are counted once`() throws {
    var misses = NearMisses()
    let folder = TestFolder()
    func look(ask: Int) throws -> SetScan {
      let markets = (0..<2).map {
        #"{"ticker":"A-\#($0)","strike_type":"\#($0 == 0 ? "less" : "greater")","#
          + ($0 == 0 ? #""cap_strike":1,"# : #""floor_strike":0,"#)
          + #""yes_sub_title":"\#($0 == 0 ? "0 or below" : "1 or above")","#
          + #""rules_primary":"So it is.","yes_ask_dollars":"0.\#(ask)00"}"#
      }
      folder.write(
        #"[{"event_ticker":"A","series_ticker":"KXHIGHX","mutually_exclusive":true,"#
          + #""markets":[\#(markets.joined(separator: ","))]}]"#, "a.json")
      folder.write(
        #"{"series":[{"ticker":"KXHIGHX","fee_type":"quadratic","fee_multiplier":1}]}"#, "s.json")
      var scan = SetScan(
        prover: SetProver(), at: MadeUpJournal.start, nearMiss: Money(cents: 5))
      let series = try RecordedEvents.series(folder.path + "/s.json")
      for event in try RecordedEvents.read(folder.path + "/a.json") {
        scan.take(event, series: series[0])
      }
      return scan
    }
    misses.take(try look(ask: 49))
    #expect(misses.count == 1 && misses.becameHits == 0)
    misses.take(try look(ask: 45))
    misses.take(try look(ask: 45))
    #expect(misses.count == 1 && misses.becameHits == 1)
    misses.take(try look(ask: 70))
    #expect(misses.count == 1 && misses.dropped == 0)
  }
}

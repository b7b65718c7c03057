import FoundationEssentials
import Market
import Outcomes
import Sportsbooks
import TestKit
import Testing

@testable import Desk

/// Sets in what was recorded of the exchange, against figures of an independent check. Where the
/// recordings are not there, nothing is looked at.
@Suite struct `Sets in real data` {
  struct Outcome: Decodable {
    var ticker: String
    var yesAsk: Double?
    var yesBid: Double?

    enum CodingKeys: String, CodingKey {
      case ticker
      case yesAsk = "yes_ask"
      case yesBid = "yes_bid"
    }

    var quote: OutcomeQuote {
      OutcomeQuote(bid: Self.price(yesBid), ask: Self.price(yesAsk))
    }

    static func price(_ value: Double?) -> Price? {
      value.map { Price(tenThousandths: Int(($0 * 10_000).rounded())) }
    }
  }

  static func lines<Row: Decodable>(_ name: String, of type: Row.Type) throws -> [Row]? {
    guard let path = Shared.path("data/kalshi/dutching/" + name) else { return nil }
    return try GzipReader.read(path: path).split(separator: 0x0A).map {
      try JSONDecoder().decode(type, from: Data($0))
    }
  }

  static func fees(_ multiplier: String, at seconds: Int64 = 1_784_000_000) throws -> FeeSchedule {
    try FeeSchedule(
      type: .quadratic, multiplier: #require(FeeMultiplier(text: multiplier)),
      regime: .at(Timestamp(seconds: seconds)))
  }

  /// What is sure of named outcomes is asked for as if somebody had proved them.
  static func price(
    _ outcomes: [Outcome], _ kind: SetPrice.Kind, _ fees: FeeSchedule
  ) -> SetPrice? {
    let event = ListedEvent(
      ticker: "E", series: "S", isExclusive: true,
      outcomes: outcomes.map {
        ListedOutcome(ticker: $0.ticker, strike: .named, title: "", rules: "")
      })
    let proof = SetProver().proof(of: event, on: CivilDate(daysSinceEpoch: 20_600))
    var quotes: [String: OutcomeQuote] = [:]
    for outcome in outcomes { quotes[outcome.ticker] = outcome.quote }
    guard
      case .priced(let price) = SetPricing(proof, quotes: quotes, fees: fees)
        .best(kind, assuming: true)
    else { return nil }
    return price
  }

  struct Bracket: Decodable {
    var series: String
    var outcomes: [Outcome]
  }

  @Test func `sums of game winners below a dollar do not survive the fee`() throws {
    guard let rows = try Self.lines("game_winner_bracket_sums_202607.jsonl.gz", of: Bracket.self)
    else { return }
    let (whole, half) = (try Self.fees("1"), try Self.fees("0.5"))
    var (below, survive, baseball) = (0, 0, [Money]())
    for row in rows {
      guard let price = Self.price(row.outcomes, .yesSet, whole), price.gross > .zero else {
        continue
      }
      below += 1
      if price.profit > .zero { survive += 1 }
      if row.series == "KXMLBGAME", let cheap = Self.price(row.outcomes, .yesSet, half),
        cheap.profit > .zero
      {
        baseball.append(cheap.profit)
      }
    }
    #expect(rows.count == 5_521 && below == 61)
    #expect(survive == 0, "at multiplier 1, whatever the size")
    // A quarter of a cent before each leg's fee is rounded up.
    #expect(baseball == [Money(microDollars: 2_400)])
  }

  struct Fed: Decodable {
    var captureID: String
    var meeting: String
    var kalshi: Outcome?

    enum CodingKeys: String, CodingKey {
      case meeting, kalshi
      case captureID = "capture_id"
    }
  }

  @Test func `buckets of the Fed's decisions`() throws {
    guard
      let rows = try Self.lines(
        "fed_and_macro_kalshi_vs_polymarket_202607.jsonl.gz", of: Fed.self)
    else { return }
    let fees = try Self.fees("1")
    var groups: [String: [Outcome]] = [:]
    for row in rows {
      if let outcome = row.kalshi {
        groups[row.captureID + row.meeting, default: []].append(outcome)
      }
    }
    var (yes, no, grossYes, grossNo) = (0, 0, 0, 0)
    for group in groups.sorted(by: { $0.key < $1.key }).map(\.value) where group.count == 5 {
      if let price = Self.price(group, .yesSet, fees) {
        if price.gross > .zero { grossYes += 1 }
        if price.profit > .zero { yes += 1 }
      }
      if let price = Self.price(group, .noBasket, fees) {
        if price.gross > .zero { grossNo += 1 }
        if price.profit > .zero { no += 1 }
      }
    }
    #expect(groups.count == 1_758)
    #expect(yes == 6 && grossYes == 22)
    #expect(no == 1 && grossNo == 84)
  }

  struct Ladders: Decodable {
    struct Strike: Decodable {
      var ticker: String
      var type: String
      var floor: Double?
      var title: String
      var yesAsk: Double?
      var yesBid: Double?

      enum CodingKeys: String, CodingKey {
        case ticker, title
        case type = "strike_type"
        case floor = "floor_strike"
        case yesAsk = "yes_ask"
        case yesBid = "yes_bid"
      }
    }
    struct Event: Decodable {
      var ticker: String
      var strikes: [Strike]

      enum CodingKeys: String, CodingKey {
        case strikes
        case ticker = "event_ticker"
      }
    }
    struct Open: Decodable { var events: [Event] }
    var captureID: String
    var open: Open

    enum CodingKeys: String, CodingKey {
      case captureID = "capture_id"
      case open = "open_events"
    }
  }

  @Test func `ladders of economic figures`() throws {
    guard let rows = try Self.lines("econ_ladders_202607.jsonl.gz", of: Ladders.self) else {
      return
    }
    let fees = try Self.fees("1")
    var (events, gross, net) = (0, 0, [[String]]())
    var reasons: [String: Int] = [:]
    for row in rows {
      for event in row.open.events {
        events += 1
        let listed = ListedEvent(
          ticker: event.ticker, series: String(event.ticker.prefix { $0 != "-" }),
          isExclusive: false,
          outcomes: event.strikes.map {
            ListedOutcome(
              ticker: $0.ticker, strike: Strike(type: $0.type, floor: $0.floor, cap: nil),
              title: $0.title, rules: "None were recorded.")
          })
        let proof = SetProver().proof(of: listed, on: CivilDate(daysSinceEpoch: 20_640))
        if case .unproved(let why) = proof.nested { reasons[why.kind, default: 0] += 1 }
        var quotes: [String: OutcomeQuote] = [:]
        for strike in event.strikes {
          quotes[strike.ticker] = OutcomeQuote(
            bid: Outcome.price(strike.yesBid), ask: Outcome.price(strike.yesAsk))
        }
        guard
          case .priced(let price) = SetPricing(proof, quotes: quotes, fees: fees).best(.spread)
        else { continue }
        if price.gross > .zero { gross += 1 }
        if price.profit > .zero {
          net.append(price.legs.map { "\($0.ticker) \($0.side) \($0.price)" } + ["\(price.profit)"])
        }
      }
    }
    #expect(events == 999 && reasons.isEmpty, "every title says what its strike says: \(reasons)")
    #expect(gross == 1)
    #expect(
      net == [["KXCPIYOY-26JUL-T4.2 yes 0.0300", "KXCPIYOY-26JUL-T4.4 no 0.9600", "0.005200"]])
  }

  struct Depth: Decodable {
    var captureID: String
    var ticker: String
    var yesBids: [[Double]]
    var noBids: [[Double]]

    enum CodingKeys: String, CodingKey {
      case ticker
      case captureID = "capture_id"
      case yesBids = "yes_bids"
      case noBids = "no_bids"
    }
  }

  @Test func `books with their depth`() throws {
    guard let rows = try Self.lines("orderbook_depth_20260723_24.jsonl.gz", of: Depth.self) else {
      return
    }
    var groups: [String: [Outcome]] = [:]
    for row in rows {
      let event = row.ticker.split(separator: "-").dropLast().joined(separator: "-")
      let bid = row.yesBids.map { $0[0] }.max()
      let ask = row.noBids.map { $0[0] }.max().map { 1 - $0 }
      groups[row.captureID + event, default: []].append(
        Outcome(ticker: row.ticker, yesAsk: ask, yesBid: bid))
    }
    var (games, gross, net) = (0, 0, 0)
    for (name, group) in groups.sorted(by: { $0.key < $1.key })
    where group.count > 1 && name.contains("GAME-") {
      games += 1
      // Known are 0.5 for baseball's winners and 1 elsewhere.
      let fees = try Self.fees(name.contains("KXMLBGAME-") ? "0.5" : "1")
      for kind in [SetPrice.Kind.yesSet, .noBasket] {
        guard let price = Self.price(group, kind, fees) else { continue }
        if price.gross > .zero { gross += 1 }
        if price.profit > .zero { net += 1 }
      }
    }
    #expect(games == 1_685 && gross == 21)
    #expect(net == 0)
  }

  /// Quotes of one event's brackets as they come, in cents; -1 for none.
  private struct Brackets {
    var asks: [Int] = []
    var bids: [Int] = []
    /// An episode of asks below a dollar goes on; of those that the fee leaves something of.
    var isBelow = false
    var survives = [false, false]
  }

  /// A tick in the file: its market, and both quotes of YES.
  private struct Tick {
    var ticker: ArraySlice<UInt8>
    var bid = -1
    var ask = -1

    /// `time,ticker,yes_bid,no_bid,no_ask,yes_ask`.
    init?(_ line: ArraySlice<UInt8>) {
      var commas: [Int] = []
      for place in line.indices where line[place] == 0x2C { commas.append(place) }
      guard commas.count == 5 else { return nil }
      ticker = line[(commas[0] + 1)..<commas[1]]
      bid = Self.number(line[(commas[1] + 1)..<commas[2]])
      ask = Self.number(line[(commas[4] + 1)...])
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
      digits.isEmpty ? -1 : digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
  }

  /// The file's ticks by event, each in order of time: the file is so within an event.
  private static func ticks(_ bytes: [UInt8]) -> [(brackets: Int, ticks: [(leg: Int, Tick)])] {
    var events: [(brackets: Int, ticks: [(leg: Int, Tick)])] = []
    var places: [ArraySlice<UInt8>: Int] = [:]
    var legs: [ArraySlice<UInt8>: Int] = [:]
    for line in bytes.split(separator: 0x0A).dropFirst() {
      guard let tick = Tick(line) else { continue }
      let event = tick.ticker.prefix(16)
      if places[event] == nil {
        places[event] = events.count
        events.append((0, []))
      }
      let place = places[event] ?? 0
      if legs[tick.ticker] == nil {
        legs[tick.ticker] = events[place].brackets
        events[place].brackets += 1
      }
      events[place].ticks.append((legs[tick.ticker] ?? 0, tick))
    }
    return events
  }

  @Test func `six temperature brackets, tick by tick, under both roundings of the fee`() throws {
    guard
      let path = Shared.path(
        "data/kalshi/dutching/kxhighny_top_of_book_ticks_202512_202601.csv.gz")
    else { return }
    // To 0.0001 $, and to a whole cent as was in force in December 2025.
    let schedules = try [1_784_000_000, 1_765_000_000].map { try Self.fees("1", at: $0) }
    let fees = schedules.map { schedule in
      (0...100).map { cents in
        cents == 0 || cents == 100
          ? 0
          : schedule.fee(
            price: Price(cents: cents), quantity: Quantity(contracts: 1), liquidity: .taker
          ).microDollars
      }
    }
    let events = Self.ticks(try GzipReader.read(path: path))
    var (rows, below, episodes, richBids, survivors) = (0, 0, 0, 0, [0, 0])
    for event in events {
      var state = Brackets()
      state.asks = [Int](repeating: -1, count: event.brackets)
      state.bids = state.asks
      var heard = 0
      for (leg, tick) in event.ticks {
        rows += 1
        if state.bids[leg] < 0 { heard += 1 }
        (state.bids[leg], state.asks[leg]) = (tick.bid, tick.ask)
        if heard == event.brackets, state.bids.reduce(0, +) > 100 { richBids += 1 }
        guard state.asks.allSatisfy({ (1...99).contains($0) }), state.asks.reduce(0, +) < 100
        else {
          (state.isBelow, state.survives) = (false, [false, false])
          continue
        }
        below += 1
        if !state.isBelow { episodes += 1 }
        state.isBelow = true
        for (place, table) in fees.enumerated() {
          let cost = state.asks.reduce(0) { $0 + Int64($1) * 10_000 + table[$1] }
          if cost < 1_000_000, !state.survives[place] { survivors[place] += 1 }
          state.survives[place] = cost < 1_000_000
        }
      }
    }
    #expect(rows == 484_480 && events.count == 13)
    #expect(below == 6_075 && episodes == 593)
    #expect(richBids == 172_632, "the NO side is the larger one")
    #expect(survivors == [263, 42])
  }
}

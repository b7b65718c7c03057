import FoundationEssentials
import Market
import Sportsbooks
import TestKit
import Testing

@testable import Backtesting

@Suite struct `Books of a recording` {
  private let folder = TestFolder()

  private func write(_ text: String) -> String { folder.write(text, "frames-\(text.utf8.count)") }

  private func line(_ connection: Int, _ frame: String) -> String {
    "{\"recv_ns\":1,\"conn\":\(connection),\"frame\":\(frame)}\n"
  }

  private func delta(
    _ seq: Int, _ ticker: String, _ price: String, _ change: String, _ side: String, sid: Int = 2
  ) -> String {
    """
    {"type":"orderbook_delta","sid":\(sid),"seq":\(seq),"msg":{"market_ticker":"\(ticker)",\
    "price_dollars":"\(price)","delta_fp":"\(change)","side":"\(side)"}}
    """
  }

  private func snapshot(_ seq: Int, _ ticker: String, _ yes: String, _ no: String) -> String {
    """
    {"type":"orderbook_snapshot","sid":2,"seq":\(seq),"msg":{"market_ticker":"\(ticker)",\
    "yes_dollars_fp":\(yes),"no_dollars_fp":\(no)}}
    """
  }

  @Test func `each side stands in its own leg's prices, empty levels are left out`() throws {
    let file = write(
      "{\"recv_ns\":1,\"conn\":1,\"note\":\"connected\"}\n"
        + line(1, snapshot(1, "KXB", #"[["0.4700","3.00"],["0.4600","1.50"]]"#, "[]"))
        + line(1, delta(2, "KXB", "0.5100", "7.00", "no"))
        + line(1, delta(3, "KXB", "0.4600", "-1.50", "yes"))
        + line(1, snapshot(4, "KXA", "[]", #"[["0.0100","5.00"],["0.9900","0.00"]]"#))
        + line(1, delta(5, "KXA", "0.0150", "0.01", "no")))
    let (lines, notes) = try BookReplay.run(paths: [file])
    #expect(notes.isEmpty)
    #expect(
      lines == [
        #"{"ticker":"KXA","yes":[],"no":[["0.0100","5.00"],["0.0150","0.01"]],"gaps":0}"#,
        #"{"ticker":"KXB","yes":[["0.4700","3.00"]],"no":[["0.5100","7.00"]],"gaps":0}"#,
      ])
  }

  @Test func `gaps count for every market of the subscription, per connection`() throws {
    let file = write(
      line(1, snapshot(1, "KXA", "[]", "[]")) + line(1, snapshot(2, "KXB", "[]", "[]"))
        + line(1, delta(5, "KXA", "0.5000", "1.00", "yes"))
        + line(1, delta(5, "KXA", "0.5000", "1.00", "yes"))
        + line(1, delta(9, "KXA", "0.5000", "1.00", "yes"))
        + line(2, delta(70, "KXC", "0.5000", "1.00", "yes"))
        + line(2, delta(71, "KXC", "0.5000", "1.00", "yes")))
    let (lines, notes) = try BookReplay.run(paths: [file])
    #expect(notes == ["1 frames came twice; left out"])
    #expect(lines.map { $0.suffix(9) } == ["\"gaps\":2}", "\"gaps\":2}", "\"gaps\":0}"])
    #expect(lines[0].contains(#"["0.5000","2.00"]"#))
  }

  private func subscribed(_ sid: Int = 2) -> String {
    #"{"id":1,"type":"subscribed","msg":{"channel":"orderbook_delta","sid":\#(sid)}}"#
  }

  @Test func `numbers begin anew with a new connection or a confirmed subscription`() throws {
    let first =
      line(1, subscribed()) + line(1, snapshot(1, "KXA", #"[["0.5000","1.00"]]"#, "[]"))
      + line(1, delta(2, "KXA", "0.5000", "1.00", "yes"))
      + line(1, delta(3, "KXA", "0.5000", "1.00", "yes"))
    let second =
      line(1, snapshot(1, "KXA", #"[["0.4000","8.00"]]"#, "[]"))
      + line(1, delta(2, "KXA", "0.4000", "1.00", "yes"))
    let expected = [#"{"ticker":"KXA","yes":[["0.4000","9.00"]],"no":[],"gaps":0}"#]
    for between in [
      line(1, subscribed()), "{\"recv_ns\":1,\"conn\":1,\"note\":\"connected\"}\n",
    ] {
      let (lines, notes) = try BookReplay.run(paths: [write(first + between + second)])
      #expect(lines == expected)
      #expect(notes.isEmpty)
    }
    // Another connection's note changes nothing for this one.
    let other = "{\"recv_ns\":1,\"conn\":2,\"note\":\"connected\"}\n"
    let (_, notes) = try BookReplay.run(paths: [write(first + other + second)])
    #expect(notes == ["2 frames came twice; left out"])
  }

  @Test func `times that run backwards are said, and a file that is named twice is refused`() throws
  {
    let frames = [
      snapshot(1, "KXA", #"[["0.5000","1.00"]]"#, "[]"), delta(2, "KXA", "0.5000", "1.00", "yes"),
      delta(3, "KXA", "0.5000", "1.00", "yes"),
    ]
    let times = [500, 300, 200]
    let file = write(
      zip(times, frames).map { "{\"recv_ns\":\($0),\"conn\":1,\"frame\":\($1)}\n" }.joined())
    let (lines, notes) = try BookReplay.run(paths: [file])
    #expect(lines == [#"{"ticker":"KXA","yes":[["0.5000","3.00"]],"no":[],"gaps":0}"#])
    #expect(
      notes == [
        "\(file): times run backwards at 2 frames, first at number 2; the order of the file counts"
      ])
    let error = #expect(throws: RecordingError.self) {
      try BookReplay.run(paths: [
        file, folder.path + "/./" + (file.split(separator: "/").last ?? ""),
      ])
    }
    #expect(error?.description.hasSuffix("is named twice") == true)
  }

  @Test func `an unreadable frame is counted and its place is named`() throws {
    let file = write(
      line(1, snapshot(1, "KXA", "[]", "[]")) + line(1, #"{"type":"orderbook_delta","sid":2}"#))
    let (_, notes) = try BookReplay.run(paths: [file])
    #expect(notes == ["1 frames could not be read; the first stands in \(file), number 2"])
  }

  @Test func `what is no recording is refused with its line`() throws {
    let file = write(line(1, snapshot(1, "KXA", "[]", "[]")) + "nonsense\n" + "{}\n")
    let error = #expect(throws: RecordingError.self) { try BookReplay.run(paths: [file]) }
    #expect(error?.description == "\(file): line 2, byte 0: not a frame's envelope")
    #expect(throws: RecordingError.self) { try BookReplay.run(paths: ["/nowhere/at/all"]) }
    let empty = write("")
    #expect(throws: RecordingError.self) { try BookReplay.run(paths: [empty]) }
  }

  @Test func `a last line that was cut off is left out and said`() throws {
    let whole =
      line(1, snapshot(1, "KXA", #"[["0.5000","1.00"]]"#, "[]"))
      + line(1, delta(2, "KXA", "0.5000", "1.00", "yes"))
    let file = write(String(whole.dropLast(30)))
    let (lines, notes) = try BookReplay.run(paths: [file])
    #expect(lines == [#"{"ticker":"KXA","yes":[["0.5000","1.00"]],"no":[],"gaps":0}"#])
    #expect(notes == ["\(file): line 2 is cut off; it is left out"])
  }

  private func beginning(of path: String, lines: Int) throws -> String {
    let bytes = try GzipReader.read(path: path)
    let whole = bytes.split(separator: 0x0A, maxSplits: lines).prefix(lines)
    return folder.write(Array(whole.joined(separator: [0x0A])), "start.json")
  }

  @Test func `the recorded sessions give the books of an independent count`() throws {
    for name in [
      "ws_btc15m_20260513T1333Z.jsonl.gz", "ws_btc15m_20260515T0455Z_GAP.jsonl.gz",
      "ws_mlb_wnba_20260807.json.gz",
    ] {
      guard let path = Shared.path("data/kalshi/ws/\(name)") else { continue }
      // The beginning only: without optimisation Foundation's decoder takes long for all of it.
      let isCapture = name.hasSuffix(".json.gz")
      let start = isCapture ? path : try beginning(of: path, lines: 8_000)
      let (lines, notes) = try BookReplay.run(paths: [start])
      #expect(notes.isEmpty)
      #expect(lines == (try NaiveBooks.count(start)), "\(name)")
      if isCapture { #expect(lines.count == 12) }
      #expect(lines.contains { $0.hasSuffix("\"gaps\":1}") } == name.contains("GAP"))
    }
  }
}

/// The same count by Foundation's decoder and dictionaries of text.
private enum NaiveBooks {
  struct Line: Decodable {
    struct Frame: Decodable {
      struct Message: Decodable {
        var ticker: String?
        var price: String?
        var change: String?
        var side: String?
        var yes: [[String]]?
        var no: [[String]]?

        enum CodingKeys: String, CodingKey {
          case ticker = "market_ticker"
          case price = "price_dollars"
          case change = "delta_fp"
          case side
          case yes = "yes_dollars_fp"
          case no = "no_dollars_fp"
        }
      }

      var type: String
      var sid: Int?
      var seq: Int?
      var msg: Message?
    }

    var conn: Int?
    var frame: Frame?
  }

  struct Capture: Decodable { var frames: [Line] }

  static func count(_ path: String) throws -> [String] {
    let data = Data(try GzipReader.read(path: path))
    let decoder = JSONDecoder()
    let lines: [Line]
    if let capture = try? decoder.decode(Capture.self, from: data) {
      lines = capture.frames
    } else {
      lines = try data.split(separator: 0x0A).map { try decoder.decode(Line.self, from: $0) }
    }
    var sides: [String: [String: Int]] = [:]
    var last: [String: Int] = [:]
    var gaps: [String: Int] = [:]
    var subscription: [String: String] = [:]
    for line in lines {
      guard let frame = line.frame else { continue }
      let key = "\(line.conn ?? 1)/\(frame.sid ?? 0)"
      if let seq = frame.seq {
        if let before = last[key], seq != before + 1 { gaps[key, default: 0] += 1 }
        last[key] = seq
      }
      guard let message = frame.msg, let ticker = message.ticker else { continue }
      switch frame.type {
      case "orderbook_snapshot":
        subscription[ticker] = key
        for (leg, levels) in [("yes", message.yes), ("no", message.no)] {
          sides["\(ticker) \(leg)"] = Dictionary(
            uniqueKeysWithValues: (levels ?? []).map { ($0[0], hundredths($0[1])) })
        }
      case "orderbook_delta":
        let side = "\(ticker) \(message.side ?? "")"
        sides[side, default: [:]][message.price ?? "", default: 0] += hundredths(
          message.change ?? "")
      default: break
      }
    }
    return subscription.keys.sorted().map { ticker in
      let (yes, no) = (text(sides["\(ticker) yes"] ?? [:]), text(sides["\(ticker) no"] ?? [:]))
      let count = gaps[subscription[ticker] ?? ""] ?? 0
      return #"{"ticker":"\#(ticker)","yes":\#(yes),"no":\#(no),"gaps":\#(count)}"#
    }
  }

  private static func hundredths(_ text: String) -> Int {
    Int(((Double(text) ?? .nan) * 100).rounded())
  }

  private static func text(_ levels: [String: Int]) -> String {
    let rows = levels.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { level in
      let rest = level.value % 100
      return "[\"\(level.key)\",\"\(level.value / 100).\(rest < 10 ? "0" : "")\(rest)\"]"
    }
    return "[" + rows.joined(separator: ",") + "]"
  }
}

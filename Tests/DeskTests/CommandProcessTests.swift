import Kalshi
import TestKit
import Testing

@testable import Desk

/// One run of the program: what it is given, how it has to end.
struct Slip: CustomTestStringConvertible, Sendable {
  var arguments: [String]
  var environment: [String: String] = [:]
  var code: Int32
  /// The whole sentence on the error stream, or its beginning.
  var sentence: String

  var testDescription: String { arguments.joined(separator: " ") }

  init(
    _ arguments: String, given environment: [String: String] = [:], code: Int32, _ sentence: String
  ) {
    self.arguments = arguments.split(separator: " ").map(String.init)
    self.environment = environment
    self.code = code
    self.sentence = sentence
  }
}

@Suite struct `The program as a process` {
  let folder = TestFolder()

  init() throws {
    folder.write("", "empty.csv")
    folder.write("a,b\n1,2\n", "columns.csv")
    folder.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B], "cut.csv.gz")
    folder.write(Self.quotesHeader + "x,y,KXNFLGAME-1,,,,\n", "unusable.csv")
    folder.write(Self.oddsHeader, "odds.csv")
    folder.write(Self.quotesHeader, "header.csv")
    folder.write(
      Self.quotesHeader
        + "2025-11-24,2025-11-24T17:00:00Z,KXNFLGAME-25NOV24CARSF-SF,t,active,0.7,0.72\n",
      "quotes.csv")
    folder.write(Self.oddsHeader + "2025-11-24,curling,g,,b,h2h,t,2,,h,a\n", "curling.csv")
    folder.write(
      Self.oddsHeader + "2025-11-24,NFL,g,2025-11-24 19:15:00 CST,b,h2h,h,nan,,h,a\n", "nan.csv")
    folder.write(try TestKey.rsa.get().privatePEM(), "key.pem")
    folder.write(try SigningKey.generate(.ed25519).privatePEM(), "open.pem", mode: 0o644)
    folder.write("no key", "junk.pem")
    folder.write("[strategy]\ntaker_edge = 5\n", "unknown.toml")
    folder.write("[risk]\nmax_contracts_per_game = \"x\"\n", "type.toml")
    folder.write("[strategy\n", "broken.toml")
    folder.write("[[[\n", "brackets.toml")
    folder.write([0xFF, 0xFE, 0x00], "binary.toml")
    folder.write("[odds_feed]\nsports = [\"curling\"]\n", "league.toml")
    folder.write("[kalshi]\nca_file = \"nowhere.pem\"\n", "authority.toml")
    folder.write("[odds_feed]\nca_file = \"junk.pem\"\n", "odds-authority.toml")
    folder.write("[kalshi]\nrecorded = true\n", "recorded.toml")
    folder.write("[process]\ncore = 1023\n", "core.toml")
    folder.write("[kalshi]\nfee_date = \"2025-02-30\"\n", "date.toml")
  }

  static let quotesHeader = "file_date,timestamp,ticker,title,status,yes_bid,yes_ask\n"
  static let oddsHeader =
    "file_date,sport,game_id,start_time,bookmaker,market,team,price,point,home_team,away_team\n"
  static let keys = [
    "KALSHI_API_KEY": "id", "KALSHI_PRIVATE_KEY_PATH": "key.pem", "ODDS_API_KEY": "id",
  ]

  static func with(_ change: [String: String]) -> [String: String] {
    keys.merging(change) { $1 }
  }

  static let slips: [Slip] = [
    Slip(
      "demo --quotes empty.csv --odds odds.csv", code: 65,
      "demo: empty.csv: is empty; expected a line with the names of the columns\n"),
    Slip(
      "demo --quotes columns.csv --odds odds.csv", code: 65,
      "demo: columns.csv: line 1: the column \"file_date\" is missing\n"),
    Slip(
      "demo --quotes cut.csv.gz --odds odds.csv", code: 65,
      "demo: cut.csv.gz: the compressed data is cut off; copy the file again\n"),
    Slip(
      "demo --quotes unusable.csv --odds odds.csv", code: 65,
      "demo: unusable.csv: line 2: file_date \"x\" is not a date; none of its 1 rows gives a usable"
        + " quote\n"),
    Slip(
      "demo --quotes header.csv --odds odds.csv", code: 65,
      "demo: header.csv: has no rows under its header\n"),
    Slip(
      "demo --quotes quotes.csv --odds odds.csv", code: 65,
      "demo: odds.csv: has no rows under its header\n"),
    Slip(
      "demo --quotes quotes.csv --odds curling.csv", code: 65,
      "demo: curling.csv: none of its 1 rows gives a usable line with two sides; 1 are of other"
        + " leagues than NFL, "),
    Slip(
      "demo --quotes quotes.csv --odds nan.csv", code: 65,
      "demo: nan.csv: line 2: price nan is not finite; none of its 1 rows gives a usable line"),
    Slip(
      "demo --quotes quotes.csv --odds nan.csv --day 2025-11-24", code: 64,
      "demo: --day is a shipped day: leave it out beside --quotes and --odds\n"),
    Slip(
      "backtest --json a.json --report a.json", code: 64,
      "a.json: is given twice and would be written over; name another file\n"),
    Slip("demo --json=", code: 64, "--json needs a value (FILE); see dutchbook help demo\n"),
    Slip(
      "demo --quotes nowhere.csv --odds odds.csv", code: 66,
      "demo: nowhere.csv: cannot be read: No such file or directory\n"),
    Slip("demo --quotes a.csv", code: 64, "demo: --quotes and --odds belong together: give both\n"),
    Slip("demo --results a.csv", code: 64, "demo: --results needs --quotes and --odds"),
    Slip("demo --day 1999-01-01", code: 64, "demo: no shipped day 1999-01-01; there are "),
    Slip("demo --json nowhere/a.json", code: 74, "nowhere/a.json: cannot be written: No such file"),
    Slip("trade --json .", code: 74, ".: cannot be written: Is a directory\n"),
    Slip(
      "trade --record-inputs a.json", code: 64,
      "--record-inputs is gone: the journal has every input (journal.folder): `dutchbook replay"
        + " journal` runs it again\nsee dutchbook help trade\n"),
    Slip(
      "demo --record-inputs=a.json", code: 64,
      "--record-inputs is gone: the journal has every input: give --journal FOLDER, then"
        + " `dutchbook replay FOLDER`\nsee dutchbook help demo\n"),
    Slip("trade --mode love", code: 64, "trade: unknown mode \"love\"; use paper, demo or live\n"),
    Slip(
      "trade --mode live", code: 64,
      "trade: live trades real money: add --confirm-live if you mean it\n"),
    Slip("trade", code: 77, "trade: no API key: set KALSHI_API_KEY to the key's id"),
    Slip(
      "trade", given: ["KALSHI_API_KEY": "id"], code: 77,
      "trade: no private key: set KALSHI_PRIVATE_KEY_PATH to its PEM file (mode 600)\n"),
    Slip(
      "trade", given: with(["KALSHI_PRIVATE_KEY_PATH": "nowhere.pem"]), code: 77,
      "trade: no key file at nowhere.pem: "),
    Slip(
      "trade", given: with(["KALSHI_PRIVATE_KEY_PATH": "open.pem"]), code: 77,
      "trade: the key file open.pem has mode 0644 and can be read by others: run chmod 600"),
    Slip(
      "trade", given: with(["KALSHI_PRIVATE_KEY_PATH": "."]), code: 77,
      "trade: the key file . cannot be read: it is not a regular file\n"),
    Slip(
      "trade", given: with(["KALSHI_PRIVATE_KEY_PATH": "junk.pem"]), code: 77,
      "trade: the key file junk.pem: not a usable PEM key: "),
    Slip(
      "trade", given: with(["ODDS_API_KEY": ""]), code: 77,
      "trade: no key of the odds feed: set ODDS_API_KEY, or odds_feed.api_key in the file\n"),
    Slip(
      "trade --config authority.toml", given: keys, code: 78,
      "trade: kalshi.ca_file: nowhere.pem cannot be read: No such file or directory\n"),
    Slip(
      "trade --config odds-authority.toml", given: keys, code: 78,
      "trade: odds_feed.ca_file: junk.pem holds no certificate in PEM form\n"),
    Slip(
      "trade --config recorded.toml", given: keys, code: 78,
      "trade: kalshi.recorded: true is for a simulator on this machine"),
    Slip(
      "trade --config core.toml", given: keys, code: 78,
      "trade: process.core: this process may not run on core 1023; see nproc\n"),
    Slip("trade --config nowhere.toml", code: 78, "nowhere.toml: cannot be read (No such file"),
    Slip(
      "trade --config unknown.toml", code: 78,
      "unknown.toml:2: strategy.taker_edge: unknown key\n"),
    Slip(
      "config --config type.toml", code: 78,
      "type.toml:2: risk.max_contracts_per_game: must be a whole number\n"),
    Slip("config --config broken.toml", code: 78, "broken.toml:1: not valid TOML: "),
    Slip("config --config brackets.toml", code: 78, "brackets.toml: not valid TOML: "),
    Slip("config --config binary.toml", code: 78, "binary.toml: is not UTF-8 text\n"),
    Slip(
      "config --config league.toml", code: 78,
      "league.toml:2: odds_feed.sports: unknown league \"curling\"; known are "),
    Slip(
      "config --config date.toml", code: 78, "date.toml:2: kalshi.fee_date: \"2025-02-30\" is not a"
    ),
    Slip(
      "simulate --port 65536", code: 64,
      "simulate: --port: \"65536\" is not a port from 0 to 65535\n"),
    Slip("simulate --folder /proc/a", code: 74, "simulate: /proc/a: cannot be made: "),
    Slip("simulate --folder junk.pem", code: 74, "simulate: "),
    Slip("match", code: 64, "match: --league is needed"),
    Slip("match --league CURLING", code: 65, "match: unknown league \"CURLING\"; known are NFL, "),
    Slip(
      "match --league NFL --teams nowhere", code: 66,
      "match: nowhere: cannot be read: No such file"),
    Slip(
      "match --league NFL --teams columns.csv", code: 65,
      "match: columns.csv:1: the column 'league'"),
    Slip("tarde", code: 64, "unknown command \"tarde\"; did you mean trade?\n"),
  ]

  @Test(arguments: slips)
  func `a slip is one sentence and a fitting exit code`(slip: Slip) throws {
    let program = try Program(slip.arguments, environment: slip.environment, in: folder.path)
    let ending = try program.end()
    #expect(ending.code == slip.code)
    #expect(ending.errors.hasPrefix(slip.sentence), "\(ending.errors)")
    #expect(ending.output.isEmpty)
    let sentences = slip.sentence.split(separator: "\n").count
    let isUsage = slip.arguments[0] == "tarde"
    #expect(ending.errors.split(separator: "\n").count == sentences + (isUsage ? 1 : 0))
  }

  @Test(arguments: ["--port", "--odds-port"])
  func `a port in use is said`(option: String) throws {
    let first = try Program(["simulate", "--folder", "a"], in: folder.path)
    #expect(first.wait(for: "Ctrl-C stops", in: "output"))
    let text = first.text("output")
    let port = try #require(text.split(separator: "localhost:").dropFirst().first?.prefix(5))
    let digits = String(port.prefix { $0.isNumber })
    let other = TestFolder()
    let ending = try Program(["simulate", option, digits], in: other.path).end()
    #expect(ending.code == 69)
    #expect(ending.errors.hasPrefix("simulate: port \(digits) on 127.0.0.1 is in use: "))
    first.signal(15)
    #expect(try first.end().code == 0)
  }

  @Test func `match goes on line by line whatever comes`() throws {
    var bytes = Array("Dallas Cowboys\r\n\n".utf8) + [0xFF, 0x00, 0x0A]
    bytes +=
      [UInt8](repeating: 0x61, count: 1_100_000) + [0x0A] + Array("Nobody\nDenver Broncos".utf8)
    folder.write(bytes, "names")
    let ending = try Program(
      ["match", "--league", "NFL"], input: "<names", in: folder.path
    ).end()
    #expect(ending.code == 0)
    #expect(
      ending.output == """
        DAL
        -\tthe name is empty
        -\tthe line is not UTF-8 text
        -\tthe line is longer than 1048576 bytes
        -\tno known team has this name
        DEN

        """)
  }

  @Test func `calc answers every line`() throws {
    var bytes = Array("{\"odds\":[2,2],\"method\":\"power\"}\r\n\n".utf8) + [0xC0, 0x0A]
    bytes += Array("{\"odds\":[\"NaN\",2],\"method\":\"shin\"}\n".utf8)
    bytes += Array(
      "{\"odds\":[1.0,2],\"method\":\"shin\"}\n{\"odds\":[0.5,2],\"method\":\"shin\"}\n".utf8)
    folder.write(bytes, "lines")
    let ending = try Program(["calc", "devig"], input: "<lines", in: folder.path).end()
    #expect(ending.code == 0)
    let lines = ending.output.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.first == "{\"p\":[0.5,0.5]}")
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("{\"error\":\"") })
  }

  @Test func `a full disk and a closed pipe at the output are said`() throws {
    let full = try Program(["help", "demo"], output: ">/dev/full", in: folder.path).end()
    #expect(full.code == 74)
    #expect(full.errors.hasPrefix("dutchbook: the output cannot be written: No space left"))
    let closed = try Program(["help", "demo"], output: "1>&-", in: folder.path).end()
    #expect(closed.code == 74)
    // A file that may not grow: the system would end the program by a signal.
    let limited = try ChildProcess([
      "/bin/sh", "-c",
      "ulimit -f 0; exec \(Program.quoted(Program.path)) help demo >\(folder.path)/out",
    ])
    #expect(limited.wait(seconds: Program.patienceSeconds) == 74)
    #expect(closed.errors.hasPrefix("dutchbook: the output cannot be written: "))
  }
}

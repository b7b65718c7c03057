public import Market

/// One recorded best bid and ask of one Kalshi market.
public struct RecordedQuote: Hashable, Sendable {
  public let recordedAt: Timestamp
  /// The date of the file the row came from: which day's sweeps it belongs to.
  public let fileDate: CivilDate
  public let ticker: String
  public let title: String
  public let league: League
  /// As recorded. Anything but `active` is unknown and blocks.
  public let status: String
  /// Nil where nobody bids (blank or 0).
  public let yesBid: Price?
  /// Nil where nobody offers (blank or a dollar).
  public let yesAsk: Price?

  public var isActive: Bool { status == "active" }

  public init(
    recordedAt: Timestamp, fileDate: CivilDate, ticker: String, title: String, league: League,
    status: String, yesBid: Price?, yesAsk: Price?
  ) {
    self.recordedAt = recordedAt
    self.fileDate = fileDate
    self.ticker = ticker
    self.title = title
    self.league = league
    self.status = status
    self.yesBid = yesBid
    self.yesAsk = yesAsk
  }
}

/// Kalshi quotes of a recorded stretch, in the format of `kalshi_sports_quotes_*.csv`.
public struct RecordedQuotes: Sendable {
  /// In order of time; rows of one instant in the file's order.
  public private(set) var quotes: [RecordedQuote] = []
  /// Data rows in the file, whatever became of them.
  public private(set) var rowCount = 0
  /// Rows of leagues that are not ours.
  public private(set) var otherLeagueRows = 0
  /// Rows that repeat an instant and a ticker; the first is kept.
  public private(set) var duplicateRows = 0
  /// Rows left out with their reasons.
  public private(set) var faults: [RowFault] = []

  private static let columns = [
    "file_date", "timestamp", "ticker", "title", "status", "yes_bid", "yes_ask",
  ]

  /// Reads a file, plain or gzip.
  public init(path: String) throws(RecordedFileError) {
    try self.init(try GzipReader.read(path: path), file: path)
  }

  /// Reads the text of a file.
  public init(_ bytes: [UInt8], file: String) throws(RecordedFileError) {
    var reader = try CSVReader(bytes, file: file, required: Self.columns)
    let at = Self.columns.map { reader.index(of: $0) ?? 0 }
    var seen: Set<Moment> = []
    while let row = try reader.next() {
      rowCount += 1
      switch row {
      case .fault(let fault): faults.append(fault)
      case .fields(let fields, let line):
        switch Self.quote(at.map { fields[$0] }) {
        case .failure(let reason):
          faults.append(RowFault(file: file, line: line, reason: reason.text))
        case .success(nil): otherLeagueRows += 1
        case .success(let quote?):
          let moment = Moment(time: quote.recordedAt, ticker: quote.ticker)
          if seen.insert(moment).inserted { quotes.append(quote) } else { duplicateRows += 1 }
        }
      }
    }
    quotes = Self.ordered(quotes)
  }

  /// The league of a sports ticker (`KXNFLGAME-…`): nil for series that are not games of ours.
  public static func league(ofTicker ticker: String) -> League? {
    guard ticker.hasPrefix("KX"), let dash = ticker.firstIndex(of: "-") else { return nil }
    let series = ticker[ticker.index(ticker.startIndex, offsetBy: 2)..<dash]
    for kind in ["GAME", "SPREAD", "TOTAL"] where series.hasSuffix(kind) {
      return League(rawValue: String(series.dropLast(kind.count)))
    }
    return nil
  }

  private struct Moment: Hashable {
    let time: Timestamp
    let ticker: String
  }

  struct Reason: Error { let text: String }

  /// Success without a quote: a row of another league.
  private static func quote(_ fields: [String]) -> Result<RecordedQuote?, Reason> {
    func fault(_ text: String) -> Result<RecordedQuote?, Reason> { .failure(Reason(text: text)) }
    let ticker = fields[2]
    guard !ticker.isEmpty else { return fault("the ticker is empty") }
    guard let date = WrittenTime.date(fields[0]) else {
      return fault("file_date \"\(fields[0])\" is not a date")
    }
    guard let time = WrittenTime.rfc3339(fields[1]) else {
      return fault("timestamp \"\(fields[1])\" is not an RFC 3339 time")
    }
    guard let league = league(ofTicker: ticker) else { return .success(nil) }
    var prices: [Price?] = []
    for (name, text) in [("yes_bid", fields[5]), ("yes_ask", fields[6])] {
      guard !text.isEmpty else {
        prices.append(nil)
        continue
      }
      guard let price = Price(dollars: text) else {
        return fault("\(name) \"\(text)\" is not a price between 0 and 1")
      }
      prices.append(price == .zero || price == .dollar ? nil : price)
      if name == "yes_bid", price == .dollar { return fault("yes_bid is a whole dollar") }
      if name == "yes_ask", price == .zero { return fault("yes_ask is zero") }
    }
    if let bid = prices[0], let ask = prices[1], bid >= ask {
      return fault("the bid \(bid) is not below the ask \(ask)")
    }
    return .success(
      RecordedQuote(
        recordedAt: time, fileDate: date, ticker: ticker, title: fields[3], league: league,
        status: fields[4], yesBid: prices[0], yesAsk: prices[1]))
  }

  static func ordered(_ quotes: [RecordedQuote]) -> [RecordedQuote] {
    quotes.enumerated()
      .sorted { ($0.element.recordedAt, $0.offset) < ($1.element.recordedAt, $1.offset) }
      .map(\.element)
  }
}

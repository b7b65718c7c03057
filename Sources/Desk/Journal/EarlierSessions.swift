internal import Journal
internal import Market
internal import Trading

/// What a new session must know of those before it in the same journal: their order ids, and where
/// the last one of the same account has left it.
///
/// Fed with every record, in order.
struct EarlierSessions {
  private let mode: String
  private let isRecorded: Bool
  private let exchange: String
  private let account: String
  /// The session halves of client order ids that were used.
  private(set) var sessions: Set<UInt64> = []
  /// Where the last session of this account stood; nil where there was none.
  private(set) var standing: Standing?
  /// The last standing cannot be read: nobody knows what limits have counted.
  private(set) var isStandingLost = false
  /// What could not be read, in words.
  private(set) var troubles: [String] = []
  /// The first record that tells where the account was left: the head of the session in which that
  /// was last said. Later sessions of other kinds may lie behind it; nil where nothing was said.
  private(set) var neededFrom: UInt64?
  private var ownHead: UInt64 = 0
  /// When the account was last read; nil where it never was.
  private(set) var readAt: Timestamp?
  /// Trades of the last while that the standing counts.
  var trades: Set<ExchangeKey> { Set(counted.map(\.trade)) }
  private var counted: [(time: Timestamp, trade: ExchangeKey)] = []
  /// Trades that came after the last standing: those it does not count.
  private var uncounted: [(time: Timestamp, trade: ExchangeKey)] = []
  /// Fills are read back from so long before the last reading: lists lag.
  static let lagNanoseconds: Int64 = 600_000_000_000
  /// The session that is read is one of this account.
  private var isOurs = false
  /// Its markets' tickers, once something in it names a market.
  private var tickers: [String] = []

  init(mode: String, isRecorded: Bool, exchange: String, account: String) {
    self.account = account
    self.mode = mode
    self.isRecorded = isRecorded
    self.exchange = exchange
  }

  mutating func take(_ record: SegmentWalk.Record) {
    switch record.header.kind {
    case .session: begin(record)
    case .standing where isOurs: read(record)
    case .output where isOurs: count(record)
    case .input where isOurs: note(record)
    default: break
    }
  }

  private mutating func note(_ record: SegmentWalk.Record) {
    let time = record.header.wall
    if let trade = EngineInput.trade(of: record.payload) {
      uncounted.append((time, trade))
    } else if let account = EngineInput.reading(of: record.payload) {
      readAt = time
      counted.removeAll { $0.time < time + -2 * Self.lagNanoseconds }
      counted += account.trades.map { (time, $0) }
    }
  }

  private mutating func begin(_ record: SegmentWalk.Record) {
    isOurs = false
    tickers = []
    // What a killed session has not counted any more comes again from the exchange.
    uncounted = []
    if let session = SessionJournal.session(record.payload) {
      sessions.insert(session)
    } else {
      troubles.append("the head of a session cannot be read: its orders are not known as ours")
    }
    guard let head = SessionJournal.Head(record.payload) else {
      return lose("a session of another version is in this journal")
    }
    guard head.mode == mode, head.isRecorded == isRecorded else { return }
    guard head.exchange == exchange else {
      // Simulators come and go; an exchange that has another address has the account perhaps.
      if !isRecorded { lose("a session at another address of the exchange is in this journal") }
      return
    }
    guard head.account == account else {
      return lose("a session of another key is in this journal")
    }
    isOurs = true
    ownHead = record.header.sequence
    tickers = head.engine.markets.map(\.ticker)
  }

  /// Nobody knows any more where the account was left.
  private mutating func lose(_ why: String) {
    if !isStandingLost {
      troubles.append(
        "\(why), so where it left the account is not known: this one begins halted; look at what"
          + " is held and lost today, then `dutchbook resume`")
    }
    standing = nil
    neededFrom = nil
    readAt = nil
    isStandingLost = true
  }

  private mutating func read(_ record: SegmentWalk.Record) {
    do throws(EventDecodingError) {
      standing = try Standing(record.payload)
      neededFrom = ownHead
      // Where the reading before it is not kept any more.
      if readAt == nil { readAt = record.header.wall }
      isStandingLost = false
      counted += uncounted
      uncounted = []
    } catch {
      lose("what a session has kept cannot be read (\(error))")
    }
  }

  /// An order that left and was not counted any more: the process was killed in between.
  private mutating func count(_ record: SegmentWalk.Record) {
    guard let output = try? EngineOutput(record.payload), case .place(let order) = output,
      Int(order.market.index) < tickers.count
    else { return }
    standing?.count(order, ticker: tickers[Int(order.market.index)], at: record.header.wall)
  }
}

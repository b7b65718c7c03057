internal import Kalshi
public import Market
public import Matching

/// A whole exchange as a value: catalogue, members with keys, books, orders and history.
///
/// No clock and no I/O: every operation gets `now`. What streams have to tell is collected in
/// ``outbox`` until ``takeMessages()``. The REST surface is ``SimulatorRouter``, one WebSocket
/// connection is a ``SimulatorStreamSession``.
public struct SimulatedExchange: Sendable {
  public var settings: SimulatorSettings
  public internal(set) var engine = MatchingEngine()
  /// The time of the recording that is replayed; nil where nothing is. Rules the fee regime.
  public var recordedNow: Timestamp?
  public internal(set) var outbox: [VenueMessage] = []

  var series: [SimulatedSeries] = []
  var seriesPlaces: [String: Int] = [:]
  var events: [SimulatedEvent] = []
  var eventPlaces: [String: Int] = [:]
  var eventMarkets: [[Int]] = []
  var markets: [MarketRecord] = []
  var marketPlaces: [String: Int] = [:]
  var milestones: [SimulatedMilestone] = []
  var members: [Member] = []
  var keys: [String: RegisteredKey] = [:]
  var orderIDs: [String] = []
  var orderClientIDs: [String?] = []
  var orderNumbers: [String: OrderNumber] = [:]
  var clientOrders: [ClientKey: OrderNumber] = [:]
  var fills: [MemberFill] = []
  var trades: [PublicTrade] = []
  var settlements: [MemberSettlement] = []
  var transfers: [Transfer] = []
  var lag = ReadLag()
  var regime: FeeRegime?

  /// A member: one account with its user id and budgets.
  struct Member: Sendable {
    let account: AccountID
    let userID: String
    var read: TokenBucket
    var write: TokenBucket
  }

  struct RegisteredKey: Sendable {
    let member: Int
    let verifier: RequestVerifier
  }

  struct ClientKey: Hashable, Sendable {
    let account: AccountID
    let text: String
  }

  public init(settings: SimulatorSettings = SimulatorSettings()) { self.settings = settings }

  /// Money comes, or goes where it is below zero, without a word of it in any list.
  public mutating func deposit(_ amount: Money, to account: AccountID) {
    engine.deposit(amount, to: account)
  }

  /// A member pays in, or takes out what is below zero: it is in the balance, and listed.
  public mutating func transfer(_ amount: Money, to account: AccountID, at now: Timestamp) {
    engine.deposit(amount, to: account)
    transfers.append(Transfer(account: account, amount: amount, time: now))
  }

  /// A deposit, or a withdrawal where it is below zero.
  struct Transfer: Sendable {
    let account: AccountID
    let amount: Money
    let time: Timestamp
  }

  /// Opens a member's account with `cash`.
  public mutating func addMember(cash: Money) -> AccountID {
    let account = engine.addAccount(cash: cash)
    members.append(
      Member(
        account: account,
        userID: WireText.uuid(seed: settings.seed, kind: 1, number: UInt64(members.count)),
        read: TokenBucket(
          perSecond: settings.readTokensPerSecond, capacity: settings.readBucketTokens),
        write: TokenBucket(
          perSecond: settings.writeTokensPerSecond, capacity: settings.writeBucketTokens)))
    return account
  }

  /// Registers an API key of a member: its id and its public half as PEM.
  ///
  /// - Throws: where the PEM is no RSA or Ed25519 public key, or the account is no member's.
  public mutating func registerKey(
    id: String, publicPEM: String, account: AccountID
  ) throws(SimulatorError) {
    guard let member = members.firstIndex(where: { $0.account == account }) else {
      throw .unknownAccount
    }
    do throws(SigningError) {
      keys[id] = RegisteredKey(member: member, verifier: try RequestVerifier(publicPEM: publicPEM))
    } catch {
      throw .badKey("\(error)")
    }
  }

  /// Withdraws an API key: its requests are answered with 401 from now on.
  public mutating func revokeKey(id: String) { keys[id] = nil }

  /// Takes the messages that streams have to tell.
  public mutating func takeMessages() -> [VenueMessage] {
    defer { outbox.removeAll(keepingCapacity: true) }
    return outbox
  }

  /// The market of a ticker.
  public func market(_ ticker: String) -> MarketID? {
    marketPlaces[ticker].map { MarketID($0) }
  }

  /// The ticker of a market; nil for an unknown one.
  public func ticker(_ market: MarketID) -> String? {
    markets.indices.contains(Int(market.index)) ? markets[Int(market.index)].terms.ticker : nil
  }

  public var tickers: [String] { markets.map(\.terms.ticker) }

  func member(_ account: AccountID) -> Member? { members.first { $0.account == account } }
}

/// Why the simulator cannot be set up as asked.
public enum SimulatorError: Error, Hashable, Sendable {
  case unknownAccount
  case badKey(String)
  case unknownSeries(String)
  case unknownEvent(String)
  case duplicateTicker(String)
}

extension SimulatorError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownAccount: "the account is no member's; add the member first"
    case .badKey(let reason): "the public key cannot be used: \(reason)"
    case .unknownSeries(let ticker): "no series \(ticker); list it before its events"
    case .unknownEvent(let ticker): "no event \(ticker); list it before its markets"
    case .duplicateTicker(let ticker): "\(ticker) is listed already"
    }
  }
}

internal import Market
internal import Matching
internal import Wire

/// The requests that need a signature.
enum PrivateRoute: Hashable {
  case limits
  case balance
  case positions
  case fills
  case settlements
  case deposits
  case withdrawals
  case orders
  case order(String)
  case queuePositions
  case queuePosition(String)
  case create
  case cancel(String)
  case amend(String)
  case decrease(String)
  case batchCreate
  case batchCancel
  case cancelAll
  case legacy

  init?(method: String, parts: [String]) {
    switch (method, parts.count) {
    case ("GET", 2) where parts == ["account", "limits"]: self = .limits
    case ("GET", 2) where parts[0] == "portfolio":
      switch parts[1] {
      case "balance": self = .balance
      case "positions": self = .positions
      case "fills": self = .fills
      case "settlements": self = .settlements
      case "deposits": self = .deposits
      case "withdrawals": self = .withdrawals
      case "orders": self = .orders
      default: return nil
      }
    case ("GET", 3) where parts[0...1] == ["portfolio", "orders"]:
      self = parts[2] == "queue_positions" ? .queuePositions : .order(parts[2])
    case ("GET", 4) where parts[0...1] == ["portfolio", "orders"] && parts[3] == "queue_position":
      self = .queuePosition(parts[2])
    case (_, 3...5) where parts[0...2] == ["portfolio", "events", "orders"]:
      guard let write = Self.write(method, Array(parts.dropFirst(3))) else { return nil }
      self = write
    case ("POST", 2...4) where parts[0...1] == ["portfolio", "orders"],
      ("DELETE", 2...4) where parts[0...1] == ["portfolio", "orders"]:
      self = .legacy
    default: return nil
    }
  }

  private static func write(_ method: String, _ rest: [String]) -> PrivateRoute? {
    switch (method, rest.count) {
    case ("POST", 0): .create
    case ("DELETE", 0): .cancelAll
    case ("POST", 1) where rest[0] == "batched": .batchCreate
    case ("DELETE", 1): rest[0] == "batched" ? .batchCancel : .cancel(rest[0])
    case ("POST", 2) where rest[1] == "amend": .amend(rest[0])
    case ("POST", 2) where rest[1] == "decrease": .decrease(rest[0])
    default: nil
    }
  }

  var hasBody: Bool {
    switch self {
    case .create, .amend, .decrease, .batchCreate, .batchCancel: true
    default: false
    }
  }

  var isWrite: Bool {
    switch self {
    case .create, .cancel, .amend, .decrease, .batchCreate, .batchCancel, .cancelAll, .legacy: true
    default: false
    }
  }

  /// Tokens; batches cost per order and must fit the bucket at once.
  func cost(of body: JSONValue) -> Int64 {
    let items = Int64(max(1, body["orders"]?.elements?.count ?? 1))
    switch self {
    case .order, .cancel, .cancelAll: return 2
    case .batchCancel: return 2 * items
    case .batchCreate: return 10 * items
    default: return 10
    }
  }

  func respond(
    _ call: PrivateCall, _ body: JSONValue, _ exchange: inout SimulatedExchange
  ) -> HTTPResponse {
    switch self {
    case .limits: AccountRoutes.limits(exchange.settings)
    case .balance: PortfolioRoutes.balance(call, exchange)
    case .positions: PortfolioRoutes.positions(call, exchange)
    case .fills: PortfolioRoutes.fills(call, exchange)
    case .settlements: PortfolioRoutes.settlements(call, exchange)
    case .deposits: TransferRoutes.list(call, exchange, named: "deposits", areDeposits: true)
    case .withdrawals:
      TransferRoutes.list(call, exchange, named: "withdrawals", areDeposits: false)
    case .orders: PortfolioRoutes.orders(call, exchange)
    case .order(let id): PortfolioRoutes.order(id, call, exchange)
    case .queuePositions: PortfolioRoutes.queuePositions(call, exchange)
    case .queuePosition(let id): PortfolioRoutes.queuePosition(id, call, exchange)
    case .create: OrderRoutes.create(call, body, &exchange)
    case .cancel(let id): OrderRoutes.cancel(id, call, &exchange)
    case .amend(let id): OrderRoutes.amend(id, call, body, &exchange)
    case .decrease(let id): OrderRoutes.decrease(id, call, body, &exchange)
    case .batchCreate: OrderRoutes.batchCreate(call, body, &exchange)
    case .batchCancel: OrderRoutes.batchCancel(call, body, &exchange)
    case .cancelAll: OrderRoutes.cancelAll(call, &exchange)
    case .legacy:
      Reply.failure(
        410, "deprecated_v1_order_endpoint", "deprecated v1 order endpoint",
        details: "Please switch to the V2 endpoints")
    }
  }
}

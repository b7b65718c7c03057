public import Market

/// The exchange's token buckets, counted on our side so that it never has to refuse us.
///
/// A value without clock: time comes in. Tokens refill continuously; a request may go when the
/// bucket holds its cost. Writes (orders, amends, cancels, order groups, quotes) and everything
/// else have a bucket each. Shards' own write buckets are not counted: all writes share one, which
/// is never more than the exchange allows. Source: section 3.3 of the reference.
public struct RateBudget: Hashable, Sendable {
  /// Which bucket a request is billed to.
  public enum Bucket: UInt8, Hashable, Sendable {
    case read
    case write
  }

  private struct Level: Hashable, Sendable {
    var limits: AccountLimits.Bucket
    /// Billionths of a token.
    var nanoTokens: Int64
    var updated: Timestamp

    init(_ limits: AccountLimits.Bucket, at now: Timestamp) {
      self.limits = limits
      nanoTokens = limits.capacity * 1_000_000_000
      updated = now
    }

    mutating func refill(at now: Timestamp) {
      let elapsed = max(0, now - updated)
      // A clock that was set back begins anew: nothing is gained, and nothing stands still.
      updated = now
      let full = limits.capacity * 1_000_000_000
      let (gained, overflow) = elapsed.multipliedReportingOverflow(by: limits.refillPerSecond)
      nanoTokens = overflow ? full : min(full, nanoTokens + min(gained, full))
    }
  }

  public private(set) var costs: EndpointCosts
  /// What creating an order costs.
  public private(set) var createCost: Int64
  /// What cancelling one order costs.
  public private(set) var cancelCost: Int64
  private var read: Level
  private var write: Level

  /// Full buckets.
  public init(limits: AccountLimits, costs: EndpointCosts, at now: Timestamp) {
    self.costs = costs
    read = Level(limits.read, at: now)
    write = Level(limits.write, at: now)
    (createCost, cancelCost) = Self.orderCosts(costs)
  }

  /// New limits or costs, as read from the exchange; what is used up stays used up.
  public mutating func update(limits: AccountLimits, costs: EndpointCosts, at now: Timestamp) {
    read.refill(at: now)
    write.refill(at: now)
    read.limits = limits.read
    write.limits = limits.write
    read.nanoTokens = min(read.nanoTokens, limits.read.capacity * 1_000_000_000)
    write.nanoTokens = min(write.nanoTokens, limits.write.capacity * 1_000_000_000)
    self.costs = costs
    (createCost, cancelCost) = Self.orderCosts(costs)
  }

  private static func orderCosts(_ costs: EndpointCosts) -> (create: Int64, cancel: Int64) {
    let path = "/trade-api/v2/portfolio/events/orders"
    return (
      costs.cost(method: "POST", path: path), costs.cost(method: "DELETE", path: path + "/id")
    )
  }

  /// The bucket of a request by method and path without query.
  public static func bucket(method: String, path: String) -> Bucket {
    guard method != "GET" else { return .read }
    let isWrite =
      path.contains("/portfolio/events/orders") || path.contains("/portfolio/order_groups")
      || path.contains("/portfolio/orders") || path.contains("/communications/")
    return isWrite ? .write : .read
  }

  /// Takes `cost` tokens when they are there. Does not allocate.
  public mutating func take(_ bucket: Bucket, cost: Int64, at now: Timestamp) -> Bool {
    switch bucket {
    case .read: Self.take(&read, cost, now)
    case .write: Self.take(&write, cost, now)
    }
  }

  private static func take(_ level: inout Level, _ cost: Int64, _ now: Timestamp) -> Bool {
    level.refill(at: now)
    guard level.nanoTokens >= cost * 1_000_000_000 else { return false }
    level.nanoTokens -= cost * 1_000_000_000
    return true
  }

  /// How long until `cost` tokens are there; nil when the bucket can never hold them.
  public func wait(_ bucket: Bucket, cost: Int64, at now: Timestamp) -> Int64? {
    var level = bucket == .read ? read : write
    level.refill(at: now)
    guard cost <= level.limits.capacity else { return nil }
    let missing = cost * 1_000_000_000 - level.nanoTokens
    guard missing > 0 else { return 0 }
    return (missing + level.limits.refillPerSecond - 1) / level.limits.refillPerSecond
  }

  /// The exchange refused for want of tokens (429): its count is lower than ours, so the bucket is
  /// taken as empty.
  public mutating func exhaust(_ bucket: Bucket, at now: Timestamp) {
    switch bucket {
    case .read:
      read.refill(at: now)
      read.nanoTokens = 0
    case .write:
      write.refill(at: now)
      write.nanoTokens = 0
    }
  }

  /// Whole tokens at this moment.
  public func tokens(_ bucket: Bucket, at now: Timestamp) -> Int64 {
    var level = bucket == .read ? read : write
    level.refill(at: now)
    return level.nanoTokens / 1_000_000_000
  }
}

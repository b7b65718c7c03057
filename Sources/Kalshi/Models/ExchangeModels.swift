public import Market

/// `GET /exchange/status`: whether the exchange runs and trades, by shard.
public struct ExchangeStatus: Hashable, Sendable, Codable {
  /// One shard's state.
  public struct Shard: Hashable, Sendable, Codable {
    public var index: Int64
    public var isExchangeActive: Bool?
    public var isTradingActive: Bool?

    public init(index: Int64, isExchangeActive: Bool?, isTradingActive: Bool?) {
      self.index = index
      self.isExchangeActive = isExchangeActive
      self.isTradingActive = isTradingActive
    }

    public init(from decoder: any Decoder) throws {
      let fields = try WireFields(decoder)
      index = try fields.integer("exchange_index") ?? 0
      isExchangeActive = try fields.flag("exchange_active")
      isTradingActive = try fields.flag("trading_active")
    }

    public func encode(to encoder: any Encoder) throws {
      var writer = WireWriter(encoder)
      try writer.put("exchange_index", index)
      try writer.put("exchange_active", isExchangeActive)
      try writer.put("trading_active", isTradingActive)
    }
  }

  /// False while nothing works, not even cancels. Nil when the answer does not say.
  public var isExchangeActive: Bool?
  /// False while no order can be placed. Nil when the answer does not say.
  public var isTradingActive: Bool?
  public var estimatedResume: Timestamp?
  public var shards: [Shard]

  public init(
    isExchangeActive: Bool?, isTradingActive: Bool?, estimatedResume: Timestamp? = nil,
    shards: [Shard] = []
  ) {
    self.isExchangeActive = isExchangeActive
    self.isTradingActive = isTradingActive
    self.estimatedResume = estimatedResume
    self.shards = shards
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    isExchangeActive = try fields.flag("exchange_active")
    isTradingActive = try fields.flag("trading_active")
    estimatedResume = try fields.time("exchange_estimated_resume_time")
    shards = try fields.list("exchange_index_statuses", of: Shard.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("exchange_active", isExchangeActive)
    try writer.put("trading_active", isTradingActive)
    try writer.put(time: "exchange_estimated_resume_time", estimatedResume)
    try writer.put("exchange_index_statuses", shards.isEmpty ? nil : shards)
  }
}

/// `GET /account/endpoint_costs`: what each request takes out of its token bucket.
public struct EndpointCosts: Hashable, Sendable, Codable {
  /// One endpoint with a cost of its own. Paths hold placeholders like `:order_id`.
  public struct Entry: Hashable, Sendable, Codable {
    public var method: String
    public var path: String
    public var cost: Int64

    public init(method: String, path: String, cost: Int64) {
      self.method = method
      self.path = path
      self.cost = cost
    }
  }

  public var defaultCost: Int64
  public var entries: [Entry]

  public init(defaultCost: Int64, entries: [Entry]) {
    self.defaultCost = defaultCost
    self.entries = entries
  }

  /// What was observed from July to October 2026, for the time before the endpoint is read.
  public static let observed = EndpointCosts(
    defaultCost: 10,
    entries: [
      Entry(method: "DELETE", path: "/trade-api/v2/portfolio/events/orders/:order_id", cost: 2),
      Entry(method: "DELETE", path: "/trade-api/v2/portfolio/events/orders", cost: 2),
      Entry(method: "GET", path: "/trade-api/v2/portfolio/orders/:order_id", cost: 2),
    ])

  /// The cost of a request by its method and path without query. `:name` matches one segment.
  public func cost(method: String, path: String) -> Int64 {
    let segments = path.split(separator: "/")
    for entry in entries where entry.method == method {
      let pattern = entry.path.split(separator: "/")
      guard pattern.count == segments.count else { continue }
      if zip(pattern, segments).allSatisfy({ $0.hasPrefix(":") || $0 == $1 }) {
        return entry.cost
      }
    }
    return defaultCost
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    defaultCost = try fields.integer("default_cost") ?? 10
    entries = try fields.list("endpoint_costs", of: Entry.self)
    if let bad = entries.first(where: { $0.cost < 0 }) {
      throw fields.corrupted("endpoint_costs", "negative cost of \(bad.method) \(bad.path)")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("default_cost", defaultCost)
    try writer.put("endpoint_costs", entries)
  }
}

/// `GET /account/limits`: the tier and its token buckets.
public struct AccountLimits: Hashable, Sendable, Codable {
  /// One bucket: tokens a second and the most it holds.
  public struct Bucket: Hashable, Sendable, Codable {
    public var refillPerSecond: Int64
    public var capacity: Int64

    public init(refillPerSecond: Int64, capacity: Int64) {
      self.refillPerSecond = refillPerSecond
      self.capacity = capacity
    }

    public init(from decoder: any Decoder) throws {
      let fields = try WireFields(decoder)
      refillPerSecond = try fields.integer("refill_rate") ?? 0
      capacity = try fields.integer("bucket_capacity") ?? refillPerSecond
      guard refillPerSecond > 0, capacity > 0, refillPerSecond < 1 << 30, capacity < 1 << 30
      else { throw fields.corrupted("refill_rate", "a bucket without refill or out of range") }
    }

    public func encode(to encoder: any Encoder) throws {
      var writer = WireWriter(encoder)
      try writer.put("refill_rate", refillPerSecond)
      try writer.put("bucket_capacity", capacity)
    }
  }

  public var tier: String
  public var read: Bucket
  public var write: Bucket

  public init(tier: String, read: Bucket, write: Bucket) {
    self.tier = tier
    self.read = read
    self.write = write
  }

  /// The lowest tier, for the time before the endpoint is read.
  public static let basic = AccountLimits(
    tier: "basic", read: Bucket(refillPerSecond: 200, capacity: 200),
    write: Bucket(refillPerSecond: 100, capacity: 100))

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    tier = try fields.text("usage_tier") ?? ""
    read = try fields.value("read", as: Bucket.self) ?? Self.basic.read
    write = try fields.value("write", as: Bucket.self) ?? Self.basic.write
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("usage_tier", tier)
    try writer.put("read", read)
    try writer.put("write", write)
    try writer.put("grants", [String]())
  }
}

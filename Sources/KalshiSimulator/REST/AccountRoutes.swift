internal import Wire

/// Limits and costs.
enum AccountRoutes {
  static func limits(_ settings: SimulatorSettings) -> HTTPResponse {
    func bucket(_ rate: Int64, _ capacity: Int64) -> JSONValue {
      ["refill_rate": .integer(rate), "bucket_capacity": .integer(capacity)]
    }
    return Reply.json(
      200,
      [
        "usage_tier": "basic", "grants": [],
        "read": bucket(settings.readTokensPerSecond, settings.readBucketTokens),
        "write": bucket(settings.writeTokensPerSecond, settings.writeBucketTokens),
      ])
  }

  static func costs() -> HTTPResponse {
    func cost(_ method: String, _ path: String, _ cost: Int) -> JSONValue {
      ["method": .string(method), "path": .string("/trade-api/v2" + path), "cost": .integer(cost)]
    }
    return Reply.json(
      200,
      [
        "default_cost": 10,
        "endpoint_costs": [
          cost("DELETE", "/portfolio/events/orders", 2),
          cost("DELETE", "/portfolio/events/orders/:order_id", 2),
          cost("DELETE", "/portfolio/events/orders/batched", 2),
          cost("GET", "/portfolio/orders/:order_id", 2),
        ],
      ])
  }
}

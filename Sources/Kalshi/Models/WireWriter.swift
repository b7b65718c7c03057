internal import Market

/// Writes the fields of one JSON object in the exchange's present formats. Nil fields are left out.
struct WireWriter {
  private var container: KeyedEncodingContainer<WireKey>

  init(_ encoder: any Encoder) { container = encoder.container(keyedBy: WireKey.self) }

  mutating func put(_ name: String, _ value: (some Encodable)?) throws {
    try container.encodeIfPresent(value, forKey: WireKey(name))
  }

  /// Dollars with four decimals.
  mutating func put(price name: String, _ value: Price?) throws {
    try put(name, value?.description)
  }

  /// Contracts with two decimals.
  mutating func put(count name: String, _ value: Quantity?) throws {
    try put(name, value?.description)
  }

  /// Dollars with six decimals.
  mutating func put(money name: String, _ value: Money?) throws {
    try put(name, value?.description)
  }

  /// RFC 3339 with microseconds.
  mutating func put(time name: String, _ value: Timestamp?) throws {
    try put(name, value?.rfc3339(fractionDigits: 6))
  }

  /// The direction fields, new and old.
  mutating func put(side: BookSide?) throws {
    guard let side else { return }
    try put("book_side", side == .bid ? "bid" : "ask")
    try put("outcome_side", side == .bid ? "yes" : "no")
    try put("side", side == .bid ? "yes" : "no")
    try put("action", "buy")
  }
}

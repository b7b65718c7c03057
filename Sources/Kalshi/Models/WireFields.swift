internal import Market

/// A key of a JSON object.
struct WireKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// Reads the fields of one JSON object in the exchange's formats, old and new.
///
/// A missing field, `null` and, where the field is not text, the empty string are all nil. Anything
/// that is there and cannot be read is an error that names the field.
struct WireFields {
  let container: KeyedDecodingContainer<WireKey>

  init(_ decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: WireKey.self)
  }

  func has(_ name: String) -> Bool {
    let key = WireKey(name)
    return container.contains(key) && (try? container.decodeNil(forKey: key)) == false
  }

  func text(_ name: String) throws -> String? {
    try container.decodeIfPresent(String.self, forKey: WireKey(name))
  }

  /// Text that must be there and not empty: ids.
  func id(_ name: String) throws -> String {
    let text = try container.decode(String.self, forKey: WireKey(name))
    guard !text.isEmpty else { throw corrupted(name, "empty") }
    return text
  }

  func flag(_ name: String) throws -> Bool? {
    try container.decodeIfPresent(Bool.self, forKey: WireKey(name))
  }

  func integer(_ name: String) throws -> Int64? {
    try container.decodeIfPresent(Int64.self, forKey: WireKey(name))
  }

  func number(_ name: String) throws -> Double? {
    try container.decodeIfPresent(Double.self, forKey: WireKey(name))
  }

  func value<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value? {
    try container.decodeIfPresent(type, forKey: WireKey(name))
  }

  func list<Value: Decodable>(_ name: String, of type: Value.Type) throws -> [Value] {
    try container.decodeIfPresent([Value].self, forKey: WireKey(name)) ?? []
  }

  /// Decimal text of a field that is a string or, in old recordings, a number.
  func decimal(_ name: String) throws -> String? {
    try container.decodeIfPresent(WireDecimal.self, forKey: WireKey(name))?.text
  }

  /// Dollars, or the whole cents of the older field.
  func price(_ name: String, cents: String? = nil) throws -> Price? {
    if let text = try decimal(name) {
      guard let price = Price(dollars: text) else {
        throw corrupted(name, "\"\(text)\" is no price from 0 to 1 dollar in 1/10000")
      }
      return price
    }
    guard let cents, let value = try integer(cents) else { return nil }
    guard (0...100).contains(value) else {
      throw corrupted(cents, "\(value) is no price from 0 to 100 cents")
    }
    return Price(cents: Int(value))
  }

  /// Contracts to the hundredth, or the whole contracts of the older field.
  func quantity(_ name: String, whole: String? = nil) throws -> Quantity? {
    for name in [name, whole].compactMap(\.self) {
      guard let text = try decimal(name) else { continue }
      guard let quantity = Quantity(contractsText: text) else {
        throw corrupted(name, "\"\(text)\" is no count of contracts in 1/100")
      }
      return quantity
    }
    return nil
  }

  /// Dollars of up to six decimals, or the whole cents of the older field.
  func money(_ name: String, cents: String? = nil) throws -> Money? {
    if let text = try decimal(name) {
      guard let money = Money(dollars: text) else {
        throw corrupted(name, "\"\(text)\" is no amount of dollars with up to six decimals")
      }
      return money
    }
    guard let cents, let value = try integer(cents) else { return nil }
    guard let money = Money(wireCents: value) else {
      throw corrupted(cents, "\(value) cents are out of range")
    }
    return money
  }

  /// An RFC 3339 time. The year 1 is how the exchange's language writes "no time".
  func time(_ name: String) throws -> Timestamp? {
    guard let text = try text(name), !text.isEmpty, !text.hasPrefix("0001-01-01T00:00:00")
    else { return nil }
    guard let time = Timestamp(rfc3339: text) else {
      throw corrupted(name, "\"\(text)\" is no RFC 3339 time")
    }
    return time
  }

  /// Unix seconds.
  func seconds(_ name: String) throws -> Timestamp? {
    guard let value = try integer(name) else { return nil }
    guard value.magnitude < 9_000_000_000 else { throw corrupted(name, "out of range") }
    return Timestamp(seconds: value)
  }

  /// Unix milliseconds.
  func milliseconds(_ name: String) throws -> Timestamp? {
    guard let value = try integer(name) else { return nil }
    guard value.magnitude < 9_000_000_000_000 else { throw corrupted(name, "out of range") }
    return Timestamp(milliseconds: value)
  }

  /// The book side from whichever of the direction fields are there.
  func side(
    book: String = "book_side", outcome: String = "outcome_side", action: String = "action",
    leg: String = "side"
  ) throws -> BookSide? {
    switch try text(book) {
    case "bid": return .bid
    case "ask": return .ask
    default: break
    }
    switch try text(outcome) {
    case "yes": return .bid
    case "no": return .ask
    default: break
    }
    // Buying YES and selling NO are one thing, and so are the other two.
    switch (try text(action), try text(leg)) {
    case ("buy", "yes"), ("sell", "no"): return .bid
    case ("buy", "no"), ("sell", "yes"): return .ask
    default: return nil
    }
  }

  func corrupted(_ name: String, _ reason: String) -> DecodingError {
    .dataCorruptedError(forKey: WireKey(name), in: container, debugDescription: reason)
  }
}

/// A number as its exact decimal text, from a JSON string or number. The empty string is no number.
struct WireDecimal: Decodable {
  let text: String?

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self.text = text.isEmpty ? nil : text
    } else if let value = try? container.decode(Int64.self) {
      text = String(value)
    } else {
      // The shortest text that reads back as this number is what was written.
      text = String(try container.decode(Double.self))
    }
  }
}

extension Money {
  /// Whole cents from outside; nil when they do not fit.
  init?(wireCents value: Int64) {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10_000)
    guard !overflow else { return nil }
    self.init(microDollars: product)
  }

  /// Whole cents, rounded toward minus infinity.
  var wireCents: Int64 {
    let quotient = microDollars / 10_000
    return microDollars % 10_000 < 0 ? quotient - 1 : quotient
  }
}

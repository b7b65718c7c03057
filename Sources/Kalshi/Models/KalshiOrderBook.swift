public import Market

/// A market's order book as REST gives it, unified into one YES book.
public struct KalshiOrderBook: Hashable, Sendable, Codable {
  /// Set where several books were asked for at once.
  public var ticker: String?
  /// Highest price first.
  public var bids: [BookLevel]
  /// Lowest price first.
  public var asks: [BookLevel]

  public init(ticker: String?, bids: [BookLevel], asks: [BookLevel]) {
    self.ticker = ticker
    self.bids = bids.sorted { $0.price > $1.price }
    self.asks = asks.sorted { $0.price < $1.price }
  }

  /// Reads `orderbook_fp`, or the shapes before March 2026: `orderbook` with `yes_dollars`, or with
  /// `yes` in whole cents and contracts. `null` and missing sides are empty; a body without any of
  /// the objects is an error, since an empty book must be said, not guessed.
  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    ticker = try fields.text("ticker")
    let sides: Sides
    if let present = try fields.value("orderbook_fp", as: Sides.self) {
      sides = present
    } else if let old = try fields.value("orderbook", as: Sides.self) {
      sides = old
    } else {
      throw fields.corrupted("orderbook_fp", "missing: no order book in the answer")
    }
    // Both arrays hold bids of their own leg, best last; REST writes the NO leg in its own prices.
    bids = sides.yes.map { BookLevel(price: $0.price, quantity: $0.quantity) }
    asks = sides.no.map { BookLevel(price: $0.price.complement, quantity: $0.quantity) }
    bids.sort { $0.price > $1.price }
    asks.sort { $0.price < $1.price }
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("ticker", ticker)
    try writer.put(
      "orderbook_fp",
      Sides(
        yes: bids.reversed(),
        no: asks.reversed().map {
          BookLevel(price: $0.price.complement, quantity: $0.quantity)
        }))
  }

  private struct Sides: Codable {
    var yes: [BookLevel]
    var no: [BookLevel]

    init(yes: [BookLevel], no: [BookLevel]) {
      self.yes = yes
      self.no = no
    }

    init(from decoder: any Decoder) throws {
      let fields = try WireFields(decoder)
      func side(_ dollars: [String], cents: String) throws -> [BookLevel] {
        for name in dollars where fields.has(name) {
          return try fields.list(name, of: Level.self).map { try $0.level(scale: 10_000) }
        }
        return try fields.list(cents, of: Level.self).map { try $0.level(scale: 100) }
      }
      yes = try side(["yes_dollars", "yes_dollars_fp"], cents: "yes")
      no = try side(["no_dollars", "no_dollars_fp"], cents: "no")
    }

    func encode(to encoder: any Encoder) throws {
      var writer = WireWriter(encoder)
      func pairs(_ levels: [BookLevel]) -> [[String]] {
        levels.map { [$0.price.description, $0.quantity.description] }
      }
      try writer.put("yes_dollars", pairs(yes))
      try writer.put("no_dollars", pairs(no))
    }
  }

  /// `[price, count]`, each a string or a number.
  private struct Level: Decodable {
    let price: String
    let count: String
    let path: [any CodingKey]

    init(from decoder: any Decoder) throws {
      path = decoder.codingPath
      var container = try decoder.unkeyedContainer()
      guard let price = try container.decode(WireDecimal.self).text,
        let count = try container.decode(WireDecimal.self).text
      else { throw Level.corrupted(path, "a level is [price, count]") }
      self.price = price
      self.count = count
    }

    /// - Parameter scale: 10 000 for dollars, 100 for cents.
    func level(scale: Int) throws -> BookLevel {
      let decimals = scale == 10_000 ? 4 : 2
      guard let value = FixedPoint.parse(price, decimals: decimals),
        let price = Price(exactly: value), let quantity = Quantity(contractsText: count),
        quantity >= .zero
      else { throw Level.corrupted(path, "[\(price), \(count)] is no level") }
      return BookLevel(price: price, quantity: quantity)
    }

    static func corrupted(_ path: [any CodingKey], _ reason: String) -> DecodingError {
      .dataCorrupted(.init(codingPath: path, debugDescription: reason))
    }
  }
}

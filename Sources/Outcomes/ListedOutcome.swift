/// One market of an event, as far as it matters to what its outcome pays.
public struct ListedOutcome: Hashable, Sendable {
  public var ticker: String
  /// Nil where the exchange's fields make no sense together.
  public var strike: Strike?
  /// What people read: `93° to 94°`, `Cincinnati`. Empty where the exchange does not say.
  public var title: String
  /// Both parts of the rules. Empty where the exchange does not say.
  public var rules: String
  /// Pays something between nothing and a dollar by its nature.
  public var isScalar: Bool

  public init(
    ticker: String, strike: Strike?, title: String, rules: String, isScalar: Bool = false
  ) {
    self.ticker = ticker
    self.strike = strike
    self.title = title
    self.rules = rules
    self.isScalar = isScalar
  }
}

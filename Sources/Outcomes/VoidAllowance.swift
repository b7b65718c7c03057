public import Market

/// An entry of the allow-list: somebody has read a series' rules, and says that its named outcomes
/// are all there are, but for a rule that is quoted, how likely that rule is, and what it costs.
public struct VoidAllowance: Hashable, Sendable {
  /// The series it is for.
  public var series: String
  /// Markets that an event of it has; an event with another number is not covered.
  public var outcomes: Int
  /// Words of the rule, as they stand in the rules of each market.
  public var quote: String
  /// How likely the rule comes into force, in millionths.
  public var chanceMillionths: Int64
  /// What a set of one contract of each loses then, at the most.
  public var loss: Money
  /// When the rules were read, and until when that counts.
  public var read: CivilDate
  public var until: CivilDate

  public init(
    series: String, outcomes: Int, quote: String, chanceMillionths: Int64, loss: Money,
    read: CivilDate, until: CivilDate
  ) {
    self.series = series
    self.outcomes = outcomes
    self.quote = quote
    self.chanceMillionths = chanceMillionths
    self.loss = loss
    self.read = read
    self.until = until
  }

  /// Chance times loss, a set, rounded up to the micro-dollar.
  public var charge: Money {
    let product = loss.microDollars.multipliedFullWidth(by: chanceMillionths)
    let (quotient, rest) = Int64(1_000_000).dividingFullWidth(product)
    return Money(microDollars: quotient + (rest > 0 ? 1 : 0))
  }

  /// What of it cannot be, as a sentence; nil where nothing.
  public var contradiction: String? {
    if series.isEmpty { return "an entry without a series" }
    if outcomes < 2 { return "\(series): outcomes is \(outcomes); a set has at least 2" }
    if quote.count < 12 { return "\(series): quote the rule in at least 12 characters" }
    if !(0...1_000_000).contains(chanceMillionths) {
      return "\(series): a chance is from 0 to 1"
    }
    if loss < .zero || loss > Money(cents: 100_000) {
      return "\(series): a loss is from 0 to 1000 dollars a set"
    }
    if until < read { return "\(series): it ends before it was read" }
    return nil
  }

  /// What of an event it does not fit; nil where it covers it.
  func misfit(_ event: ListedEvent, on date: CivilDate) -> String? {
    if date < read || date > until { return "counts from \(read) to \(until)" }
    if event.outcomes.count != outcomes {
      return "for \(outcomes) markets, the event has \(event.outcomes.count)"
    }
    let without = event.outcomes.first { $0.rules.ranges(of: quote).isEmpty }
    return without.map { "the rules of \($0.ticker) do not say \"\(quote)\"" }
  }
}

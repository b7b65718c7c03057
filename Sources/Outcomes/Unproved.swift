/// Why a set is not proved.
public enum Unproved: Hashable, Sendable {
  /// The event has fewer than two markets.
  case tooFewMarkets
  /// The exchange does not say that at most one of the markets pays.
  case notExclusive
  /// A market's strike fields make no sense together.
  case strikeUnread(String)
  /// A market is scalar: its YES and NO share a dollar in parts.
  case scalar(String)
  /// Names, not numbers: nothing but an entry of the allow-list says that they are all.
  case namesNotAllowed
  /// Some markets have numbers, some names.
  case mixedStrikes
  /// How finely the series is published is not in the table.
  case stepUnknown(String)
  /// A strike between two steps of what is published, or of no value at all.
  case noValue(String)
  /// A title that is not understood.
  case wordingUnread(String)
  /// A title that says something else than the strike.
  case wordingDiffers(String, title: String, strike: String)
  /// Two titles that do not speak of the same thing.
  case subjectsDiffer(String, String)
  /// No market pays there.
  case gap(String)
  /// Both pay at some value.
  case overlap(String, String)
  /// Strikes that all reach to the same end: nested, never a set by themselves.
  case nested
  /// The rules speak of an end that is no outcome, and no entry of the allow-list covers it.
  case voidRule(String)
  /// A market has no rules to look at.
  case rulesMissing(String)
  /// An entry of the allow-list does not fit any more: what differs.
  case allowanceStale(String)

  /// A few words, the same for all of a kind: what reports count by.
  public var kind: String {
    switch self {
    case .tooFewMarkets: "fewer than two markets"
    case .notExclusive: "not mutually exclusive"
    case .strikeUnread: "strike not understood"
    case .scalar: "scalar market"
    case .namesNotAllowed: "names, no entry that they are all"
    case .mixedStrikes: "numbers and names"
    case .stepUnknown: "value step unknown"
    case .noValue: "strike without a value"
    case .wordingUnread: "title not understood"
    case .wordingDiffers: "title and strike differ"
    case .subjectsDiffer: "titles of different things"
    case .gap: "values without a market"
    case .overlap: "values with two markets"
    case .nested: "nested strikes"
    case .voidRule: "void or fair-price rule"
    case .rulesMissing: "no rules"
    case .allowanceStale: "allow-list entry does not fit"
    }
  }

  /// All of it, for people.
  public var text: String {
    switch self {
    case .tooFewMarkets, .notExclusive, .namesNotAllowed, .mixedStrikes, .nested: kind
    case .strikeUnread(let ticker), .scalar(let ticker), .noValue(let ticker),
      .wordingUnread(let ticker), .rulesMissing(let ticker):
      "\(kind): \(ticker)"
    case .stepUnknown(let series): "\(kind): \(series)"
    case .wordingDiffers(let ticker, let title, let strike):
      "\(kind): \(ticker) is titled \"\(title)\" and pays at \(strike)"
    case .gap(let values): "\(kind): \(values)"
    case .overlap(let one, let other), .subjectsDiffer(let one, let other):
      "\(kind): \(one), \(other)"
    case .voidRule(let words): "\(kind): \"\(words)\""
    case .allowanceStale(let what): "\(kind): \(what)"
    }
  }
}

public import Market

/// Looks at an event's flag, strikes, titles and rules for what is sure of its markets together.
///
/// Mutually exclusive is not exhaustive, a title is not a strike, and what the rules keep open is
/// an outcome too: whatever is not known to be so is unproved.
public struct SetProver: Sendable {
  private let steps: [ValueStep]
  private let allowances: [VoidAllowance]

  /// - Parameters:
  ///   - steps: how finely series are published.
  ///   - allowances: the allow-list of named outcomes and rules of void.
  public init(steps: [ValueStep] = ValueStep.shipped, allowances: [VoidAllowance] = []) {
    self.steps = steps
    self.allowances = allowances
  }

  /// What is proved of an event on a date.
  public func proof(of event: ListedEvent, on date: CivilDate) -> SetProof {
    let strikes = event.outcomes.map(\.strike)
    if event.outcomes.count < 2 {
      return proof(
        event, event.outcomes.isEmpty ? .noMarkets : .single, all: .unproved(.tooFewMarkets))
    }
    if let broken = event.outcomes.first(where: { $0.strike == nil }) {
      return proof(event, .other, all: .unproved(.strikeUnread(broken.ticker)))
    }
    let names = strikes.count { $0 == .named }
    let kind: SetProof.Class =
      names == strikes.count
      ? .names
      : names > 0 ? .other : strikes.allSatisfy { $0?.isOneSided == true } ? .ladder : .brackets
    if let scalar = event.outcomes.first(where: \.isScalar) {
      return proof(event, kind, all: .unproved(.scalar(scalar.ticker)))
    }
    switch kind {
    case .names: return named(event, on: date)
    case .brackets, .ladder: return numbered(event, kind, on: date)
    default: return proof(event, .other, all: .unproved(.mixedStrikes))
    }
  }

  // MARK: Names

  private func named(_ event: ListedEvent, on date: CivilDate) -> SetProof {
    guard event.isExclusive == true else {
      return proof(event, .names, all: .unproved(.notExclusive))
    }
    let entries = allowances.filter { $0.series == event.series }
    guard !entries.isEmpty else {
      return proof(event, .names, all: .unproved(.namesNotAllowed))
    }
    let level = allowed(event, entries, on: date)
    return proof(event, .names, exhaustive: level, exclusive: level)
  }

  private func allowed(
    _ event: ListedEvent, _ entries: [VoidAllowance], on date: CivilDate
  ) -> ProofLevel {
    var misfit = ""
    for entry in entries {
      guard let what = entry.misfit(event, on: date) else { return .moduloVoid(entry) }
      misfit = what
    }
    return .unproved(.allowanceStale(misfit))
  }

  // MARK: Numbers

  private func numbered(
    _ event: ListedEvent, _ kind: SetProof.Class, on date: CivilDate
  ) -> SetProof {
    guard let step = ValueStep.step(of: event.series, on: date, in: steps) else {
      return proof(event, kind, all: .unproved(.stepUnknown(event.series)))
    }
    let ranges: [StepRange]
    switch Self.ranges(of: event, step) {
    case .failure(let trouble): return proof(event, kind, all: .unproved(trouble.reason))
    case .success(let found): ranges = found
    }
    let rules = ruleLevel(event, on: date)
    if let order = Self.nesting(ranges) {
      let tickers = order.map { event.outcomes[$0].ticker }
      return proof(event, .ladder, tickers, nested: rules, .unproved(.nested))
    }
    let (exhaustive, exclusive): (ProofLevel, ProofLevel)
    switch Tiling(ranges) {
    case .whole: (exhaustive, exclusive) = (rules, rules)
    case .gap(let values):
      (exhaustive, exclusive) = (.unproved(.gap(values.text(inStepsOf: step))), rules)
    case .overlap(let one, let other):
      return proof(
        event, kind,
        all: .unproved(.overlap(event.outcomes[one].ticker, event.outcomes[other].ticker)))
    }
    // The strikes alone would do; where the flag says otherwise something is not understood.
    guard event.isExclusive == true else {
      return proof(event, kind, all: .unproved(.notExclusive))
    }
    return proof(event, kind, exhaustive: exhaustive, exclusive: exclusive)
  }

  private struct Trouble: Error { let reason: Unproved }

  /// The values that pay in each market, where titles and strikes agree and all speak of one thing.
  private static func ranges(
    of event: ListedEvent, _ step: StrikeNumber
  ) -> Result<[StepRange], Trouble> {
    var ranges: [StepRange] = []
    var first: (subject: [String], ticker: String)?
    for outcome in event.outcomes {
      let ticker = outcome.ticker
      guard let range = outcome.strike?.range(inStepsOf: step) else {
        return .failure(Trouble(reason: .noValue(ticker)))
      }
      guard let wording = Wording(outcome.title) else {
        return .failure(Trouble(reason: .wordingUnread(ticker)))
      }
      guard wording.strike.range(inStepsOf: step) == range else {
        return .failure(
          Trouble(
            reason: .wordingDiffers(
              ticker, title: outcome.title, strike: range.text(inStepsOf: step))))
      }
      if let first, first.subject != wording.subject {
        return .failure(Trouble(reason: .subjectsDiffer(first.ticker, ticker)))
      }
      first = first ?? (wording.subject, ticker)
      ranges.append(range)
    }
    return .success(ranges)
  }

  /// Strict where no rule speaks of another end; else what the allow-list says.
  private func ruleLevel(_ event: ListedEvent, on date: CivilDate) -> ProofLevel {
    for outcome in event.outcomes {
      guard !outcome.rules.isEmpty else { return .unproved(.rulesMissing(outcome.ticker)) }
      guard let words = VoidClause.first(in: outcome.rules) else { continue }
      let entries = allowances.filter { $0.series == event.series }
      return entries.isEmpty ? .unproved(.voidRule(words)) : allowed(event, entries, on: date)
    }
    return .strict
  }

  /// Places from the widest to the narrowest, where each holds the next; nil where they do not.
  private static func nesting(_ ranges: [StepRange]) -> [Int]? {
    let order = ranges.indices.sorted {
      let (one, other) = (ranges[$0], ranges[$1])
      let (from, to) = (one.from ?? .min, other.from ?? .min)
      return from != to ? from < to : (one.to ?? .max, $1) > (other.to ?? .max, $0)
    }
    for (wide, narrow) in zip(order, order.dropFirst())
    where !ranges[wide].contains(ranges[narrow]) {
      return nil
    }
    return order
  }

  // MARK: Making

  private func proof(
    _ event: ListedEvent, _ kind: SetProof.Class, all level: ProofLevel
  ) -> SetProof {
    SetProof(
      event: event.ticker, series: event.series, kind: kind,
      tickers: event.outcomes.map(\.ticker), exhaustive: level, exclusive: level, nested: level,
      fingerprint: event.fingerprint)
  }

  private func proof(
    _ event: ListedEvent, _ kind: SetProof.Class, exhaustive: ProofLevel, exclusive: ProofLevel
  ) -> SetProof {
    SetProof(
      event: event.ticker, series: event.series, kind: kind,
      tickers: event.outcomes.map(\.ticker), exhaustive: exhaustive, exclusive: exclusive,
      nested: .unproved(.tooFewMarkets), fingerprint: event.fingerprint)
  }

  private func proof(
    _ event: ListedEvent, _ kind: SetProof.Class, _ tickers: [String], nested: ProofLevel,
    _ others: ProofLevel
  ) -> SetProof {
    SetProof(
      event: event.ticker, series: event.series, kind: kind, tickers: tickers, exhaustive: others,
      exclusive: others, nested: nested, fingerprint: event.fingerprint)
  }
}

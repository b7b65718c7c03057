internal import Market
internal import Trading

extension DeskConfiguration {
  /// Two keys that together never trade, or of which one never acts; nil where there are none. Each
  /// names the other in its reason.
  var impossiblePair: ProfileFault? {
    if let reason = engine.risk.neverActing { return ProfileFault(key: "risk", reason: reason) }
    for profile in engine.profiles {
      if let reason = profile.impossiblePair(under: engine.risk) {
        return ProfileFault(key: "profile.\(profile.profile.name)", reason: reason)
      }
    }
    return tooFewBooks ?? cooldowns ?? outcomes
  }

  /// No event has so many markets and so few.
  private var outcomes: ProfileFault? {
    let (least, most) = (dutching.filter.minimumOutcomes, dutching.filter.maximumOutcomes)
    guard least > most else { return nil }
    return ProfileFault(
      key: "dutching.min_outcomes", reason: "is \(least), above dutching.max_outcomes, \(most)")
  }

  /// More books are asked for than are listened to.
  private var tooFewBooks: ProfileFault? {
    guard !odds.bookmakers.isEmpty else { return nil }
    let names = Set(odds.bookmakers.map { $0.lowercased() })
    let asked = Int(engine.strategy.minimumBookmakers)
    if engine.strategy.isEnabled, asked > names.count {
      return ProfileFault(
        key: "strategy.min_bookmakers",
        reason: "is \(asked), and odds_feed.bookmakers names \(names.count): no market could trade")
    }
    // Bookmakers of one source are one book to a profile.
    let sources = names.map { books.source(of: $0) }
    let own = sources.filter { $0 < 0 }.count + Set(sources.filter { $0 >= 0 }).count
    for profile in engine.profiles where Int(profile.profile.minimumBooks) > own {
      return ProfileFault(
        key: "profile.\(profile.profile.name).min_books",
        reason: "is \(profile.profile.minimumBooks), and odds_feed.bookmakers names \(own)"
          + "\(own < names.count ? " of different sources (consensus.one_source)" : ""): no market"
          + " could trade")
    }
    return nil
  }

  /// A least time above the largest.
  private var cooldowns: ProfileFault? {
    let rules = engine.breaker.rules
    guard rules.cooldownNanoseconds > rules.longestCooldownNanoseconds else { return nil }
    return ProfileFault(
      key: "breaker.cooldown_ms",
      reason:
        "is above breaker.longest_cooldown_ms: the first time would be longer than the longest")
  }
}

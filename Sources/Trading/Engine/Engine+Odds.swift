public import Market

extension Engine {
  /// The markets of a game, as the catalogue has them.
  public func markets(of game: GameID) -> ContiguousArray<MarketID>.SubSequence {
    games.list(of: game)
  }

  func setMatched(
    _ game: GameID, _ start: Timestamp?, _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    isMatched[Int(game.index)] = true
    for place in games.places(of: game) {
      let id = games[place]
      states[Int(id.index)].isMatched = true
      if let start {
        let known = states[Int(id.index)].startTime
        states[Int(id.index)].startTime = known.map { min($0, start) } ?? start
        if hasProfiles { consensus.forget(id) }
      }
      evaluate(id, &outputs)
    }
  }

  /// A line touches every market of the game whose claim it matches to the half point. Its age
  /// begins when its feed has told it; that it has come at all shows that the feed is alive.
  func setLine(
    _ game: GameID, _ bookmaker: BookmakerID, _ line: GameLine,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    lastLineAt = now
    let toldAt = now + (0 - max(0, line.ageNanoseconds))
    if !areBreakersQuiet { cure(.staleFeed, &outputs) }
    // All at once, so that the second market's memory comes while the first one is judged.
    for place in games.places(of: game) {
      fetch(games[place])
    }
    for place in games.places(of: game) {
      let id = games[place]
      guard let claim = markets[Int(id.index)].claim, Self.matches(line.kind, claim) else {
        continue
      }
      let rule = PricingRule(
        devigMethod: markets[Int(id.index)].devigMethod, tieRule: markets[Int(id.index)].tieRule,
        tieProbability: markets[Int(id.index)].tieProbability)
      let yes = board.set(
        line, claim: claim, rule: rule, id: id, bookmaker: bookmaker, time: toldAt)
      if hasProfiles { consensus.set(yes, of: id, by: bookmaker, time: toldAt) }
      states[Int(id.index)].isFairDirty = true
      states[Int(id.index)].unfilledRest = nil
      evaluate(id, &outputs)
      if hasProfiles { pool(id) }
    }
  }

  /// Pools what the books say now, so that the next change of the order book finds it done: between
  /// two judgements of a market no line is looked at.
  private func pool(_ id: MarketID) {
    guard let start = states[Int(id.index)].startTime, start > venueNow else { return }
    _ = consensus.consensus(of: id, now: now, untilStart: start - venueNow)
  }

  func withdrawLine(
    _ game: GameID, _ bookmaker: BookmakerID, _ kind: LineKind,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    for place in games.places(of: game) {
      let id = games[place]
      guard let claim = markets[Int(id.index)].claim, Self.matches(kind, claim) else { continue }
      board.withdraw(id, bookmaker)
      if hasProfiles { consensus.set(nil, of: id, by: bookmaker, time: now) }
      states[Int(id.index)].isFairDirty = true
      states[Int(id.index)].unfilledRest = nil
      evaluate(id, &outputs)
    }
  }

  /// Whether a line speaks of exactly what a contract claims. A line on which the result can fall
  /// never does: the bookmaker returns the stake there, the contract pays one side.
  static func matches(_ kind: LineKind, _ claim: Claim) -> Bool {
    switch (kind, claim) {
    case (.winner, .winner): true
    case (.spread(let home), .spread(.home, let over)): home == -over && !over.canPush
    case (.spread(let home), .spread(.away, let over)): home == over && !over.canPush
    case (.total(let points), .total(let over)): points == over && !over.canPush
    default: false
    }
  }

  /// The fair value of a market, computed again only when a line changed or one went stale.
  func refreshFair(_ index: Int) {
    let limit = configuration.execution.staleOddsNanoseconds
    guard states[index].isFairDirty || now > states[index].fairValidUntil else {
      // A stale line gets staler: only the distance changes.
      if case .stale = states[index].absence {
        let over = now - states[index].freshestLine - limit
        states[index].absence = .stale(overNanoseconds: over)
      }
      return
    }
    states[index].isFairDirty = false
    let result = board.fairValue(
      of: MarketID(index), now: now, maximumAgeNanoseconds: limit,
      minimumBookmakers: configuration.strategy.minimumBookmakers)
    switch result {
    case .success(let fair):
      states[index].lastFair = fair
      states[index].absence = nil
      states[index].fairValidUntil = fair.oldest + limit
    case .failure(let error):
      states[index].absence = error.absence
      // Only a new line can bring a value back; too few can become stale, or fewer.
      states[index].fairValidUntil = .distantFuture
      switch error.absence {
      case .noOdds: break
      case .stale(let over): states[index].freshestLine = now + (0 - over - limit)
      case .tooFew:
        states[index].fairValidUntil =
          board.oldestFresh(of: MarketID(index), now: now, maximumAgeNanoseconds: limit) + limit
      }
    }
  }
}

internal import Market
internal import Probability

/// What every bookmaker says of every market, and what they say together: pooled when a line
/// comes, and read until one goes stale. Never allocates after `init`.
struct ConsensusBoard {
  /// One bookmaker's line on one market.
  struct Line {
    var opinion: BookOpinion
    /// When its age began.
    var time = Timestamp.distantPast
    /// When it first said what it says, and the log odds that the book's line had until then; nil
    /// where it had none.
    var movedAt = Timestamp.distantPast
    var logOddsBefore: Double?
    var isPresent = false

    /// What the line said at an instant, as far back as its last move.
    func logOdds(at time: Timestamp) -> Double {
      movedAt > time ? logOddsBefore ?? opinion.logOdds : opinion.logOdds
    }
  }

  /// What was pooled last.
  private struct Pooled {
    var consensus: Consensus?
    var at = Timestamp.distantPast
    var validUntil = Timestamp.distantPast
    var isDirty = true
    /// No line has a voice any more: it is what they said when one last had.
    var isStale = false
  }

  private let configuration: ConsensusConfiguration
  let bookmakers: Int
  private(set) var lines: ContiguousArray<Line>
  /// What each other book's log odds were when the age of a line began, `bookmakers` for each line;
  /// no number where that book had none. It stays when the other book withdraws: a line that was
  /// overtaken is not right again because nobody says so any more.
  private var references: ContiguousArray<Float>
  private var pooled: ContiguousArray<Pooled>
  private(set) var pool = ConsensusPool()
  private var sharpness: ContiguousArray<Double>
  private var sources: ContiguousArray<Int32>
  /// Those of each bookmaker's own.
  private var ages: ContiguousArray<AgeLimits>

  init(_ configuration: ConsensusConfiguration, markets: Int, bookmakers: Int) {
    self.configuration = configuration
    self.bookmakers = bookmakers
    guard let even = BookOpinion(probability: 0.5) else { fatalError("one half is a probability") }
    lines = ContiguousArray(repeating: Line(opinion: even), count: markets * bookmakers)
    references = ContiguousArray(repeating: .nan, count: markets * bookmakers * bookmakers)
    pooled = ContiguousArray(repeating: Pooled(), count: markets)
    sharpness = ContiguousArray(
      (0..<bookmakers).map { configuration.sharpness.count > $0 ? configuration.sharpness[$0] : 1 })
    sources = ContiguousArray(
      (0..<bookmakers).map { configuration.sources.count > $0 ? configuration.sources[$0] : -1 })
    ages = ContiguousArray(repeating: .asForAll, count: bookmakers)
  }

  /// What is known of a bookmaker: weight and source count for its lines from now on, how old they
  /// may be for those too that are there.
  mutating func describe(
    _ bookmaker: BookmakerID, sharpness: Double, source: Int32, ages: AgeLimits
  ) {
    let book = Int(bookmaker.index)
    guard book >= 0, book < bookmakers, sharpness > 0, sharpness.isFinite, ages.isSound else {
      return
    }
    self.sharpness[book] = sharpness
    sources[book] = source
    guard self.ages[book] != ages else { return }
    self.ages[book] = ages
    for index in pooled.indices { pooled[index].isDirty = true }
  }

  /// Takes what a bookmaker's line says; nil where it says nothing any more.
  ///
  /// - Parameter time: when its age begins, which may be long before it came.
  mutating func set(
    _ probability: Double?, of market: MarketID, by bookmaker: BookmakerID, time: Timestamp
  ) {
    let book = Int(bookmaker.index)
    guard book >= 0, book < bookmakers else { return }
    let start = Int(market.index) * bookmakers
    pooled[Int(market.index)].isDirty = true
    guard let probability,
      let opinion = BookOpinion(
        probability: probability, sharpness: sharpness[book], source: sources[book])
    else {
      lines[start + book].isPresent = false
      return
    }
    let standing = lines[start + book]
    var line = Line(
      opinion: opinion, time: time, movedAt: time, isPresent: true)
    if standing.isPresent {
      let isSame = standing.opinion.logOdds == opinion.logOdds
      line.logOddsBefore = isSame ? standing.logOddsBefore : standing.opinion.logOdds
      if isSame { line.movedAt = min(standing.movedAt, time) }
    }
    lines[start + book] = line
    for place in start..<start + bookmakers {
      references[(start + book) * bookmakers + place - start] =
        lines[place].isPresent ? Float(lines[place].logOdds(at: time)) : .nan
    }
  }

  /// Something else than a line has changed what counts.
  mutating func forget(_ market: MarketID) { pooled[Int(market.index)].isDirty = true }

  /// Those of a market's books, by bit, that are sharper than another one which has a line: each
  /// of their moves may overtake a line. Books that have withdrawn theirs are among them.
  private func sharper(from start: Int) -> UInt64 {
    var least = Double.infinity
    for place in start..<start + bookmakers where lines[place].isPresent {
      least = min(least, lines[place].opinion.sharpness)
    }
    var found: UInt64 = 0
    for place in start..<start + bookmakers where lines[place].opinion.sharpness > least {
      found |= 1 << UInt64(place - start)
    }
    return found
  }

  /// Whether any sharper book has moved by more than the rule allows since the age of a line began.
  private func isOvertaken(_ place: Int, from start: Int, by sharper: UInt64, _ most: Double)
    -> Bool
  {
    let own = lines[place].opinion.sharpness
    var left = sharper
    while left != 0 {
      let other = left.trailingZeroBitCount
      left &= left - 1
      let opinion = lines[start + other].opinion
      let before = Double(references[place * bookmakers + other])
      // A comparison with what is no number is false.
      if opinion.sharpness > own, abs(opinion.logOdds - before) > most { return true }
    }
    return false
  }

  /// Until when what was pooled holds without looking at the lines again.
  func validUntil(_ market: MarketID) -> Timestamp { pooled[Int(market.index)].validUntil }

  /// What the books say of a market; nil where no book is left.
  ///
  /// What was pooled is what pooling again would give, to the last bit: weights fade with age, but
  /// only differences of age count, and those stay while no line changes or goes stale.
  ///
  /// - Parameter untilStart: nanoseconds on the venue's clock until the game begins; tells how old
  ///   lines may be.
  /// - Complexity: O(1) where nothing has changed; else as ``ConsensusPool/consensus(by:)``.
  mutating func consensus(
    of market: MarketID, now: Timestamp, untilStart: Int64
  ) -> Consensus? {
    let index = Int(market.index)
    if !pooled[index].isDirty, now <= pooled[index].validUntil {
      guard !pooled[index].isStale, var consensus = pooled[index].consensus else { return nil }
      consensus.oldestNanoseconds += now - pooled[index].at
      return consensus
    }
    return renew(index, now, untilStart)
  }

  private mutating func renew(_ index: Int, _ now: Timestamp, _ untilStart: Int64) -> Consensus? {
    let (rule, validUntil) = gather(index, now, untilStart)
    pooled[index].validUntil = validUntil
    pooled[index].isDirty = false
    guard let consensus = pool.consensus(by: rule) else {
      if opinionCount(of: MarketID(index)) == 0 { pooled[index].consensus = nil }
      pooled[index].isStale = true
      return nil
    }
    pooled[index].consensus = consensus
    pooled[index].isStale = false
    pooled[index].at = now
    return consensus
  }

  /// What the books said when one of them last had a voice, and how long the last of their lines to
  /// lose it has none, in nanoseconds. Nil where one has, none ever had, or all were withdrawn.
  ///
  /// - Parameter untilStart: as for ``consensus(of:now:untilStart:)``, which must have been asked.
  func staleConsensus(
    of market: MarketID, now: Timestamp, untilStart: Int64
  ) -> (consensus: Consensus, over: Int64)? {
    let index = Int(market.index)
    guard pooled[index].isStale, var consensus = pooled[index].consensus else { return nil }
    consensus.oldestNanoseconds += now - pooled[index].at
    let start = index * bookmakers
    var least = Int64.max
    for place in start..<start + bookmakers where lines[place].isPresent {
      let own = ages[place - start].maximumAge(untilStart: untilStart)
      let limit = own > 0 ? own : configuration.ages.maximumAge(untilStart: untilStart)
      least = min(least, now - lines[place].time - limit)
    }
    return (consensus, max(0, least))
  }

  /// Pools what the books say of a market now, and keeps nothing of it but the pool itself.
  ///
  /// - Returns: how they were pooled.
  mutating func poolAgain(
    _ market: MarketID, now: Timestamp, untilStart: Int64
  ) -> ConsensusRule.Method {
    let rule = gather(Int(market.index), now, untilStart).rule
    _ = pool.consensus(by: rule)
    return rule.method
  }

  /// Fills the pool with every line of a market, by ascending bookmaker.
  ///
  /// - Returns: the rule of now, and until when nothing but ages changes.
  private mutating func gather(
    _ index: Int, _ now: Timestamp, _ untilStart: Int64
  ) -> (rule: ConsensusRule, validUntil: Timestamp) {
    var rule = configuration.rule
    rule.maximumAgeNanoseconds = configuration.ages.maximumAge(untilStart: untilStart)
    let start = index * bookmakers
    let sharper = sharper(from: start)
    pool.removeAll()
    var validUntil = Timestamp.distantFuture
    for place in start..<start + bookmakers where lines[place].isPresent {
      let line = lines[place]
      var opinion = line.opinion
      opinion.ageNanoseconds = now - line.time
      opinion.maximumAgeNanoseconds = ages[place - start].maximumAge(untilStart: untilStart)
      let limit = opinion.maximumAge(under: rule)
      if opinion.ageNanoseconds <= limit { validUntil = min(validUntil, line.time + limit) }
      opinion.isOvertaken = isOvertaken(place, from: start, by: sharper, rule.sharpMove)
      pool.add(opinion)
    }
    // Closer to the game lines may be less old, from the instant on in which that begins.
    let untilLate = untilStart - AgeLimits.lateBeginsNanoseconds
    let untilPhase = untilLate > 0 ? untilLate : untilStart
    if untilPhase > 0 { validUntil = min(validUntil, now + (untilPhase - 1)) }
    return (rule, validUntil)
  }
}

/// Finds the one name a misspelt one must mean.
///
/// A slip of the pen changes one word that no team's name contains; all other words stand, in
/// order. So a real word never becomes another one: Indiana is not Indian*s*, Texas not Texa*n*s,
/// and, unless the nickname stands behind it, Southwest Missouri not Southeast Missouri.
struct SpellingSearch {
  /// The best must be at least this similar, from 0 to 1.
  static let minimumScore = 0.9
  /// And lead every other team by this much.
  static let margin = 0.05
  /// What is less similar is not even named as the nearest.
  static let worthNaming = 0.75

  let index: LeagueIndex
  let form: NormalForm
  /// The form's words as the league knows them.
  let words: [LeagueIndex.Word]

  /// The team, or why there is none. Only a name with exactly one unknown word is searched for.
  ///
  /// - Complexity: O(length × spellings / 64), and O(length) for each spelling whose letters come
  ///   as near as the second best team's.
  func match() -> Result<Int, UnmatchedReason> {
    guard words.count(where: { !$0.traits.contains(.vocabulary) }) == 1 else {
      return .failure(.unknownName)
    }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 256) { masks in
      guard let start = masks.baseAddress else { return .failure(.unknownName) }
      let pattern = SpellingPattern(form.key, masks: start)
      if form.key.count > SpellingPattern.maximumBytes { return judge(plainSearch(), pattern) }
      var scan = SpellingScan(name: form.key, spellings: index.spellings, pattern: pattern)
      // Most slips are settled before all spellings that come into question are compared.
      let nearest = scan.run { isSlip($0, pattern) }
      return judge(nearest, pattern)
    }
  }

  private func judge(
    _ nearest: NearestSpellings, _ pattern: SpellingPattern
  ) -> Result<Int, UnmatchedReason> {
    guard let best = nearest.best else { return .failure(.unknownName) }
    let second = nearest.second
    let lead = best.score - (second?.score ?? 0)
    if lead >= Self.margin, isSlip(best, pattern) {
      return .success(best.team)
    }
    let teams = index.names.teams
    return .failure(
      .belowMargin(
        best: teams[best.team].label, second: second.map { teams[$0.team].label },
        bestScore: best.score, secondScore: second?.score ?? 0))
  }

  /// True where a spelling is similar enough and one unknown word of five letters or more stands
  /// for one of its words, all others equal.
  private func isSlip(_ found: FoundSpelling, _ pattern: SpellingPattern) -> Bool {
    guard found.score >= Self.minimumScore else { return false }
    return index.spellings.spellings[found.position].bytes.withUnsafeBufferPointer { meant in
      // A word that names other schools is no slip where it stands for a place.
      let isOther = words.contains {
        $0.traits.contains(.other) && !$0.traits.contains(.vocabulary)
      }
      if isOther, index.teams(ofPlace: UnsafeRawBufferPointer(meant)) != nil { return false }
      return isSlip(meant, pattern)
    }
  }

  private func isSlip(_ meant: UnsafeBufferPointer<UInt8>, _ pattern: SpellingPattern) -> Bool {
    guard form.count > 1 else { return false }
    var differing: (place: Int, part: Range<Int>)?
    var start = 0
    for place in 0..<form.count {
      guard start <= meant.count else { return false }
      let part = start..<(meant[start...].firstIndex(of: UInt8(ascii: " ")) ?? meant.count)
      if !form[place].elementsEqual(meant[part]) {
        guard differing == nil else { return false }
        differing = (place, part)
      }
      start = part.upperBound + 1
    }
    guard start == meant.count + 1, let (place, range) = differing else { return false }
    let (given, part) = (form[place], UnsafeBufferPointer(rebasing: meant[range]))
    let longest = max(given.count, part.count)
    let allowed = longest >= 9 ? 2 : 1
    guard !words[place].traits.contains(.vocabulary), longest >= 5 else { return false }
    let word = form.place(place)
    let distance =
      word.upperBound <= SpellingPattern.maximumBytes
      ? pattern.distance(of: word, to: part) : SpellingPattern.plain(given, part)
    return distance <= allowed
  }

  /// Every spelling, one by one: for names too long for the scan.
  private func plainSearch() -> NearestSpellings {
    var nearest = NearestSpellings()
    for (position, spelling) in index.spellings.spellings.enumerated() {
      let longest = max(form.key.count, spelling.bytes.count)
      let limit = NearestSpellings.limit(longest)
      guard abs(form.key.count - spelling.bytes.count) <= limit else { continue }
      let distance = SpellingPattern.plain(form.key, spelling.bytes)
      guard distance <= limit else { continue }
      nearest.note(
        FoundSpelling(
          position: position, team: spelling.team,
          score: NearestSpellings.score(distance, longest)))
    }
    return nearest
  }
}

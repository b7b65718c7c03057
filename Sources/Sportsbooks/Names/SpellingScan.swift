/// One name's way through the spellings of a league: those whose letters come nearest first, until
/// no other can be as similar as the second best team's.
struct SpellingScan {
  /// A block that comes into question.
  private struct Block {
    var number: Int
    /// The longer of the name's and the block's length.
    var longest: Int
    /// Letters that only the spellings have, at least.
    var surplus: Int
    /// The most letters of the name that a spelling may lack.
    var limit: Int
    var lacking: LaneCounts
  }

  private let name: UnsafeRawBufferPointer
  private let index: SpellingIndex
  private let pattern: SpellingPattern

  init(name: UnsafeRawBufferPointer, spellings: SpellingIndex, pattern: SpellingPattern) {
    self.name = name
    index = spellings
    self.pattern = pattern
  }

  /// The nearest spelling and the nearest of another team. Where `isSure` says that the nearest is
  /// meant, what cannot contest it any more is not looked at, and the second may be missing.
  mutating func run(_ isSure: (FoundSpelling) -> Bool) -> NearestSpellings {
    let blocks = index.lengths.count
    return withUnsafeTemporaryAllocation(of: Block.self, capacity: max(blocks, 1)) { memory in
      let count = fill(memory)
      let found = UnsafeMutableBufferPointer(rebasing: memory[..<count])
      if let nearest = search(found, isSure) { return nearest }
      return search(found) { _ in false } ?? NearestSpellings()
    }
  }

  /// Counts the letters that each spelling of a fitting length lacks.
  private func fill(_ memory: UnsafeMutableBufferPointer<Block>) -> Int {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: SpellingPattern.maximumBytes) { rows in
      let planes = rowsOfName(rows)
      var count = 0
      index.planes.withUnsafeBufferPointer { bits in
        for (number, length) in index.lengths.enumerated() {
          let longest = max(length, name.count)
          let limit = NearestSpellings.limit(longest)
          guard abs(length - name.count) <= limit else { continue }
          let surplus = max(0, length - name.count)
          var lacking = LaneCounts()
          var plane = 0
          while plane + 4 <= planes {
            lacking.add(
              bits[rows[plane] + number], bits[rows[plane + 1] + number],
              bits[rows[plane + 2] + number], bits[rows[plane + 3] + number])
            plane += 4
          }
          for plane in plane..<planes { lacking.add(bits[rows[plane] + number]) }
          memory.initializeElement(
            at: count,
            to: Block(
              number: number, longest: longest, surplus: surplus, limit: limit - surplus,
              lacking: lacking))
          count += 1
        }
      }
      return count
    }
  }

  /// Where the planes of the name's letters begin.
  private func rowsOfName(_ rows: UnsafeMutableBufferPointer<Int>) -> Int {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: SpellingIndex.letters) { seen in
      seen.update(repeating: 0)
      var count = 0
      for byte in name {
        let letter = SpellingIndex.letter(byte)
        if seen[letter] < SpellingIndex.depth {
          rows[count] =
            (letter * SpellingIndex.depth + seen[letter]) * index.lengths.count
          count += 1
        }
        seen[letter] += 1
      }
      return count
    }
  }

  /// Compares spelling by spelling, by rising number of edits that the letters alone ask for. Nil
  /// where something was passed over for a sure name that then was contested.
  private func search(
    _ blocks: UnsafeMutableBufferPointer<Block>, _ isSure: (FoundSpelling) -> Bool
  ) -> NearestSpellings? {
    var nearest = NearestSpellings()
    var sure: Int?
    var wasPassedOver = false
    var edits = 0
    var open = blocks.count
    while open > 0 {
      var kept = 0
      for place in 0..<open {
        let lacking = edits - blocks[place].surplus
        guard lacking <= blocks[place].limit else { continue }
        let most = NearestSpellings.score(edits, blocks[place].longest)
        if let second = nearest.second, most < second.score { continue }
        if let best = nearest.best, best.position == sure,
          best.score - most >= SpellingSearch.margin
        {
          wasPassedOver = true
          continue
        }
        if kept < place { blocks.swapAt(kept, place) }
        kept += 1
        guard lacking >= 0 else { continue }
        let before = nearest.best?.position
        compare(blocks[kept - 1], lacking, &nearest)
        if let best = nearest.best, best.position != before, isSure(best) { sure = best.position }
      }
      open = kept
      edits += 1
    }
    guard wasPassedOver, let best = nearest.best else { return nearest }
    let isSettled =
      best.position == sure && best.score - (nearest.second?.score ?? 0) >= SpellingSearch.margin
    return isSettled ? nearest : nil
  }

  private func compare(
    _ block: Block, _ lacking: Int, _ nearest: inout NearestSpellings
  ) {
    let lanes = block.lacking.lanes(equalTo: lacking) & index.occupied[block.number]
    for half in 0..<2 {
      var bits = lanes[half]
      while bits != 0 {
        let lane = half * 64 + bits.trailingZeroBitCount
        bits &= bits &- 1
        let position = Int(index.positions[block.number * SpellingIndex.lanesPerBlock + lane])
        let range = index.ends[position]..<index.ends[position + 1]
        let distance = index.bytes.withUnsafeBufferPointer {
          pattern.distance(of: 0..<name.count, to: UnsafeBufferPointer(rebasing: $0[range]))
        }
        guard distance <= block.limit + block.surplus else { continue }
        nearest.note(
          FoundSpelling(
            position: position, team: index.spellings[position].team,
            score: NearestSpellings.score(distance, block.longest)))
      }
    }
  }
}

/// The spellings of a league, laid out so that most of them are ruled out 64 at a time.
///
/// Spellings of one length stand together in blocks. For each letter and n there is a plane with a
/// bit for each spelling: set where the spelling has the letter fewer than n times. The planes of a
/// name's letters added up are the letters that a spelling lacks, and each costs an edit.
final class SpellingIndex: Sendable {
  /// A whole name of one team.
  struct Spelling: Sendable {
    let bytes: [UInt8]
    let team: Int
  }

  /// 128 spellings of one length.
  typealias Lanes = SIMD2<UInt64>
  static let lanesPerBlock = 128
  /// How many of one letter are told apart; more than that rule nothing out.
  static let depth = 4
  /// `a` to `z`, the space, and all else.
  static let letters = 28

  /// Sorted by bytes.
  let spellings: [Spelling]
  /// The length of each block's spellings, ascending.
  let lengths: [Int]
  /// By block and lane, positions in ``spellings``; -1 where there is none.
  let positions: [Int32]
  /// By block: the lanes that hold a spelling.
  let occupied: [Lanes]
  /// By letter, n and block.
  let planes: [Lanes]
  /// All spellings' bytes, one behind the other, and where each ends.
  let bytes: [UInt8]
  let ends: [Int]

  init(_ spellings: [Spelling]) {
    self.spellings = spellings
    var bytes: [UInt8] = []
    var ends = [0]
    for spelling in spellings {
      bytes += spelling.bytes
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
    let order = spellings.indices.sorted {
      (spellings[$0].bytes.count, $0) < (spellings[$1].bytes.count, $1)
    }
    var lengths: [Int] = []
    var positions: [Int32] = []
    for position in order {
      let length = spellings[position].bytes.count
      if lengths.last != length || positions.last != -1 {
        lengths.append(length)
        positions += [Int32](repeating: -1, count: Self.lanesPerBlock)
      }
      let start = (lengths.count - 1) * Self.lanesPerBlock
      let free = positions[start...].firstIndex(of: -1) ?? start
      positions[free] = Int32(position)
    }
    self.lengths = lengths
    self.positions = positions
    var occupied = [Lanes](repeating: .zero, count: lengths.count)
    var planes = [Lanes](
      repeating: .zero, count: Self.letters * Self.depth * lengths.count)
    for (place, position) in positions.enumerated() where position >= 0 {
      let (block, lane) = place.quotientAndRemainder(dividingBy: Self.lanesPerBlock)
      let bit = UInt64(1) << UInt64(lane % 64)
      occupied[block][lane / 64] |= bit
      var counts = [Int](repeating: 0, count: Self.letters)
      for byte in spellings[Int(position)].bytes { counts[Self.letter(byte)] += 1 }
      for (letter, count) in counts.enumerated() where count < Self.depth {
        for plane in count..<Self.depth {
          planes[(letter * Self.depth + plane) * lengths.count + block][lane / 64] |= bit
        }
      }
    }
    self.occupied = occupied
    self.planes = planes
  }

  static func letter(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
    case UInt8(ascii: " "): 26
    default: 27
    }
  }
}

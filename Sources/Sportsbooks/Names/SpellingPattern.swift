/// A name that spellings are compared with: insertions, deletions, substitutions and swaps of
/// neighbours (optimal string alignment), a column of the table in one word of the machine.
///
/// The method is Hyyrö's of 2003, "A bit-vector algorithm for computing Levenshtein and Damerau
/// edit distances"; `plain` fills the table cell by cell, for names over ``maximumBytes``.
struct SpellingPattern {
  static let maximumBytes = 64

  /// By byte: the places where the name has it.
  private let masks: UnsafeMutablePointer<UInt64>

  /// - Parameter masks: 256 words of scratch memory.
  init(_ name: UnsafeRawBufferPointer, masks: UnsafeMutablePointer<UInt64>) {
    masks.update(repeating: 0, count: 256)
    for (place, byte) in name.enumerated() where place < Self.maximumBytes {
      masks[Int(byte)] |= 1 << UInt64(place)
    }
    self.masks = masks
  }

  /// The distance of a part of the name from a text.
  ///
  /// - Precondition: the part is not empty and ends within ``maximumBytes``.
  func distance(of part: Range<Int>, to text: UnsafeBufferPointer<UInt8>) -> Int {
    let shift = UInt64(part.lowerBound)
    let last = UInt64(1) << UInt64(part.count - 1)
    var distance = part.count
    var positive = ~UInt64(0)
    var negative = UInt64(0)
    var diagonal = UInt64(0)
    var before = UInt64(0)
    for byte in text {
      let here = masks[Int(byte)] >> shift
      let swapped = ((~diagonal & here) << 1) & before
      diagonal = (((here & positive) &+ positive) ^ positive) | here | negative | swapped
      var up = negative | ~(diagonal | positive)
      var down = diagonal & positive
      if up & last != 0 { distance += 1 }
      if down & last != 0 { distance -= 1 }
      up = up << 1 | 1
      down <<= 1
      positive = down | ~(diagonal | up)
      negative = up & diagonal
      before = here
    }
    return distance
  }

  /// The distance of two texts of any length.
  ///
  /// - Complexity: O(left × right).
  static func plain(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Int {
    let (left, right) = (Array(left), Array(right))
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var row = last
    for i in left.indices {
      row[0] = i + 1
      for j in right.indices {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row[j + 1] = best
      }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count]
  }
}

/// The name of a segment's file: eight digits and `.dbj`, then `.zst` once it is compressed.
struct SegmentName: Hashable, Sendable {
  let number: UInt64
  let isCompressed: Bool

  static let suffix = ".dbj"
  static let compressedSuffix = ".dbj.zst"
  /// A compressed file that is still being written.
  static let partSuffix = ".part"

  /// Whether a name is that of a compressed segment that was never finished.
  static func isPart(_ name: String) -> Bool {
    name.hasSuffix(partSuffix)
      && SegmentName(String(name.dropLast(partSuffix.utf8.count)))?.isCompressed == true
  }

  init(number: UInt64, isCompressed: Bool = false) {
    self.number = number
    self.isCompressed = isCompressed
  }

  init?(_ name: String) {
    isCompressed = name.hasSuffix(Self.compressedSuffix)
    guard isCompressed || name.hasSuffix(Self.suffix) else { return nil }
    let digits = name.dropLast((isCompressed ? Self.compressedSuffix : Self.suffix).utf8.count)
    guard digits.utf8.count >= 8, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let number = UInt64(digits), number > 0
    else { return nil }
    self.number = number
  }

  var text: String {
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 8 - digits.utf8.count))
    return zeros + digits + (isCompressed ? Self.compressedSuffix : Self.suffix)
  }

  /// The segments among some names, ascending. Where one is there plain and compressed, the plain
  /// one counts: the other may not be whole.
  static func segments(among names: [String]) -> [SegmentName] {
    let found = names.compactMap(SegmentName.init)
    let plain = Set(found.filter { !$0.isCompressed }.map(\.number))
    return found.filter { !$0.isCompressed || !plain.contains($0.number) }
      .sorted { $0.number < $1.number }
  }
}

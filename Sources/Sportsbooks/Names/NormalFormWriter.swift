#if canImport(Glibc)
  internal import Glibc
#endif

/// Brings a name's bytes to normal form in three passes: words, initials, abbreviations.
struct NormalFormWriter {
  /// Bytes of scratch memory that a name of `count` bytes needs: `&` alone becomes `and` and a
  /// space.
  static func scratchBytes(_ count: Int) -> Int { 2 * count + keyBytes(count) }

  private static func keyBytes(_ count: Int) -> Int { 4 * count + 16 }

  /// Lower-case words without punctuation, and behind them joined initials.
  private let raw: UnsafeMutablePointer<UInt8>
  private var rawCount = 0
  private let key: UnsafeMutablePointer<UInt8>
  private var keyCount = 0
  /// One for each byte of the name is enough.
  private let words: UnsafeMutablePointer<Range<Int>>
  private var count = 0
  private var wordStart = 0
  private var lettersSinceDot = 0

  init(
    scratch: UnsafeMutableBufferPointer<UInt8>, words: UnsafeMutableBufferPointer<Range<Int>>,
    name: UnsafeBufferPointer<UInt8>
  ) {
    // Both hold a byte at least, so they have an address.
    guard let start = scratch.baseAddress, let first = words.baseAddress else {
      preconditionFailure("scratch memory is never empty")
    }
    key = start
    raw = start + Self.keyBytes(name.count)
    self.words = first
    read(name)
    joinInitials()
  }

  private mutating func append(_ byte: UInt8) {
    raw[rawCount] = byte
    rawCount += 1
  }

  private mutating func endWord() {
    if rawCount > wordStart {
      words[count] = wordStart..<rawCount
      count += 1
      wordStart = rawCount
    }
    lettersSinceDot = 0
  }

  private mutating func read(_ name: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < name.count {
      let byte = name[index]
      index += 1
      lettersSinceDot += 1
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): append(byte | 0x20)
      case UInt8(ascii: "&"):
        endWord()
        append(byte)
        endWord()
      // Apostrophes belong to their word.
      case UInt8(ascii: "'"), UInt8(ascii: "`"): continue
      // A dot ends an abbreviation (`St.John`) but not an initial (`U.C.`).
      case UInt8(ascii: "."):
        if lettersSinceDot > 2 { endWord() }
        lettersSinceDot = 0
      case ..<0x80: endWord()
      default:
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        let end = min(index - 1 + length, name.count)
        read(letter: UnsafeBufferPointer(rebasing: name[index - 1..<end]))
        index = end
      }
    }
    endWord()
  }

  /// A scalar beyond ASCII; Swift's strings are valid UTF-8.
  private mutating func read(letter: UnsafeBufferPointer<UInt8>) {
    var value = UInt32(letter[0]) & (0xFF >> UInt32(letter.count + 1))
    for byte in letter.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
    guard let scalar = Unicode.Scalar(value), !LetterFolding.isPartOfWord(scalar) else { return }
    if let folded = LetterFolding.folded(scalar) {
      folded.withUTF8Buffer { for byte in $0 { append(byte) } }
    } else if scalar.properties.isAlphabetic {
      // A letter that no team's name has stays: what it belongs to is no name of ours.
      for byte in letter { append(byte) }
    } else {
      endWord()
    }
  }

  /// `A & M` and `A and M` are `a&m`.
  private mutating func joinInitials() {
    guard count > 2 else { return }
    var kept = 1
    var index = 1
    while index < count - 1 {
      let (before, after) = (words[kept - 1], words[index + 1])
      let isInitials = before.count == 1 && after.count == 1
      if isInitials, isWord(raw, words[index], "&") || isWord(raw, words[index], "and") {
        let (first, last) = (raw[before.lowerBound], raw[after.lowerBound])
        let start = rawCount
        for byte in [first, UInt8(ascii: "&"), last] { append(byte) }
        words[kept - 1] = start..<rawCount
        index += 2
      } else {
        words[kept] = words[index]
        kept += 1
        index += 1
      }
    }
    while index < count {
      words[kept] = words[index]
      kept += 1
      index += 1
    }
    count = kept
  }

  /// Writes abbreviations out, drops articles and a "University of" that tells nothing.
  mutating func write() -> NormalForm {
    let first = count > 1 && isWord(raw, words[0], "the") ? 1 : 0
    var written = 0
    for index in first..<max(count, first) {
      if written > 0 { write(UInt8(ascii: " ")) }
      let start = keyCount
      if let text = spelledOut(words[index], after: written == 0 ? nil : words[written - 1]) {
        text.withUTF8Buffer { for byte in $0 { write(byte) } }
      } else {
        for place in words[index] { write(raw[place]) }
      }
      words[written] = start..<keyCount
      written += 1
    }
    var begin = 0
    if written > 2, isWord(key, words[0], "university"), isWord(key, words[1], "of"),
      !LetterFolding.otherUniversities.contains(where: {
        isWord(key, words[2].lowerBound..<keyCount, $0)
      })
    {
      begin = 2
    }
    if written - begin > 1, isWord(key, words[begin], "the") { begin += 1 }
    return NormalForm(
      bytes: key, words: UnsafeBufferPointer(start: words + begin, count: written - begin))
  }

  private mutating func write(_ byte: UInt8) {
    key[keyCount] = byte
    keyCount += 1
  }

  /// An abbreviation's whole word; `St.` is a saint at the beginning, else mostly a state.
  private func spelledOut(_ word: Range<Int>, after before: Range<Int>?) -> StaticString? {
    guard word.count <= 4 else { return nil }
    if isWord(raw, word, "st") {
      let isSaint = before.map { isWord(key, $0, "mount") || isWord(key, $0, "of") } ?? true
      return isSaint ? "saint" : "state"
    }
    if isWord(raw, word, "&") { return "and" }
    if isWord(raw, word, "mt") { return "mount" }
    if isWord(raw, word, "ft") { return "fort" }
    if isWord(raw, word, "univ") { return "university" }
    return isWord(raw, word, "intl") ? "international" : nil
  }

  private func isWord(
    _ bytes: UnsafeMutablePointer<UInt8>, _ word: Range<Int>, _ text: StaticString
  ) -> Bool {
    word.count == text.utf8CodeUnitCount
      && memcmp(bytes + word.lowerBound, text.utf8Start, word.count) == 0
  }
}

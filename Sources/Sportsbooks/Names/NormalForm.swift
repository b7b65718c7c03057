/// A name in normal form as bytes: its words joined by single spaces.
///
/// Points into scratch memory of ``TeamNormalizer/withForm(of:_:)`` and must not outlive its body.
struct NormalForm {
  private let bytes: UnsafePointer<UInt8>
  private let words: UnsafeBufferPointer<Range<Int>>

  init(bytes: UnsafePointer<UInt8>, words: UnsafeBufferPointer<Range<Int>>) {
    self.bytes = bytes
    self.words = words
  }

  /// The number of words.
  var count: Int { words.count }

  /// The whole form; empty where there is no word.
  var key: UnsafeRawBufferPointer { beginning(count) }

  /// The first words, joined.
  func beginning(_ count: Int) -> UnsafeRawBufferPointer {
    guard count > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return slice(words[0].lowerBound..<words[count - 1].upperBound)
  }

  /// One word.
  subscript(index: Int) -> UnsafeRawBufferPointer { slice(words[index]) }

  /// Where a word stands in ``key``.
  func place(_ index: Int) -> Range<Int> {
    let first = words[0].lowerBound
    return words[index].lowerBound - first..<words[index].upperBound - first
  }

  /// The first words and the first letter of the next: `los angeles s`.
  func beginning(_ count: Int, andLetters letters: Int) -> UnsafeRawBufferPointer {
    slice(words[0].lowerBound..<words[count].lowerBound + letters)
  }

  /// The bytes of a word's first character: one but for letters of other scripts.
  func firstCharacterCount(_ index: Int) -> Int {
    let word = self[index]
    if word[0] < 0x80, word.count == 1 || word[1] < 0x80 { return 1 }
    return String(decoding: word, as: UTF8.self).first?.utf8.count ?? 0
  }

  private func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.count)
  }
}

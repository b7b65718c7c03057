/// Brings all spellings of one name to one form: lower case, no accents, no punctuation, `St.` told
/// apart into "state" and "saint".
///
/// It never drops a word that tells two teams apart; mascots go only where the tables know them.
public enum TeamNormalizer {
  /// Longer names are not looked at.
  public static let maximumBytes = 120

  /// The name's words in normal form; empty where it has no letter or digit.
  ///
  /// - Complexity: O(count).
  public static func tokens(_ name: some StringProtocol) -> [String] {
    withForm(of: name) { form in
      (0..<form.count).map { String(decoding: form[$0], as: UTF8.self) }
    }
  }

  /// The words joined by single spaces: equal keys are equal names.
  public static func key(_ name: some StringProtocol) -> String {
    withForm(of: name) { String(decoding: $0.key, as: UTF8.self) }
  }

  /// The normal form as bytes, in scratch memory that ends with `body`.
  ///
  /// - Complexity: O(count), without a heap allocation for names up to ``maximumBytes``.
  static func withForm<Result>(
    of name: some StringProtocol, _ body: (NormalForm) -> Result
  ) -> Result {
    func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Result {
      let count = max(bytes.count, 1)
      return withUnsafeTemporaryAllocation(
        of: UInt8.self, capacity: NormalFormWriter.scratchBytes(count)
      ) { scratch in
        withUnsafeTemporaryAllocation(of: Range<Int>.self, capacity: count) { words in
          var writer = NormalFormWriter(scratch: scratch, words: words, name: bytes)
          return body(writer.write())
        }
      }
    }
    return name.utf8.withContiguousStorageIfAvailable(read)
      ?? Array(name.utf8).withUnsafeBufferPointer(read)
  }
}

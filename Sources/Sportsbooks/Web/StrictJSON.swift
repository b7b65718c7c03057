/// The shape of one JSON object on a line, checked before a decoder reads its values.
///
/// The decoder takes the first or the last of two equal keys and lets a comma stand before a
/// closing bracket; whoever typed such a line meant something, and which is not known.
public enum StrictJSON {
  /// What is wrong with the text as a JSON object; nil when nothing is. Values themselves are left
  /// to the decoder.
  ///
  /// - Complexity: O(count); nesting is bounded.
  public static func fault(in line: String) -> String? {
    var copy = line
    return copy.withUTF8 { bytes in
      var scanner = JSONScanner(UnsafeRawBufferPointer(bytes))
      do throws(JSONScanner.Fault) {
        guard scanner.peek() == UInt8(ascii: "{") else { return "not a JSON object" }
        let twice = try value(&scanner, depth: 0)
        guard scanner.peek() == nil else { throw scanner.fault("nothing more") }
        return twice.map { "\($0) is given twice" }
      } catch {
        return "not valid JSON: expected \(error.expected) at byte \(error.offset + 1)"
      }
    }
  }

  /// Steps over a value; the first key that an object in it has twice.
  private static func value(
    _ scanner: inout JSONScanner, depth: Int
  ) throws(JSONScanner.Fault) -> String? {
    guard depth < JSONScanner.nestingLimit else { throw scanner.fault("less nesting") }
    var isFirst = true
    var twice: String?
    if scanner.take(UInt8(ascii: "{")) {
      var seen: Set<String> = []
      while let key = try scanner.nextKey(isFirst: &isFirst) {
        // Written with escapes, one name has many forms, and two equal ones could pass.
        guard !key.contains(UInt8(ascii: "\\")) else { throw scanner.fault("a plain name") }
        let name = String(decoding: key, as: UTF8.self)
        if !seen.insert(name).inserted, twice == nil { twice = name }
        let inner = try value(&scanner, depth: depth + 1)
        twice = twice ?? inner
      }
    } else if scanner.take(UInt8(ascii: "[")) {
      while try scanner.nextElement(isFirst: &isFirst) {
        let inner = try value(&scanner, depth: depth + 1)
        twice = twice ?? inner
      }
    } else {
      // A string, a number or a word: never an object or a list.
      guard let byte = scanner.peek(), byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") else {
        throw scanner.fault("a value")
      }
      try scanner.skipValue()
    }
    return twice
  }
}

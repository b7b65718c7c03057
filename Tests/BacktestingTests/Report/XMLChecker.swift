/// A strict reader of XML without namespaces, comments or processing instructions: what a page of
/// ours may consist of.
struct XMLChecker {
  /// What was found, for tests that allow only some of it.
  private(set) var elements: Set<String> = []
  private(set) var attributes: Set<String> = []
  /// Texts between tags, joined.
  private(set) var text = ""
  /// The first thing that is wrong, with its place; nil for a well-formed document.
  private(set) var error: String?

  private let bytes: [UInt8]
  private var place = 0

  init(_ document: String) {
    bytes = Array(document.utf8)
    for scalar in document.unicodeScalars where error == nil {
      let isAllowed =
        scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE || scalar == "\n"
      if !isAllowed { error = "U+\(String(scalar.value, radix: 16)) is not allowed" }
    }
    if error == nil { read() }
  }

  private mutating func read() {
    if starts("<!DOCTYPE html>") { place += 15 }
    var open: [String] = []
    var isDone = false
    while place < bytes.count {
      if bytes[place] != UInt8(ascii: "<") {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "<") { place += 1 }
        let part = String(decoding: bytes[start..<place], as: UTF8.self)
        if let wrong = Self.wrongReference(part) { return fail("reference \(wrong)") }
        if part.contains("]]>") { return fail("]]> in text") }
        if open.isEmpty, part.contains(where: { !$0.isWhitespace }) { return fail("text outside") }
        text += part
      } else if starts("</") {
        place += 2
        let name = name()
        guard open.popLast() == name else { return fail("</\(name)> closes nothing") }
        guard take(">") else { return fail("</\(name) is not closed") }
        isDone = open.isEmpty
      } else {
        guard !isDone else { return fail("a second root") }
        place += 1
        let name = name()
        guard !name.isEmpty else { return fail("no name behind <") }
        elements.insert(name)
        guard readAttributes(of: name) else { return }
        if take("/>") {
          isDone = open.isEmpty
        } else if take(">") {
          open.append(name)
        } else {
          return fail("<\(name) is not closed")
        }
      }
    }
    if !open.isEmpty { fail("\(open) never closed") }
    if !isDone, error == nil { fail("no root") }
  }

  private mutating func readAttributes(of element: String) -> Bool {
    var seen: Set<String> = []
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") {
      while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
      let name = name()
      if name.isEmpty { return true }
      guard seen.insert(name).inserted else {
        fail("\(name) twice in <\(element)>")
        return false
      }
      attributes.insert(name)
      guard take("=\"") else {
        fail("\(name) has no value in quotes")
        return false
      }
      let start = place
      while place < bytes.count, bytes[place] != UInt8(ascii: "\"") { place += 1 }
      let value = String(decoding: bytes[start..<place], as: UTF8.self)
      guard !value.contains("<"), Self.wrongReference(value) == nil, take("\"") else {
        fail("the value of \(name)")
        return false
      }
    }
    return true
  }

  private mutating func name() -> String {
    let start = place
    while place < bytes.count {
      let scalar = Unicode.Scalar(bytes[place])
      let isName = scalar.properties.isAlphabetic && scalar.isASCII
      let isInner = place > start && ("0"..."9" ~= scalar || scalar == "-" || scalar == ":")
      guard isName || isInner else { break }
      place += 1
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private func starts(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    guard starts(text) else { return false }
    place += text.utf8.count
    return true
  }

  private mutating func fail(_ what: String) {
    error = error ?? "\(what) at byte \(place)"
  }

  /// The first `&` that begins no reference that XML knows.
  private static func wrongReference(_ text: String) -> String? {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0 != ";" }
      let isNumber = name.hasPrefix("#") && name.dropFirst().allSatisfy(\.isNumber)
      guard part.count > name.count, isNumber || ["amp", "lt", "gt", "quot"].contains(name) else {
        return String(name.prefix(12))
      }
    }
    return nil
  }
}

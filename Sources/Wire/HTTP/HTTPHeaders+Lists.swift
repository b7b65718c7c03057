/// Fields that are lists (RFC 9110 section 5.6.1).
extension HTTPHeaders {
  /// All values of that name, in order.
  public func values(of name: String) -> [String] {
    let lowercased = name.lowercased()
    return fields.filter { $0.name.lowercased() == lowercased }.map(\.value)
  }

  /// The elements of all fields of that name, trimmed; empty ones are left out.
  public func elements(of name: String) -> [String] {
    values(of: name).flatMap { value in
      value.split(separator: ",").map { element in
        var element = element
        while let first = element.first, first == " " || first == "\t" { element.removeFirst() }
        while let last = element.last, last == " " || last == "\t" { element.removeLast() }
        return String(element)
      }
    }.filter { !$0.isEmpty }
  }

  /// Whether a list has the element, compared without regard to case.
  public func contains(_ element: String, in name: String) -> Bool {
    let lowercased = element.lowercased()
    return elements(of: name).contains { $0.lowercased() == lowercased }
  }
}

/// What requests and responses share when they are written.
enum HTTPEncoding {
  /// Checks every field before a byte is written.
  static func check(_ headers: HTTPHeaders, bodyCount: Int) throws(HTTPEncodeError) {
    for field in headers.fields {
      guard !field.name.isEmpty, field.name.utf8.allSatisfy(HTTPBytes.isToken) else {
        throw .badHeaderName(printable(field.name))
      }
      guard field.value.utf8.allSatisfy(HTTPBytes.isValue) else {
        throw .badHeaderValue(name: field.name)
      }
    }
    guard headers["Transfer-Encoding"] == nil else { throw .badLength }
    let lengths = headers.values(of: "Content-Length")
    guard lengths.isEmpty || lengths == [String(bodyCount)] else { throw .badLength }
  }

  /// Appends one field that has been checked.
  static func append(_ name: String, _ value: String, into output: inout ByteBuffer) -> Bool {
    output.append(utf8: name) && output.append(": ") && output.append(utf8: value)
      && output.append("\r\n")
  }

  /// Appends `Content-Length`.
  static func append(contentLength: Int, into output: inout ByteBuffer) -> Bool {
    output.append("Content-Length: ") && output.append(decimal: contentLength)
      && output.append("\r\n")
  }

  /// The name for an error message: what could break a line of a log is replaced.
  private static func printable(_ name: String) -> String {
    String(decoding: name.utf8.prefix(64).map { HTTPBytes.isTarget($0) ? $0 : 0x3F }, as: UTF8.self)
  }
}

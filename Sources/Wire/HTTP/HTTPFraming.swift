/// What the header fields of one message say about its length and its connection (RFC 9112 sections
/// 6 and 9, RFC 9110 section 10.1.1), read without allocation.
struct HTTPFraming: Hashable, Sendable {
  var contentLength: Int?
  var isChunked = false
  var hasClose = false
  var hasKeepAlive = false
  var expectsContinue = false
  var hostCount = 0

  /// Whether the connection may carry another message after this one.
  func keepsAlive(minorVersion: Int) -> Bool {
    minorVersion >= 1 ? !hasClose : hasKeepAlive && !hasClose
  }

  /// Reads the fields of a head: everything behind the start line, up to and with the empty line.
  init(fields: UnsafeRawBufferPointer, minorVersion: Int) throws(HTTPParseError) {
    var cursor = 0
    var hasTransferEncoding = false
    while let field = try HTTPField.next(fields, &cursor) {
      let name = field.name
      switch name.count {
      case 4 where HTTPBytes.equal(name, lowercased: "host"):
        hostCount += 1
      case 6 where HTTPBytes.equal(name, lowercased: "expect"):
        guard HTTPBytes.equal(field.value, lowercased: "100-continue") else {
          throw .unsupportedExpectation
        }
        expectsContinue = minorVersion >= 1
      case 10 where HTTPBytes.equal(name, lowercased: "connection"):
        readConnection(field.value)
      case 14 where HTTPBytes.equal(name, lowercased: "content-length"):
        guard contentLength == nil else { throw .repeatedContentLength }
        guard let length = HTTPBytes.decimal(field.value) else { throw .badContentLength }
        contentLength = length
      case 17 where HTTPBytes.equal(name, lowercased: "transfer-encoding"):
        guard !hasTransferEncoding, minorVersion >= 1,
          HTTPBytes.equal(field.value, lowercased: "chunked")
        else { throw .unsupportedTransferEncoding }
        hasTransferEncoding = true
      default: break
      }
    }
    isChunked = hasTransferEncoding
    guard !(isChunked && contentLength != nil) else { throw .ambiguousLength }
  }

  private mutating func readConnection(_ value: UnsafeRawBufferPointer) {
    var start = 0
    while start <= value.count {
      var end = start
      while end < value.count, value[end] != HTTPBytes.comma { end += 1 }
      let option = HTTPBytes.trim(UnsafeRawBufferPointer(rebasing: value[start..<end]))
      if HTTPBytes.equal(option, lowercased: "close") { hasClose = true }
      if HTTPBytes.equal(option, lowercased: "keep-alive") { hasKeepAlive = true }
      start = end + 1
    }
  }
}

/// One header field inside a head.
struct HTTPField {
  let name: UnsafeRawBufferPointer
  let value: UnsafeRawBufferPointer

  /// The field at `cursor`, checked (RFC 9112 section 5); nil at the empty line or the end.
  static func next(
    _ fields: UnsafeRawBufferPointer, _ cursor: inout Int
  ) throws(HTTPParseError) -> HTTPField? {
    guard let end = HTTPBytes.lineFeed(in: fields, from: cursor) else { return nil }
    guard end > cursor, fields[end - 1] == HTTPBytes.carriageReturn else { throw .bareLineFeed }
    let line = UnsafeRawBufferPointer(rebasing: fields[cursor..<(end - 1)])
    guard !line.isEmpty else { return nil }
    guard !HTTPBytes.isSpace(line[0]) else { throw .foldedHeader }
    var colon = 0
    while colon < line.count, HTTPBytes.isToken(line[colon]) { colon += 1 }
    guard colon > 0, colon < line.count, line[colon] == HTTPBytes.colon else {
      throw .badHeaderName
    }
    let value = HTTPBytes.trim(UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))
    guard HTTPBytes.areValue(value) else { throw .badHeaderValue }
    cursor = end + 1
    return HTTPField(name: UnsafeRawBufferPointer(rebasing: line[..<colon]), value: value)
  }

  /// All fields as strings; bytes that are not UTF-8 become U+FFFD.
  static func all(_ fields: UnsafeRawBufferPointer) -> HTTPHeaders {
    var headers = HTTPHeaders()
    var cursor = 0
    while let field = try? next(fields, &cursor) {
      headers.add(
        String(decoding: field.name, as: UTF8.self), String(decoding: field.value, as: UTF8.self))
    }
    return headers
  }
}

/// Writes HTTP/1.1 requests (RFC 9112 section 3).
public enum HTTPRequestEncoder {
  /// Appends a whole request. `Host` is added when the fields have none, `Content-Length` when
  /// there is a body or the method is POST, PUT or PATCH.
  ///
  /// - Parameter authority: the `Host` field, see ``Endpoint/authority``.
  /// - Throws: ``HTTPEncodeError``; nothing has been written then.
  public static func append(
    _ request: HTTPRequest, authority: String, into output: inout ByteBuffer
  ) throws(HTTPEncodeError) {
    guard !request.method.isEmpty, request.method.utf8.allSatisfy(HTTPBytes.isToken) else {
      throw .badMethod
    }
    guard request.target.utf8.first == 0x2F, request.target.utf8.allSatisfy(HTTPBytes.isTarget)
    else { throw .badTarget }
    guard authority.utf8.allSatisfy(HTTPBytes.isTarget) else {
      throw .badHeaderValue(name: "Host")
    }
    try HTTPEncoding.check(request.headers, bodyCount: request.body.count)
    let before = output.count
    guard write(request, authority: authority, into: &output) else {
      output.truncate(to: before)
      throw .bufferFull
    }
  }

  private static func write(
    _ request: HTTPRequest, authority: String, into output: inout ByteBuffer
  ) -> Bool {
    var isWhole =
      output.append(utf8: request.method) && output.append(" ")
      && output.append(utf8: request.target) && output.append(" HTTP/1.1\r\n")
    if request.headers["Host"] == nil {
      isWhole = isWhole && HTTPEncoding.append("Host", authority, into: &output)
    }
    for field in request.headers.fields {
      isWhole = isWhole && HTTPEncoding.append(field.name, field.value, into: &output)
    }
    let statesLength = !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method)
    if statesLength, request.headers["Content-Length"] == nil {
      isWhole =
        isWhole && HTTPEncoding.append(contentLength: request.body.count, into: &output)
    }
    return isWhole && output.append("\r\n") && output.append(request.body)
  }
}

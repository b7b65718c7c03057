/// Writes HTTP/1.1 responses (RFC 9112 section 4).
public enum HTTPResponseEncoder {
  /// Appends a whole response. `Content-Length` is added where a body may follow; the body itself
  /// is left out for 1xx, 204, 304 and answers to HEAD.
  ///
  /// - Parameters:
  ///   - answersHead: the request was HEAD: fields of the answer to GET, without the body.
  ///   - closes: this connection ends here; adds `Connection: close`.
  /// - Throws: ``HTTPEncodeError``; nothing has been written then.
  public static func append(
    _ response: HTTPResponse, answersHead: Bool = false, closes: Bool = false,
    into output: inout ByteBuffer
  ) throws(HTTPEncodeError) {
    guard (100...999).contains(response.status) else { throw .badStatus }
    let isBodiless = response.status < 200 || response.status == 204 || response.status == 304
    if isBodiless, !response.body.isEmpty { throw .badLength }
    try HTTPEncoding.check(response.headers, bodyCount: response.body.count)
    let before = output.count
    var isWhole =
      output.append("HTTP/1.1 ") && output.append(decimal: response.status)
      && output.append(" ") && output.append(reason(response.status)) && output.append("\r\n")
    for field in response.headers.fields {
      isWhole = isWhole && HTTPEncoding.append(field.name, field.value, into: &output)
    }
    if !isBodiless, response.headers["Content-Length"] == nil {
      isWhole =
        isWhole && HTTPEncoding.append(contentLength: response.body.count, into: &output)
    }
    if closes, !response.headers.contains("close", in: "Connection") {
      isWhole = isWhole && output.append("Connection: close\r\n")
    }
    isWhole = isWhole && output.append("\r\n")
    if !isBodiless, !answersHead { isWhole = isWhole && output.append(response.body) }
    guard isWhole else {
      output.truncate(to: before)
      throw .bufferFull
    }
  }

  /// Appends the interim answer to `Expect: 100-continue`; false when it does not fit.
  @discardableResult
  public static func appendContinue(into output: inout ByteBuffer) -> Bool {
    output.append("HTTP/1.1 100 Continue\r\n\r\n")
  }

  /// The usual reason phrase of a status; empty for one that is not known here.
  public static func reason(_ status: Int) -> StaticString {
    switch status {
    case 100: "Continue"
    case 101: "Switching Protocols"
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 206: "Partial Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 422: "Unprocessable Content"
    case 426: "Upgrade Required"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: ""
    }
  }
}

/// A GET request to a web API. The secret part of its query never reaches a message or a log.
public struct WebRequest: Hashable, Sendable {
  /// Scheme, host, path and the query that may be shown.
  public let url: String
  /// Query items that must not be shown, such as the key.
  public let secretQuery: [String: String]

  public init(url: String, secretQuery: [String: String] = [:]) {
    self.url = url
    self.secretQuery = secretQuery
  }

  /// The whole URL, secrets included: for the wire only.
  var wholeURL: String {
    var text = url
    for name in secretQuery.keys.sorted() {
      text += text.contains("?") ? "&" : "?"
      text += "\(Self.encoded(name))=\(Self.encoded(secretQuery[name] ?? ""))"
    }
    return text
  }

  /// Percent-encodes all but RFC 3986's unreserved characters.
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}

/// The answer to a ``WebRequest``.
public struct WebResponse: Hashable, Sendable {
  public let status: Int
  public let body: [UInt8]

  public init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

/// Why a ``WebRequest`` has no answer; the text names the URL without its secrets.
public enum WebFailure: Error, Hashable, Sendable {
  case timedOut(url: String)
  /// The body is larger than the bound.
  case tooLarge(url: String, limitBytes: Int)
  /// The server's certificate does not verify.
  case notTrusted(url: String, reason: String)
  case failed(url: String, reason: String)
  /// As many requests as allowed are under way.
  case busy(url: String)
}

extension WebFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .timedOut(let url): "\(url): no answer in time"
    case .tooLarge(let url, let limit): "\(url): the answer is larger than \(limit) bytes"
    case .notTrusted(let url, let reason):
      "\(url): the certificate does not verify (\(reason)); name its authority's file or fix the host"
    case .failed(let url, let reason): "\(url): \(reason)"
    case .busy(let url): "\(url): too many requests are under way"
    }
  }
}

/// Fetches from web APIs for an owner on an event loop.
public protocol WebFetching: AnyObject {
  /// Begins a request. `completion` is called once, on the owner's loop, never before `fetch`
  /// returns.
  func fetch(
    _ request: WebRequest, completion: @escaping (Result<WebResponse, WebFailure>) -> Void)
}

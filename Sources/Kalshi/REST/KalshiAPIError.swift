internal import FoundationEssentials

/// Why a request brought no usable answer, and what that says of its effect.
public struct KalshiAPIError: Error, Hashable, Sendable {
  /// What may be concluded.
  public enum Kind: Hashable, Sendable {
    /// The exchange looked at the request and refused it: it had no effect.
    case rejected
    /// No such thing. For a cancel: the order is gone, by a fill or a cancel; which is not said.
    case notFound
    /// Too many requests; this one had no effect.
    case rateLimited
    /// Key, signature, timestamp or scope; the request had no effect.
    case authentication
    /// Not sent at all, by us or for want of a connection: it had no effect.
    case notSent
    /// It may have had its effect or not: the answer was lost, late, unreadable or a server fault.
    case unknownOutcome
  }

  public var kind: Kind
  /// HTTP status; nil when there was no answer.
  public var status: Int?
  /// The exchange's code, `insufficient_balance`; empty where it gave none.
  public var code: String
  public var message: String
  public var details: String

  public init(kind: Kind, status: Int?, code: String, message: String, details: String = "") {
    self.kind = kind
    self.status = status
    self.code = code
    self.message = message
    self.details = details
  }

  /// Reads an error answer: the four JSON shapes the exchange uses, or plain text.
  ///
  public init(status: Int, body: [UInt8]) {
    let text = ErrorText(body)
    self.init(
      kind: Self.kind(status: status, hasEvidence: text.isStructured), status: status,
      code: text.code, message: text.message, details: text.details)
  }

  /// An answer that came with success but cannot be read.
  static func unreadable(status: Int, _ error: KalshiModelError) -> KalshiAPIError {
    KalshiAPIError(
      kind: .unknownOutcome, status: status, code: "unreadable_answer",
      message: error.description)
  }

  /// Refused is only what the exchange says it refused. A bare 4xx may come from something on the
  /// way, and every 5xx leaves open how far the request got.
  private static func kind(status: Int, hasEvidence: Bool) -> Kind {
    switch status {
    case 401, 403: .authentication
    case 404: .notFound
    case 429: .rateLimited
    case 408: .unknownOutcome
    case 400..<500: hasEvidence ? .rejected : .unknownOutcome
    default: .unknownOutcome
    }
  }
}

extension KalshiAPIError: CustomStringConvertible {
  public var description: String {
    var text = status.map { "HTTP \($0)" } ?? "no answer"
    if !code.isEmpty { text += " \(code)" }
    if !message.isEmpty, message != code { text += ": \(message)" }
    if !details.isEmpty { text += " (\(details))" }
    return text
  }
}

/// The words of an error body, cut to a bounded length.
private struct ErrorText {
  var code = ""
  var message = ""
  var details = ""
  var isStructured = false

  private static let maximumCharacters = 500

  init(_ body: [UInt8]) {
    if let found = try? JSONDecoder().decode(Body.self, from: Data(body)), !found.isEmpty {
      isStructured = true
      code = Self.cut(found.code)
      message = Self.cut(found.message)
      details = Self.cut(found.details)
    } else {
      message = Self.cut(String(decoding: body.prefix(2_000), as: UTF8.self))
    }
  }

  private static func cut(_ text: String) -> String {
    let line = text.prefix(maximumCharacters).map { $0.isNewline ? " " : $0 }
    return String(line).trimmingSpaces()
  }

  /// `{"error":{code,message,details}}`, `{code,message,details}`, `{"msg":…}` or `{"error":"…"}`.
  private struct Body: Decodable {
    var code = ""
    var message = ""
    var details = ""
    var isEmpty: Bool { code.isEmpty && message.isEmpty }

    init(from decoder: any Decoder) throws {
      let fields = try WireFields(decoder)
      if let nested = try? fields.value("error", as: Body.self) {
        self = nested
        return
      }
      if let text = try? fields.text("error") {
        message = text
        return
      }
      code = (try? fields.text("code")) ?? ""
      message = ((try? fields.text("message")) ?? nil) ?? ((try? fields.text("msg")) ?? nil) ?? ""
      details = (try? fields.text("details")) ?? ""
    }
  }
}

extension String {
  fileprivate func trimmingSpaces() -> String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}

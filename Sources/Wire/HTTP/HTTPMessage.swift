/// Header fields in order, names compared without regard to case (RFC 9110 section 5.1).
public struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  public private(set) var fields: [(name: String, value: String)]

  public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }
  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { (name: $0.0, value: $0.1) }
  }

  /// The first field of that name; setting replaces all of them.
  public subscript(name: String) -> String? {
    get {
      let lowercased = name.lowercased()
      return fields.first { $0.name.lowercased() == lowercased }?.value
    }
    set {
      let lowercased = name.lowercased()
      fields.removeAll { $0.name.lowercased() == lowercased }
      if let newValue { fields.append((name, newValue)) }
    }
  }

  /// Adds a field, keeping others of the same name.
  public mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

  public static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
    left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
  }
  public func hash(into hasher: inout Hasher) {
    for field in fields {
      hasher.combine(field.name)
      hasher.combine(field.value)
    }
  }
}

/// One HTTP request, whole.
public struct HTTPRequest: Hashable, Sendable {
  /// `GET`, `POST`, `PUT`, `DELETE`…
  public var method: String
  /// Path with query, beginning with `/`.
  public var target: String
  public var headers: HTTPHeaders
  public var body: [UInt8]

  public init(
    method: String = "GET", target: String, headers: HTTPHeaders = [:], body: [UInt8] = []
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// The target without its query.
  public var path: String { String(target.prefix { $0 != "?" }) }
  /// The query without its question mark; empty when there is none.
  public var query: String {
    target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) } ?? ""
  }
}

/// One HTTP response, whole.
public struct HTTPResponse: Hashable, Sendable {
  public var status: Int
  public var headers: HTTPHeaders
  public var body: [UInt8]

  public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Why a request has no response. The two cases differ in what may be done next.
public enum HTTPFailure: Error, Hashable, Sendable {
  /// Not one byte of the request left this process: it may be sent again.
  case notSent(String)
  /// The request went out, or part of it, and no whole answer came back: its outcome is unknown.
  case answerLost(String)
}

/// Carries requests to one origin and brings back the responses: HTTP/1.1 today, HTTP/2 beside it.
///
/// Confined to the thread of its scheduler.
public protocol HTTPExchanging: AnyObject {
  /// Sends a request. `completion` is called exactly once, never before `send` has returned.
  func send(
    _ request: HTTPRequest, timeoutNanoseconds: Int64,
    completion: @escaping (Result<HTTPResponse, HTTPFailure>) -> Void)
}

/// What a server does with what arrives. Confined to the server's loop thread.
public protocol HTTPServing: AnyObject {
  /// Answers a request, now or later; `respond` may be called once.
  func handle(_ request: HTTPRequest, respond: @escaping (HTTPResponse) -> Void)

  /// Decides on a WebSocket upgrade of `request`.
  func upgrade(_ request: HTTPRequest) -> UpgradeDecision
}

/// A server's answer to a request for a WebSocket.
public enum UpgradeDecision {
  /// Speak WebSocket; the handler gets the socket's events.
  case accept(any WebSocketHandler)
  /// Answer like this and stay with HTTP.
  case refuse(HTTPResponse)
}

internal import CCurl
internal import Glibc
internal import Wire

/// Fetches from web APIs with libcurl: TLS verified, redirects refused, size and time bounded.
///
/// Confined to its owner's loop; each request blocks a helper thread of its own, of which at most
/// ``maximumConcurrent`` run; one more fails at once with ``WebFailure/busy(url:)``.
public final class WebClient: WebFetching, @unchecked Sendable {
  // @unchecked: `pending` is touched on the owner's loop only (`fetch` and what `deliver` runs);
  // helper threads get copies of values and the closure `deliver`, which is Sendable.

  /// Bounds and trust of a client.
  public struct Options: Hashable, Sendable {
    public var timeoutMilliseconds: Int
    public var limitBytes: Int
    /// A file of certificates to trust instead of the system's.
    public var authorityFile: String?

    public init(
      timeoutMilliseconds: Int = 10_000, limitBytes: Int = 32 << 20, authorityFile: String? = nil
    ) {
      self.timeoutMilliseconds = timeoutMilliseconds
      self.limitBytes = limitBytes
      self.authorityFile = authorityFile
    }
  }

  public static let maximumConcurrent = 8

  private let options: Options
  private let deliver: @Sendable (@escaping @Sendable () -> Void) -> Void
  private var pending: [Int: (Result<WebResponse, WebFailure>) -> Void] = [:]
  private var nextNumber = 0

  /// - Parameter deliver: runs a body on the owner's loop, called from any thread.
  public init(
    options: Options = .init(),
    deliver: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
  ) {
    self.options = options
    self.deliver = deliver
  }

  public func fetch(
    _ request: WebRequest, completion: @escaping (Result<WebResponse, WebFailure>) -> Void
  ) {
    let number = nextNumber
    nextNumber += 1
    pending[number] = completion
    let finish: @Sendable (Result<WebResponse, WebFailure>) -> Void = { [deliver] result in
      deliver { self.finish(number, result) }
    }
    guard pending.count <= Self.maximumConcurrent else {
      return finish(.failure(.busy(url: request.url)))
    }
    Self.startThread { [options] in finish(Self.perform(request, options: options)) }
  }

  /// Fetches from a structured task, on a helper thread, within the timeout.
  public static func fetch(
    _ request: WebRequest, options: Options = .init()
  ) async -> Result<WebResponse, WebFailure> {
    await withCheckedContinuation { continuation in
      startThread { continuation.resume(returning: perform(request, options: options)) }
    }
  }

  /// Fetches on this thread, which blocks until the answer or the timeout.
  public static func perform(
    _ request: WebRequest, options: Options
  ) -> Result<WebResponse, WebFailure> {
    guard isReady, let handle = curl_easy_init() else {
      return .failure(.failed(url: request.url, reason: "libcurl could not start"))
    }
    defer { curl_easy_cleanup(handle) }
    let sink = Sink(limit: options.limitBytes)
    func set(_ option: CURLoption, _ value: Int) {
      _ = dutchbook_curl_set_long(handle, option, value)
    }
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_TIMEOUT_MS, options.timeoutMilliseconds)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    // A redirect would carry the key to another place.
    set(CURLOPT_FOLLOWLOCATION, 0)
    _ = dutchbook_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    _ = dutchbook_curl_set_string(handle, CURLOPT_ACCEPT_ENCODING, "")
    _ = dutchbook_curl_set_string(handle, CURLOPT_USERAGENT, "dutchbook")
    if let file = options.authorityFile {
      _ = dutchbook_curl_set_string(handle, CURLOPT_CAINFO, file)
    }
    guard dutchbook_curl_set_string(handle, CURLOPT_URL, request.wholeURL) == CURLE_OK else {
      return .failure(.failed(url: request.url, reason: "not a usable URL"))
    }
    let context = Unmanaged.passRetained(sink)
    defer { context.release() }
    _ = dutchbook_curl_set_write(
      handle,
      { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
        return sink.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
      }, context.toOpaque())
    let code = curl_easy_perform(handle)
    guard code == CURLE_OK else {
      return .failure(failure(code, url: request.url, sink: sink))
    }
    var status = 0
    _ = dutchbook_curl_response_code(handle, &status)
    return .success(WebResponse(status: status, body: sink.bytes))
  }

  private static func failure(_ code: CURLcode, url: String, sink: Sink) -> WebFailure {
    let reason = String(cString: curl_easy_strerror(code))
    if sink.isOverfull { return .tooLarge(url: url, limitBytes: sink.limit) }
    switch code {
    case CURLE_OPERATION_TIMEDOUT: return .timedOut(url: url)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
      return .notTrusted(url: url, reason: reason)
    default: return .failed(url: url, reason: reason)
    }
  }

  private func finish(_ number: Int, _ result: Result<WebResponse, WebFailure>) {
    pending.removeValue(forKey: number)?(result)
  }

  /// libcurl's own start, once per process and before any thread uses it.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  private final class Sink {
    let limit: Int
    private(set) var bytes: [UInt8] = []
    private(set) var isOverfull = false

    init(limit: Int) { self.limit = limit }

    /// Returns how many bytes it took; fewer than offered ends the transfer.
    func take(_ chunk: UnsafeRawBufferPointer) -> Int {
      guard bytes.count + chunk.count <= limit else {
        isOverfull = true
        return 0
      }
      bytes.append(contentsOf: chunk)
      return chunk.count
    }
  }

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func startThread(_ run: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(Body(run)).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        BackgroundThread.enter()
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    guard code == 0 else {
      // No thread to be had: better to block here than to lose the request.
      Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      return
    }
    pthread_detach(thread)
  }
}

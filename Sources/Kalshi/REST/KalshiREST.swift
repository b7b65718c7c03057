internal import Market
public import Wire

/// The exchange's REST interface, with callbacks on the scheduler's thread.
///
/// Requests are signed where the exchange wants it and counted against the ``RateBudget``. One that
/// must wait for tokens is queued, at most ``maximumWaiting``; orders and cancels never wait, since
/// a late order is a wrong order: they fail at once with code `rate_budget`.
///
/// A completion is called exactly once and never before the call has returned. Confined to the
/// scheduler's thread.
public final class KalshiREST {
  /// Called once, on the scheduler's thread, with the answer or the error.
  public typealias Completion<Value> = (Result<Value, KalshiAPIError>) -> Void

  /// Requests that may wait for tokens; one more fails with `notSent`, code `queue_full`.
  public static let maximumWaiting = 256
  /// Pages of one listing; more is an error, since it would be no listing of ours.
  public static let maximumPages = 500
  /// Times a reading is sent again after a 429.
  static let maximumRetries = 3

  /// Time allowed for an answer.
  public var timeoutNanoseconds: Int64 = 10_000_000_000
  /// Hears each request as it is sent: method, target, body. Signatures and keys are not in it.
  public var onRequest: (_ method: String, _ target: String, _ body: [UInt8]) -> Void = { _, _, _ in
  }
  /// Hears each answer as it came.
  public var onAnswer: (_ status: Int, _ body: [UInt8]) -> Void = { _, _ in }
  /// Our count of the exchange's token buckets.
  public private(set) var budget: RateBudget
  let basePath: String
  private let exchange: any HTTPExchanging
  private let scheduler: any Scheduler
  private let signer: RequestSigner?
  private var waiting: [Waiting] = []
  private var timer: TimerToken?

  private struct Waiting {
    let call: Call
    let retries: Int
    let completion: (Result<[UInt8], KalshiAPIError>) -> Void
  }

  /// One request before it is signed.
  struct Call {
    var method = "GET"
    /// Below ``basePath``.
    var path: String
    var query: [(String, String)] = []
    var body: [UInt8] = []
    var isPublic = false
    /// Never waits for tokens.
    var isUrgent = false
  }

  /// - Parameter signer: nil allows public endpoints only.
  public init(
    exchange: any HTTPExchanging, scheduler: any Scheduler, signer: RequestSigner?,
    basePath: String = "/trade-api/v2", limits: AccountLimits = .basic,
    costs: EndpointCosts = .observed
  ) {
    self.exchange = exchange
    self.scheduler = scheduler
    self.signer = signer
    self.basePath = basePath
    budget = RateBudget(
      limits: limits, costs: costs, at: Timestamp(nanoseconds: scheduler.uptimeNanoseconds))
  }

  /// Ends the requests that still wait for their turn: they fail as not sent.
  public func stop() {
    if let timer { scheduler.cancel(timer) }
    timer = nil
    let ended = waiting
    waiting = []
    for request in ended { fail(request.completion, "stopped", "the client was stopped") }
  }

  // MARK: The budget

  /// The budget's time: a clock that nobody sets, so that a wall clock's steps bring no tokens and
  /// cost none.
  private var budgetTime: Timestamp { Timestamp(nanoseconds: scheduler.uptimeNanoseconds) }

  /// Takes the cost of an order that is sent past this client; false when it is not there. Does not
  /// allocate.
  public func takeOrderCost() -> Bool {
    budget.take(.write, cost: budget.createCost, at: budgetTime)
  }

  /// New limits or costs, as read from the exchange; what is used up stays used up.
  public func updateBudget(limits: AccountLimits, costs: EndpointCosts) {
    budget.update(limits: limits, costs: costs, at: budgetTime)
  }

  // MARK: The core

  func perform<Value>(
    _ call: Call, _ read: @escaping ([UInt8]) -> Result<Value, KalshiModelError>,
    _ completion: @escaping Completion<Value>
  ) {
    submit(call, retries: 0) { result in
      completion(
        result.flatMap { body in
          read(body).mapError { .unreadable(status: 200, $0) }
        })
    }
  }

  private func submit(
    _ call: Call, retries: Int,
    _ completion: @escaping (Result<[UInt8], KalshiAPIError>) -> Void
  ) {
    let path = basePath + call.path
    let bucket = RateBudget.bucket(method: call.method, path: path)
    let cost = budget.costs.cost(method: call.method, path: path)
    let mayGo = call.isUrgent || waiting.isEmpty
    if mayGo, budget.take(bucket, cost: cost, at: budgetTime) {
      return send(call, path, bucket, retries, completion)
    }
    guard !call.isUrgent, budget.wait(bucket, cost: cost, at: budgetTime) != nil else {
      return fail(completion, "rate_budget", "the request budget is used up")
    }
    guard waiting.count < Self.maximumWaiting else {
      return fail(completion, "queue_full", "\(waiting.count) requests wait already")
    }
    waiting.append(Waiting(call: call, retries: retries, completion: completion))
    scheduleDrain()
  }

  private func fail(
    _ completion: @escaping (Result<[UInt8], KalshiAPIError>) -> Void, _ code: String,
    _ message: String
  ) {
    let error = KalshiAPIError(kind: .notSent, status: nil, code: code, message: message)
    _ = scheduler.schedule(afterNanoseconds: 0) { completion(.failure(error)) }
  }

  /// Waiting requests go in order, so that none is overtaken for ever.
  private func scheduleDrain() {
    guard timer == nil, let first = waiting.first else { return }
    let path = basePath + first.call.path
    let wait = budget.wait(
      RateBudget.bucket(method: first.call.method, path: path),
      cost: budget.costs.cost(method: first.call.method, path: path), at: budgetTime)
    timer = scheduler.schedule(afterNanoseconds: wait ?? 0) { [weak self] in
      guard let self else { return }
      timer = nil
      drain()
    }
  }

  private func drain() {
    while let next = waiting.first {
      let path = basePath + next.call.path
      let bucket = RateBudget.bucket(method: next.call.method, path: path)
      let cost = budget.costs.cost(method: next.call.method, path: path)
      guard budget.take(bucket, cost: cost, at: budgetTime) else {
        if budget.wait(bucket, cost: cost, at: budgetTime) == nil {
          waiting.removeFirst()
          fail(next.completion, "rate_budget", "the request costs more than a full budget")
          continue
        }
        return scheduleDrain()
      }
      waiting.removeFirst()
      send(next.call, path, bucket, next.retries, next.completion)
    }
  }

  private func send(
    _ call: Call, _ path: String, _ bucket: RateBudget.Bucket, _ retries: Int,
    _ completion: @escaping (Result<[UInt8], KalshiAPIError>) -> Void
  ) {
    var headers = HTTPHeaders([("Accept", "application/json")])
    if !call.body.isEmpty { headers.add("Content-Type", "application/json") }
    if let signer {
      do throws(SigningError) {
        for field in try signer.headers(method: call.method, target: path, at: scheduler.now) {
          headers.add(field.name, field.value)
        }
      } catch {
        return fail(completion, "signing", error.description)
      }
    } else if !call.isPublic {
      return fail(completion, "no_key", "this request needs an API key")
    }
    var target = path
    for (place, item) in call.query.enumerated() {
      target += (place == 0 ? "?" : "&") + item.0 + "=" + PercentEncoding.query(item.1)
    }
    let request = HTTPRequest(
      method: call.method, target: target, headers: headers, body: call.body)
    onRequest(call.method, target, call.body)
    exchange.send(request, timeoutNanoseconds: timeoutNanoseconds) { [self] result in
      finish(result, call, bucket, retries, completion)
    }
  }

  private func finish(
    _ result: Result<HTTPResponse, HTTPFailure>, _ call: Call, _ bucket: RateBudget.Bucket,
    _ retries: Int, _ completion: @escaping (Result<[UInt8], KalshiAPIError>) -> Void
  ) {
    switch result {
    case .failure(let failure): completion(.failure(KalshiAPIError(failure)))
    case .success(let response):
      onAnswer(response.status, response.body)
      if (200..<300).contains(response.status) { return completion(.success(response.body)) }
      let error = KalshiAPIError(status: response.status, body: response.body)
      guard error.kind == .rateLimited else { return completion(.failure(error)) }
      budget.exhaust(bucket, at: budgetTime)
      if call.method == "GET", retries < Self.maximumRetries {
        return submit(call, retries: retries + 1, completion)
      }
      completion(.failure(error))
    }
  }

  /// Fails at the next turn: a completion is never called before the call has returned.
  func failLater<Value>(_ completion: @escaping Completion<Value>, _ error: KalshiAPIError) {
    _ = scheduler.schedule(afterNanoseconds: 0) { completion(.failure(error)) }
  }
}

extension KalshiAPIError {
  /// A request without answer.
  public init(_ failure: HTTPFailure) {
    switch failure {
    case .notSent(let reason):
      self.init(kind: .notSent, status: nil, code: "not_sent", message: reason)
    case .answerLost(let reason):
      self.init(kind: .unknownOutcome, status: nil, code: "answer_lost", message: reason)
    }
  }
}

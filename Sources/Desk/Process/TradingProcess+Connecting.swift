internal import Kalshi
internal import Market
internal import Trading
internal import Wire

extension TradingProcess {
  /// First the exchange's catalogue, then everything that needs it.
  func connect() throws {
    let key = try signingKey()
    // Both are looked at now: a wrong file must not show when trading is about to begin.
    _ = try Self.tls(configuration.odds.caFile, "odds_feed.ca_file")
    let dialer = try surroundings.makeDialer(
      try Self.tls(configuration.kalshi.caFile, "kalshi.ca_file"))
    self.dialer = dialer
    guard let origin = Endpoint(url: addresses.api) else {
      throw ProcessFailure(
        .configuration, "kalshi.api_base: \"\(addresses.api)\" is not an https address")
    }
    guard let streamEndpoint = Endpoint(url: addresses.stream) else {
      throw ProcessFailure(
        .configuration, "kalshi.ws_url: \"\(addresses.stream)\" is not a wss address")
    }
    if options.isRecorded, !Self.isLoopback(origin.host) || !Self.isLoopback(streamEndpoint.host) {
      throw ProcessFailure(
        .configuration,
        "kalshi.recorded: true is for a simulator on this machine, and \(origin.host) is none:"
          + " leave it out")
    }
    guard configuration.odds.hasCredentials else {
      throw ProcessFailure(
        .credentials, "no key of the odds feed: set ODDS_API_KEY, or odds_feed.api_key in the file")
    }
    let keyID = configuration.kalshi.apiKey.reveal
    let http = HTTPClient(
      origin: origin, dialer: dialer, scheduler: loop, seed: options.seed)
    let signer = try RequestSigner(keyID: keyID, key: key)
    let rest = KalshiREST(exchange: http, scheduler: loop, signer: signer)
    self.http = http
    self.rest = rest
    http.start()
    log("connecting to \(origin.authority)")
    waitingFor = "the exchange at \(origin.authority)"
    reach(origin.authority) { [self] in readLimits(key, signer, streamEndpoint) }
  }

  /// How long one attempt to reach the exchange may take; the next one follows after a pause.
  private static let reachingNanoseconds: Int64 = 2_000_000_000

  /// Asks the exchange how it is until it answers.
  private func reach(_ authority: String, then next: @escaping () -> Void) {
    guard let rest else { return }
    let patience = rest.timeoutNanoseconds
    rest.timeoutNanoseconds = Self.reachingNanoseconds
    rest.exchangeStatus { [self] result in
      rest.timeoutNanoseconds = patience
      switch result {
      case .failure(let error):
        tryAgain("the exchange at \(authority)", error) { [self] in reach(authority, then: next) }
      case .success(let status):
        if status.isTradingActive == false { log("the exchange is paused; waiting for it") }
        startBackoff.reset()
        next()
      }
    }
  }

  /// A step of the start failed: it is taken again after a pause that grows, unless trying again
  /// cannot help.
  private func tryAgain(
    _ what: String, _ error: KalshiAPIError, _ step: @escaping () -> Void
  ) {
    guard !isStopping else { return }
    if error.kind == .authentication {
      return fail(ProcessFailure(.credentials, "the exchange refuses the key: \(error)"))
    }
    // Somebody else may be answering in its name: nothing is sent there again.
    if let words = Self.certificateFault(in: error.message) {
      return fail(ProcessFailure(.connection, "\(what): \(words)"))
    }
    if let limit = options.startAttempts, startBackoff.attempts >= limit {
      return fail(ProcessFailure(.connection, "\(what): \(error)"))
    }
    waitingFor = "\(what): \(error)"
    let pause = max(500_000_000, startBackoff.nextNanoseconds(using: &jitter))
    log("\(what): \(error); trying again in \((pause + 99_999_999) / 100_000_000 * 100) ms")
    _ = loop.schedule(afterNanoseconds: pause) { [weak self] in
      guard let self, !isStopping else { return }
      step()
    }
  }

  /// The account's own limits and costs; where they cannot be read the basic ones stay.
  private func readLimits(
    _ key: SigningKey, _ signer: RequestSigner, _ streamEndpoint: Endpoint
  ) {
    rest?.accountLimits { [self] limits in
      if case .failure(let error) = limits, error.kind == .authentication {
        fail(ProcessFailure(.credentials, "the exchange refuses the key: \(error)"))
        return
      }
      rest?.endpointCosts { [self] costs in
        rest?.updateBudget(
          limits: (try? limits.get()) ?? .basic, costs: (try? costs.get()) ?? .observed)
        do {
          try openJournal()
        } catch let failure as ProcessFailure {
          return fail(failure)
        } catch {
          return fail(ProcessFailure(.output, "\(error)"))
        }
        readHoldings(key, signer, streamEndpoint)
      }
    }
  }

  /// The markets in which the account holds something or has an order: they must be followed
  /// although they may be paused or closed, and not listed.
  private func readHoldings(
    _ key: SigningKey, _ signer: RequestSigner, _ streamEndpoint: Endpoint
  ) {
    guard let rest, options.mode != .paper else {
      return readCatalogue([], key, signer, streamEndpoint)
    }
    let again = { [self] in readHoldings(key, signer, streamEndpoint) }
    rest.orders { [self] orders in
      rest.positions { [self] positions in
        switch (orders, positions) {
        case (.failure(let error), _), (_, .failure(let error)):
          tryAgain("the account", error, again)
        case (.success(let orders), .success(let positions)):
          let held = positions.elements.filter { !$0.position.isZero }.map(\.ticker)
          restingAtStart = orders.elements
          // What is not held any more was sold or paid out while nothing ran.
          let now = Set(held + orders.elements.map(\.ticker))
          mayBeGone = Set(carriedTickers).subtracting(now)
          let tickers = now.union(carriedTickers).sorted()
          readCatalogue(tickers, key, signer, streamEndpoint)
        }
      }
    }
  }

  /// Markets in which an earlier session has left something.
  var carriedTickers: [String] {
    guard let carried else { return [] }
    return carried.positions.map(\.ticker) + carried.orders.map(\.ticker)
      + carried.payouts.map(\.ticker)
  }

  /// The series of the leagues that are followed.
  var series: [String] {
    configuration.odds.leagues.flatMap { league in
      ["GAME", "SPREAD", "TOTAL"].map { "KX\(league.rawValue)\($0)" }
    }
  }

  private func readCatalogue(
    _ holding: [String], _ key: SigningKey, _ signer: RequestSigner, _ streamEndpoint: Endpoint
  ) {
    guard let rest else { return }
    // What an earlier session has left is followed whatever leagues are.
    let left = carriedTickers.compactMap { $0.split(separator: "-").first.map(String.init) }
    let series = self.series + Set(left).subtracting(self.series).sorted()
    log("reading the catalogue of \(series.count) series")
    let reader = CatalogueReader(rest: rest)
    let from = options.isRecorded ? nil : loop.now + -86_400_000_000_000
    reader.read(
      series: series, holding: holding, mayBeGone: mayBeGone, milestonesFrom: from
    ) { [self] result in
      switch result {
      case .failure(let error):
        // What is held may have changed meanwhile.
        tryAgain("the exchange's catalogue", error) { [self] in
          readHoldings(key, signer, streamEndpoint)
        }
      case .success(let catalogue):
        do {
          try begin(with: catalogue, key, signer, streamEndpoint)
        } catch let failure as ProcessFailure {
          fail(failure)
        } catch {
          fail(ProcessFailure(.connection, "\(error)"))
        }
      }
    }
  }
}

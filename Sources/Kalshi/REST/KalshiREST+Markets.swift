public import Market

/// Public endpoints: they work without a key.
extension KalshiREST {
  /// `GET /exchange/status`.
  public func exchangeStatus(_ completion: @escaping Completion<ExchangeStatus>) {
    whole(ExchangeStatus.self, Call(path: "/exchange/status", isPublic: true), completion)
  }

  /// `GET /account/endpoint_costs`.
  public func endpointCosts(_ completion: @escaping Completion<EndpointCosts>) {
    whole(EndpointCosts.self, Call(path: "/account/endpoint_costs", isPublic: true), completion)
  }

  /// `GET /series/{ticker}`.
  public func series(_ ticker: String, _ completion: @escaping Completion<KalshiSeries>) {
    single(
      KalshiSeries.self, named: "series",
      Call(path: "/series/" + PercentEncoding.query(ticker), isPublic: true), completion)
  }

  /// `GET /series`: every series of a category; the endpoint is not paginated.
  public func allSeries(
    category: String?, _ completion: @escaping Completion<Page<KalshiSeries>>
  ) {
    list(
      KalshiSeries.self, named: "series",
      Call(path: "/series", query: category.map { [("category", $0)] } ?? [], isPublic: true),
      completion)
  }

  /// `GET /series/fee_changes`: scheduled changes, past ones too.
  public func seriesFeeChanges(
    series: String?, _ completion: @escaping Completion<Page<KalshiFeeChange>>
  ) {
    var query = [("show_historical", "true")]
    if let series { query.append(("series_ticker", series)) }
    list(
      KalshiFeeChange.self, named: "series_fee_change_arr",
      Call(path: "/series/fee_changes", query: query, isPublic: true), completion)
  }

  /// `GET /events/fee_changes`: scheduled changes of events' overrides, of all series.
  public func eventFeeChanges(
    event: String? = nil, _ completion: @escaping Completion<Page<KalshiFeeChange>>
  ) {
    var query = [("limit", "1000")]
    if let event { query.append(("event_ticker", event)) }
    list(
      KalshiFeeChange.self, named: "event_fee_changes",
      Call(path: "/events/fee_changes", query: query, isPublic: true), completion)
  }

  /// `GET /events`: all events of a series with their markets.
  ///
  /// - Parameter status: `open`, `closed`, `settled`, `unopened`; nil for all.
  public func events(
    series: String, status: String? = "open",
    _ completion: @escaping Completion<Page<KalshiEvent>>
  ) {
    var query = [("limit", "200"), ("with_nested_markets", "true"), ("series_ticker", series)]
    if let status { query.append(("status", status)) }
    list(
      KalshiEvent.self, named: "events",
      Call(path: "/events", query: query, isPublic: true), completion)
  }

  /// `GET /events`: every open event of the exchange with its markets. Combos are listed elsewhere.
  ///
  /// - Parameter onPage: hears how many events each page had, as it comes.
  public func openEvents(
    onPage: @escaping (Int) -> Void, _ completion: @escaping Completion<Page<KalshiEvent>>
  ) {
    let query = [("limit", "200"), ("with_nested_markets", "true"), ("status", "open")]
    list(
      KalshiEvent.self, named: "events",
      Call(path: "/events", query: query, isPublic: true), onPage: onPage, completion)
  }

  /// `GET /events/{ticker}` with its markets.
  public func event(_ ticker: String, _ completion: @escaping Completion<KalshiEvent>) {
    single(
      KalshiEvent.self, named: "event",
      Call(
        path: "/events/" + PercentEncoding.query(ticker),
        query: [("with_nested_markets", "true")], isPublic: true), completion)
  }

  /// `GET /markets`, without combos.
  public func markets(
    series: String? = nil, event: String? = nil, status: String? = nil,
    _ completion: @escaping Completion<Page<KalshiMarket>>
  ) {
    var query = [("limit", "1000"), ("mve_filter", "exclude")]
    if let series { query.append(("series_ticker", series)) }
    if let event { query.append(("event_ticker", event)) }
    if let status { query.append(("status", status)) }
    list(
      KalshiMarket.self, named: "markets",
      Call(path: "/markets", query: query, isPublic: true), completion)
  }

  /// `GET /markets/{ticker}`.
  public func market(_ ticker: String, _ completion: @escaping Completion<KalshiMarket>) {
    single(
      KalshiMarket.self, named: "market",
      Call(path: "/markets/" + PercentEncoding.query(ticker), isPublic: true), completion)
  }

  /// `GET /markets/{ticker}/orderbook`, all levels.
  public func orderBook(_ ticker: String, _ completion: @escaping Completion<KalshiOrderBook>) {
    whole(
      KalshiOrderBook.self,
      Call(path: "/markets/\(PercentEncoding.query(ticker))/orderbook", isPublic: true)
    ) { result in
      completion(
        result.map { KalshiOrderBook(ticker: ticker, bids: $0.bids, asks: $0.asks) })
    }
  }

  /// `GET /markets/orderbooks`: 1 to 100 books at once.
  public func orderBooks(
    _ tickers: [String], _ completion: @escaping Completion<Page<KalshiOrderBook>>
  ) {
    list(
      KalshiOrderBook.self, named: "orderbooks",
      Call(
        path: "/markets/orderbooks", query: tickers.prefix(100).map { ("tickers", $0) },
        isPublic: true), completion)
  }

  /// `GET /milestones`: games with their real starts.
  ///
  /// - Parameter from: the earliest start.
  public func milestones(
    category: String? = "Sports", relatedEvent: String? = nil, from: Timestamp? = nil,
    _ completion: @escaping Completion<Page<KalshiMilestone>>
  ) {
    var query = [("limit", "500")]
    if let category { query.append(("category", category)) }
    if let relatedEvent { query.append(("related_event_ticker", relatedEvent)) }
    if let from { query.append(("minimum_start_date", from.rfc3339(fractionDigits: 0))) }
    list(
      KalshiMilestone.self, named: "milestones",
      Call(path: "/milestones", query: query, isPublic: true), completion)
  }
}

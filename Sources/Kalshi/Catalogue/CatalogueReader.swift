public import Market

/// What the exchange offers in some series, as plain values: the material of market definitions.
public struct Catalogue: Sendable {
  /// One event with its series' fees and the start of its game.
  public struct Entry: Sendable {
    public var event: KalshiEvent
    public var series: KalshiSeries
    /// Everything that decides the fees of the event's markets, waivers apart.
    public var fees: FeeTimeline
    /// From the event's milestone; nil where there is none.
    public var start: Timestamp?

    public init(
      event: KalshiEvent, series: KalshiSeries, fees: FeeTimeline, start: Timestamp?
    ) {
      self.event = event
      self.series = series
      self.fees = fees
      self.start = start
    }
  }

  /// In the order of the series asked for, then ascending by event ticker; markets within an event
  /// ascending by ticker.
  public var entries: [Entry]
  /// What could not be read and is missing from the entries.
  public var rejected: [KalshiModelError]

  public init(entries: [Entry], rejected: [KalshiModelError]) {
    self.entries = entries
    self.rejected = rejected
  }
}

/// Reads series, fee changes, events with markets, and milestones.
///
/// Confined to the thread of its ``KalshiREST``.
public final class CatalogueReader {
  private let rest: KalshiREST

  public init(rest: KalshiREST) { self.rest = rest }

  /// Reads the catalogue of some series.
  ///
  /// - Parameters:
  ///   - series: `KXNFLGAME`, `KXNFLSPREAD`, …
  ///   - status: of the events; nil for all.
  ///   - holding: markets that belong in it whatever their status, where they are of these series:
  ///     what is held must be counted although nothing can be traded there now.
  ///   - mayBeGone: those of them that are left out where the exchange lists them no more.
  ///   - milestonesFrom: the earliest game start wanted.
  public func read(
    series: [String], status: String? = "open", holding: [String] = [],
    mayBeGone: Set<String> = [], milestonesFrom: Timestamp? = nil,
    _ completion: @escaping KalshiREST.Completion<Catalogue>
  ) {
    rest.milestones(from: milestonesFrom) { [self] result in
      switch result {
      case .failure(let error): completion(.failure(error))
      case .success(let milestones):
        let starts = Self.starts(milestones.elements)
        eventChanges { [self] changes in
          switch changes {
          case .failure(let error): completion(.failure(error))
          case .success(let changes):
            collect(
              Catalogue(entries: [], rejected: milestones.rejected), series[...], status,
              Times(
                starts: starts, feeChanges: changes, holding: holding, mayBeGone: mayBeGone),
              completion)
          }
        }
      }
    }
  }

  /// What is read once for all series, by event ticker.
  private struct Times {
    var starts: [String: Timestamp]
    var feeChanges: [String: [FeeChange]]
    /// Markets that are read whatever their status.
    var holding: [String]
    var mayBeGone: Set<String>
  }

  /// Announced changes of events' fees. An exchange that does not know the endpoint announces none.
  private func eventChanges(
    _ completion: @escaping KalshiREST.Completion<[String: [FeeChange]]>
  ) {
    rest.eventFeeChanges { result in
      switch result {
      case .failure(let error):
        completion(error.kind == .notFound ? .success([:]) : .failure(error))
      case .success(let page):
        // As with the changes of a series: an old fee must not be left standing.
        if let bad = page.rejected.first {
          return completion(.failure(.unreadable(status: 200, bad)))
        }
        var changes: [String: [FeeChange]] = [:]
        for row in page.elements {
          if let event = row.eventTicker { changes[event, default: []].append(row.change) }
        }
        completion(.success(changes))
      }
    }
  }

  private func collect(
    _ catalogue: Catalogue, _ remaining: ArraySlice<String>, _ status: String?,
    _ times: Times, _ completion: @escaping KalshiREST.Completion<Catalogue>
  ) {
    guard let ticker = remaining.first else { return completion(.success(catalogue)) }
    rest.series(ticker) { [self] series in
      if case .failure(let error) = series, error.kind == .notFound {
        // A series out of season is no fault: it has no events.
        collect(catalogue, remaining.dropFirst(), status, times, completion)
        return
      }
      rest.seriesFeeChanges(series: ticker) { [self] changes in
        rest.events(series: ticker, status: status) { [self] events in
          let read = Result { () throws(KalshiAPIError) in
            let (series, changes) = (try series.get(), try changes.get())
            var joined = catalogue
            try Self.add(&joined, series, changes, try events.get(), times)
            return (joined, series, changes)
          }
          switch read {
          case .failure(let error): completion(.failure(error))
          case .success((let joined, let series, let changes)):
            let missing = Self.missing(in: joined, of: ticker, times)
            fill(joined, missing[...], series, changes, times) { [self] filled in
              switch filled {
              case .failure(let error): completion(.failure(error))
              case .success(let filled):
                collect(filled, remaining.dropFirst(), status, times, completion)
              }
            }
          }
        }
      }
    }
  }

  /// Markets of a series that were asked for by name and are not listed.
  private static func missing(
    in catalogue: Catalogue, of series: String, _ times: Times
  ) -> [String] {
    var listed: Set<String> = []
    for entry in catalogue.entries {
      for market in entry.event.markets { listed.insert(market.ticker) }
    }
    return times.holding.filter { $0.hasPrefix(series + "-") && !listed.contains($0) }.sorted()
  }

  /// Adds markets by name, with their events where these are not listed either.
  private func fill(
    _ catalogue: Catalogue, _ missing: ArraySlice<String>, _ series: KalshiSeries,
    _ changes: Page<KalshiFeeChange>, _ times: Times,
    _ completion: @escaping KalshiREST.Completion<Catalogue>
  ) {
    guard let ticker = missing.first else { return completion(.success(catalogue)) }
    rest.market(ticker) { [self] market in
      let next = { [self] (catalogue: Catalogue) in
        fill(catalogue, missing.dropFirst(), series, changes, times, completion)
      }
      switch market {
      // What the exchange does not list any more was paid out long ago.
      case .failure(let error)
      where error.kind == .notFound && times.mayBeGone.contains(ticker):
        next(catalogue)
      case .failure(let error): completion(.failure(error))
      case .success(let market):
        let name = market.eventTicker ?? ""
        if let place = catalogue.entries.firstIndex(where: { $0.event.ticker == name }) {
          var catalogue = catalogue
          catalogue.entries[place].event.markets.append(market)
          catalogue.entries[place].event.markets.sort { $0.ticker < $1.ticker }
          return next(catalogue)
        }
        rest.event(name) { event in
          switch event {
          case .failure(let error)
          where error.kind == .notFound && times.mayBeGone.contains(ticker):
            next(catalogue)
          case .failure(let error): completion(.failure(error))
          case .success(var event):
            // Of an event that is not listed nothing else is wanted.
            event.markets = [market]
            let page = Page(elements: [event])
            let added = Result { () throws(KalshiAPIError) in
              var catalogue = catalogue
              try Self.add(&catalogue, series, changes, page, times)
              return catalogue
            }
            switch added {
            case .failure(let error): completion(.failure(error))
            case .success(let catalogue): next(catalogue)
            }
          }
        }
      }
    }
  }

  private static func add(
    _ catalogue: inout Catalogue, _ series: KalshiSeries, _ changes: Page<KalshiFeeChange>,
    _ events: Page<KalshiEvent>, _ times: Times
  ) throws(KalshiAPIError) {
    // A fee change that cannot be read would leave the old fee standing: no fee is better known.
    if let bad = changes.rejected.first { throw .unreadable(status: 200, bad) }
    let ours = changes.elements.filter { $0.seriesTicker == series.ticker }
    let fees = { (event: KalshiEvent) in
      FeeTimeline(
        series: series.fees, event: event.feeOverride,
        seriesChanges: ours.filter { $0.eventTicker == nil }.map(\.change),
        eventChanges: times.feeChanges[event.ticker] ?? [])
    }
    catalogue.rejected += events.rejected
    for var event in events.elements.sorted(by: { $0.ticker < $1.ticker }) {
      catalogue.rejected += event.rejectedMarkets
      event.markets.sort { $0.ticker < $1.ticker }
      catalogue.entries.append(
        Catalogue.Entry(
          event: event, series: series, fees: fees(event), start: times.starts[event.ticker]))
    }
  }

  /// Starts by event ticker. A milestone that names the event first counts before one that only
  /// relates to it. Among equals the earliest counts: trading into a started game is the dearer
  /// mistake.
  private static func starts(_ milestones: [KalshiMilestone]) -> [String: Timestamp] {
    var primary: [String: Timestamp] = [:]
    var related: [String: Timestamp] = [:]
    for milestone in milestones {
      guard let start = milestone.start else { continue }
      for ticker in milestone.primaryEventTickers {
        primary[ticker] = min(primary[ticker] ?? start, start)
      }
      for ticker in milestone.relatedEventTickers {
        related[ticker] = min(related[ticker] ?? start, start)
      }
    }
    return primary.merging(related) { first, _ in first }
  }
}

internal import Kalshi
internal import Market
internal import Outcomes
internal import Wire

/// Reads the whole catalogue of open events once, and looks at each for sets. Needs no key.
///
/// Confined to the thread of its scheduler.
final class CatalogueScan {
  /// A page of events as it came.
  struct PageTime: Hashable {
    var events: Int
    var nanoseconds: Int64
  }

  private let rest: KalshiREST
  private let scheduler: any Scheduler
  private let prover: SetProver
  private let nearMiss: Money
  private let filter: SetFilter
  /// Hears each page.
  var onPage: (PageTime) -> Void = { _ in }

  init(
    rest: KalshiREST, scheduler: any Scheduler, prover: SetProver, nearMiss: Money,
    filter: SetFilter
  ) {
    self.filter = filter
    self.rest = rest
    self.scheduler = scheduler
    self.prover = prover
    self.nearMiss = nearMiss
  }

  /// Series with their fees first, then all pages of events.
  func run(_ completion: @escaping (Result<SetScan, KalshiAPIError>) -> Void) {
    rest.allSeries(category: nil) { [self] result in
      switch result {
      case .failure(let error): completion(.failure(error))
      case .success(let page):
        var all: [String: KalshiSeries] = [:]
        for series in page.elements { all[series.ticker] = series }
        readEvents(all, completion)
      }
    }
  }

  private func readEvents(
    _ all: [String: KalshiSeries],
    _ completion: @escaping (Result<SetScan, KalshiAPIError>) -> Void
  ) {
    var last = scheduler.uptimeNanoseconds
    rest.openEvents(onPage: { [self] count in
      let now = scheduler.uptimeNanoseconds
      onPage(PageTime(events: count, nanoseconds: now - last))
      last = now
    }) { [self] result in
      completion(
        result.map { page in
          var scan = SetScan(
            prover: prover, at: scheduler.now, nearMiss: nearMiss, filter: filter)
          for event in page.elements {
            scan.take(event, series: all[event.seriesTicker ?? ""])
          }
          scan.noteUnread(page.rejected.count)
          return scan
        })
    }
  }
}

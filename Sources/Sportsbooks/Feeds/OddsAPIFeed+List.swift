internal import Market
internal import Wire

/// The list of games.
extension OddsAPIFeed {
  func refreshLater() {
    if let listTimer { scheduler.cancel(listTimer) }
    listTimer = scheduler.schedule(afterNanoseconds: options.listIntervalNanoseconds) {
      [weak self] in
      guard let self, session.state == .open else { return }
      fetchList { [weak self] _ in self?.refreshLater() }
    }
  }

  /// Fetches every sport's list; `completion` hears whether all of them came.
  func fetchList(completion: @escaping (Bool) -> Void) {
    listNumber += 1
    let number = listNumber
    let sports = sports
    var awaited = sports.count
    var allCame = true
    guard awaited > 0 else { return completion(true) }
    for sport in sports {
      let request = WebRequest(
        url: "\(options.restURL)/events?sport=\(sport)&status=pending",
        secretQuery: ["apiKey": options.apiKey])
      web.fetch(request) { [weak self] result in
        guard let self, number == listNumber else { return }
        if let fault = take(result, request: request) {
          handler?.oddsFeed(self, didReject: .listFailed(fault))
          allCame = false
        }
        awaited -= 1
        if awaited == 0 { completion(allCame) }
      }
    }
  }

  /// Takes a list; returns what is wrong with it.
  func take(
    _ result: Result<WebResponse, WebFailure>, request: WebRequest
  ) -> String? {
    let response: WebResponse
    switch result {
    case .failure(let failure): return "\(failure)"
    case .success(let value): response = value
    }
    guard response.status == 200 else {
      return response.status == 401
        ? "\(request.url): the key is not accepted (401); check the odds feed's api_key"
        : "\(request.url): answered \(response.status)"
    }
    do throws(OddsFrameFault) {
      for entry in try OddsAPIEventList.decode(response.body).entries
      where options.leagues.contains(entry.league) {
        list(entry)
      }
      return nil
    } catch {
      return "\(request.url): expected \(error.expected)"
    }
  }

  func list(_ entry: OddsAPIEventList.Entry) {
    var key = entry.key
    let number = key.withUTF8 { events.insert(UnsafeRawBufferPointer($0)) }
    guard let number else {
      handler?.oddsFeed(self, didReject: .overflow("more than \(Self.eventLimit) games"))
      return
    }
    let event = OddsEvent(
      id: OddsEventID(number), key: entry.key, league: entry.league, home: entry.home,
      away: entry.away, start: entry.start)
    if number == listed.count {
      listed.append(event)
      offering.append(0)
    } else {
      guard listed[number] != event else { return }
      listed[number] = event
    }
    handler?.oddsFeed(self, didList: event)
  }
}

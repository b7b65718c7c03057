public import Market
internal import Matching

extension SimulatedExchange {
  /// Lists a series; its events come after it.
  public mutating func list(_ new: SimulatedSeries) throws(SimulatorError) {
    guard seriesPlaces[new.ticker] == nil else { throw .duplicateTicker(new.ticker) }
    seriesPlaces[new.ticker] = series.count
    series.append(new)
  }

  /// Lists an event of a series that is listed; its markets come after it.
  public mutating func list(_ event: SimulatedEvent) throws(SimulatorError) {
    guard seriesPlaces[event.seriesTicker] != nil else { throw .unknownSeries(event.seriesTicker) }
    guard eventPlaces[event.ticker] == nil else { throw .duplicateTicker(event.ticker) }
    eventPlaces[event.ticker] = events.count
    events.append(event)
    eventMarkets.append([])
  }

  /// Lists a market, active at once.
  @discardableResult
  public mutating func list(
    _ market: SimulatedMarket, at now: Timestamp
  ) throws(SimulatorError) -> MarketID {
    guard let event = eventPlaces[market.eventTicker] else {
      throw .unknownEvent(market.eventTicker)
    }
    guard marketPlaces[market.ticker] == nil else { throw .duplicateTicker(market.ticker) }
    let place = markets.count
    let id = engine.addMarket(
      ListedMarket(grid: market.grid, fees: schedule(event: event, at: recordedNow ?? now)))
    marketPlaces[market.ticker] = place
    eventMarkets[event].append(place)
    markets.append(
      MarketRecord(
        terms: market, id: id,
        uuid: WireText.uuid(seed: settings.seed, kind: 2, number: UInt64(place)),
        seriesTicker: events[event].seriesTicker, event: event, close: market.close, updated: now))
    return id
  }

  /// Lists a milestone.
  public mutating func list(_ milestone: SimulatedMilestone) { milestones.append(milestone) }

  /// Applies the fee rules of the recorded time, or of `now` where nothing is replayed.
  public mutating func applyFeeRegime(at now: Timestamp) {
    let time = recordedNow ?? now
    let wanted = FeeRegime.at(time)
    guard regime != wanted else { return }
    regime = wanted
    for place in markets.indices {
      engine.setFees(
        markets[place].id, schedule(event: markets[place].event, at: time), at: now)
    }
    drain(at: now)
  }

  private func schedule(event: Int, at time: Timestamp) -> FeeSchedule? {
    guard let place = seriesPlaces[events[event].seriesTicker] else { return nil }
    return try? FeeTimeline(series: series[place].fees).schedule(at: time)
  }
}

internal import Market

// Who gets the places of the limit of markets at one time.
extension Engine {
  /// A take found every place in use. Where one of them is held by nothing but a resting entry
  /// without a fill, the oldest such entry is cancelled; the take goes out when the cancel is
  /// confirmed, if it still pays then. So the limit holds at every moment.
  ///
  /// One place at a time; the latest take that asks gets it. A take is certain and has the larger
  /// edge; an entry that rests only may fill, and has its retry pause before it rests again.
  func askForPlace(
    _ id: MarketID, _ opportunity: Opportunity, _ asking: Asking,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    guard opportunity.style == .take,
      activeMarkets.count == Int(account.gate.limits.maximumConcurrentMarkets),
      case .success = admit(asking, hasPlace: true)
    else { return }
    var oldest: Int?
    for place in orders.working.indices where isAlone(place) {
      if orders.working[place].isCancelSent || now < orders.working[place].cancelNotBefore {
        // A place may come free without another cancel: one is out, or its answer was lost.
        placeWantedBy = id
        return
      }
      if oldest == nil { oldest = place }
    }
    guard let oldest else { return }
    placeWantedBy = id
    cancel(oldest, &outputs)
  }

  /// Whether an order is a resting entry without a fill, and all there is of ours in its market.
  private func isAlone(_ place: Int) -> Bool {
    let order = orders.working[place]
    guard order.request.purpose == .entry, order.phase == .resting, order.filledByReport.isZero,
      states[Int(order.request.market.index)].position.quantity.isZero
    else { return false }
    for other in orders.working.indices
    where other != place && orders.working[other].request.market == order.request.market {
      return false
    }
    return true
  }

  /// Looks again at the market whose take waits for a place, once there is one.
  func takePlace(_ id: MarketID, _ outputs: inout ContiguousArray<EngineOutput>) {
    guard activeMarkets.count < Int(account.gate.limits.maximumConcurrentMarkets) else { return }
    placeWantedBy = nil
    evaluate(id, &outputs)
  }
}

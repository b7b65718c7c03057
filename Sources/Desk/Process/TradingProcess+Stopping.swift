internal import Kalshi
internal import Market
internal import Sportsbooks
internal import Trading
internal import Wire

extension TradingProcess {
  /// What the exchange says at the end.
  struct FinalAccount {
    var available: Money
    var positionCost: Money
    var fees: Money
  }

  /// Cancels what rests, waits for it, reads the exchange's count and reports. Calls back once.
  ///
  /// - Parameter title: the report's heading.
  public func stop(
    title: String, assumptions: [String], completion: @escaping (RunReport?) -> Void
  ) {
    isStopping = true
    guard let session, let oddsDesk else {
      closeConnections()
      completion(nil)
      return
    }
    session.take(.command(.shutDown))
    waitForCancels(deadline: loop.uptimeNanoseconds + 5_000_000_000) { [self] leftovers in
      readFinalAccount { [self] account in
        let seconds = Double(loop.uptimeNanoseconds - startUptime) / 1e9
        var report = ReportBuilder(session: session, odds: oddsDesk).build(
          title: title, assumptions: assumptions, wallSeconds: seconds)
        complete(&report, account, leftovers)
        closeConnections()
        completion(report)
      }
    }
  }

  /// Ends everything at once, without cancelling or reporting.
  public func abandon() {
    isStopping = true
    closeConnections()
  }

  private func waitForCancels(deadline: Int64, _ completion: @escaping ([String]) -> Void) {
    guard let session else { return completion([]) }
    let open = session.engine.orders.working
    let isLate = loop.uptimeNanoseconds >= deadline
    guard !open.isEmpty, !isLate else {
      completion(
        open.map {
          "\(session.engine.markets[Int($0.request.market.index)].ticker) \($0.request.id)"
        })
      return
    }
    // A cancel whose answer was lost, or that had to wait for the order's own answer, is sent
    // again.
    session.take(.command(.shutDown))
    session.take(.timer)
    _ = loop.schedule(afterNanoseconds: 20_000_000) { [self] in
      waitForCancels(deadline: deadline, completion)
    }
  }

  private func readFinalAccount(_ completion: @escaping (FinalAccount?) -> Void) {
    if let paper {
      let account = paper.account
      completion(
        FinalAccount(
          available: account.availableCash,
          positionCost: account.holdings.reduce(.zero) { $0 + $1.cost },
          fees: session?.engine.ledger.fees ?? .zero))
      return
    }
    guard let gateway else { return completion(nil) }
    gateway.readFinal(completion)
  }

  private func complete(
    _ report: inout RunReport, _ account: FinalAccount?, _ leftovers: [String]
  ) {
    report.connections.exchangeDrops = streamDesk?.drops ?? 0
    report.connections.sequenceGaps = streamDesk?.gaps ?? 0
    report.connections.malformedFrames =
      (streamDesk?.unreadable ?? 0) + (oddsDesk?.faultCount ?? 0)
    report.connections.oddsDrops = oddsDesk?.drops ?? 0
    report.connections.signaturesMadeInline = gateway?.signaturesMadeInline ?? 0
    report.notices = notices
    for order in leftovers { report.differences.append("could not be cancelled: \(order)") }
    guard let account else {
      report.differences.append("the exchange's account could not be read")
      return
    }
    report.exchange = RunReport.Account(
      cash: account.available, positionCost: account.positionCost, fees: account.fees)
    func compare(_ what: String, _ ours: Money, _ theirs: Money) {
      guard ours != theirs else { return }
      report.differences.append("\(what): we count \(ours), the exchange \(theirs)")
    }
    compare("cash", report.ours.cash, account.available)
    compare("positions at cost", report.ours.positionCost, account.positionCost)
    compare("fees", report.ours.fees, account.fees)
  }

  private func closeConnections() {
    session?.stop()
    feed?.stop()
    stream?.stop()
    http?.stop()
    filler?.stop()
    filler = nil
  }
}

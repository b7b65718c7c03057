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
    /// The most that orders in markets that are not followed can have set aside of the cash.
    var otherReserved = Money.zero
  }

  /// Cancels what rests, waits for it, reads the exchange's count and reports. Calls back once.
  ///
  /// - Parameter title: the report's heading.
  public func stop(
    title: String, assumptions: [String], completion: @escaping (RunReport?) -> Void
  ) {
    isStopping = true
    guard let session, let oddsDesk else {
      finishLog()
      closeConnections(isOrderly: true)
      completion(nil)
      return
    }
    session.take(.command(.shutDown))
    paperDesk?.obey(.shutDown)
    waitForCancels(deadline: loop.uptimeNanoseconds + 5_000_000_000) { [self] leftovers in
      readFinalAccount { [self] account in
        let seconds = Double(loop.uptimeNanoseconds - startUptime) / 1e9
        var report = ReportBuilder(session: session, odds: oddsDesk).build(
          title: title, assumptions: assumptions, wallSeconds: seconds)
        report.paperProfiles = paperLines
        complete(&report, account, leftovers)
        closeConnections(isOrderly: leftovers.isEmpty)
        completion(report)
      }
    }
  }

  /// Where the session stands.
  public var status: SessionStatus {
    var status = SessionStatus()
    status.waitingFor = waitingFor
    status.lastEvent = lastEvent
    status.isStopping = isStopping
    guard let session, let oddsDesk else { return status }
    let engine = session.engine
    status.isStreamUp = session.linksUp.contains(.exchangeStream)
    status.isOrderEntryUp = session.linksUp.contains(.exchangeOrders)
    status.areOddsUp = session.linksUp.contains(.odds)
    status.isTrading = engine.mayEnter
    status.markets = engine.markets.count
    status.priced = engine.states.count { $0.lastFair != nil }
    status.positions = engine.states.count { !$0.position.quantity.isZero }
    status.workingOrders = engine.orders.working.count
    status.fills = engine.fills.count
    status.profit = ReportBuilder(session: session, odds: oddsDesk).profit
    return status
  }

  /// Ends everything at once, without cancelling or reporting.
  public func abandon() {
    isStopping = true
    closeConnections(isOrderly: false)
  }

  /// Closes what is still open and forgets who was to be told: they hold what holds the process.
  ///
  /// For its owner when the loop has ended, however it did, before the loop is closed.
  public func end() {
    abandon()
    onLog = { _ in }
    onReady = {}
    onFailure = { _ in }
    onNotice = { _ in }
    onMustStop = { _ in }
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
    // A cancel whose answer was lost, or that waited for the order's own answer, is sent again.
    session.take(.command(.shutDown))
    session.take(.timer)
    _ = loop.schedule(afterNanoseconds: 20_000_000) { [self] in
      waitForCancels(deadline: deadline, completion)
    }
  }

  private static let finalReadingNanoseconds: Int64 = 10_000_000_000

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
    // An exchange that is gone must not keep the report from its reader.
    var isDone = false
    func finish(_ account: FinalAccount?) {
      guard !isDone else { return }
      isDone = true
      completion(account)
    }
    let timer = loop.schedule(afterNanoseconds: Self.finalReadingNanoseconds) { finish(nil) }
    gateway.readFinal { [loop] account in
      loop.cancel(timer)
      finish(account)
    }
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
    finishLog()
    report.notices = notices
    if droppedNotices > 0 { report.notices.append("\(droppedNotices) further notices not kept") }
    for order in leftovers { report.differences.append("could not be cancelled: \(order)") }
    guard hasBeenReady else {
      neverTraded(&report, account)
      return
    }
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
    let aside = report.ours.cash - account.available
    if aside > .zero, aside <= account.otherReserved {
      report.notices.append(
        "orders that rest in markets that are not followed may have set aside the \(aside) $ that"
          + " the exchange has less")
    } else {
      compare("cash", report.ours.cash, account.available)
    }
    compare("positions at cost", report.ours.positionCost, account.positionCost)
    compare("fees", report.ours.fees, account.fees)
  }

  /// Nothing was counted on our side, so there is nothing to compare.
  private func neverTraded(_ report: inout RunReport, _ account: FinalAccount?) {
    report.notices.insert("trading never began: \(status.missing)", at: 0)
    report.startingCash = account?.available ?? .zero
    report.ours.cash = report.startingCash
  }

  private func closeConnections(isOrderly: Bool) {
    isClosed = true
    volumes?.stop()
    session?.stop()
    paperDesk?.end()
    feed?.stop()
    stream?.stop()
    rest?.stop()
    http?.stop()
    filler?.stop()
    filler = nil
    for journal in [journal, paperJournal] {
      if let trouble = journal?.end(isOrderly: isOrderly) {
        onLog("the journal could not be written to its end: \(trouble)")
      }
    }
  }
}

internal import Desk
internal import Journal
internal import KalshiSimulator
internal import Market
internal import Matching
internal import Trading
internal import Wire

// Processes come and go.
extension FaultSimulation {
  func startTrader() {
    restartAt = nil
    disguised.removeAll()
    venue.faults.disguised = nextDisguise
    nextDisguise = nil
    books.ended()
    keys.reset()
    stopDeadline = nil
    outcome.sessions += 1
    let trader = SimulatedTrader(
      configuration: configuration, seed: random.next() | 1, scheduler: scheduler,
      network: network, games: venue.games, disk: disk, options: journalOptions
    ) { [unowned self] trader, writer in
      trader.opened(writer)
      readJournal()
    }
    self.trader = trader
    note("process \(outcome.sessions) starts")
    watch(trader)
    trader.start()
  }

  /// Sees to a process that has ended or wants to end, and starts the next one.
  func superviseTrader() {
    guard let trader else {
      if let restartAt, scheduler.now >= restartAt { startTrader() }
      return
    }
    if let failure = trader.failure {
      note("the process ends: \(failure)")
      endTrader(after: 2_000_000_000, kills: false)
    } else if let reason = trader.mustStop ?? (isStopWanted ? "restart" : nil) {
      stopTrader(reason)
    }
    if let stopDeadline, scheduler.now > stopDeadline {
      complain("a process that was asked to stop has not ended after 60 s")
    }
  }

  /// Asks the process to end in order; the next one follows.
  private func stopTrader(_ reason: String) {
    guard let trader, stopDeadline == nil, !trader.clock.isStalled else { return }
    isStopWanted = false
    stopDeadline = scheduler.now + 60_000_000_000
    note("the process stops: \(reason)")
    trader.process.stop(title: "Simulated", assumptions: []) { [weak self, weak trader] _ in
      guard let self, let trader, self.trader === trader else { return }
      // Not from inside: what called this still runs.
      _ = scheduler.schedule(afterNanoseconds: 1) { [weak self, weak trader] in
        guard let self, let trader, self.trader === trader else { return }
        endTrader(after: 500_000_000, kills: false)
      }
    }
  }

  /// Ends the process as by SIGKILL.
  func killTrader(_ kind: FaultKind) {
    guard trader != nil else { return }
    note(kind)
    endTrader(after: random.milliseconds(50...5_000), kills: true)
    if kind == .powerLoss {
      disk.losePower(using: &random)
      lastWill?.isExact = false
    }
  }

  private func endTrader(after nanoseconds: Int64, kills: Bool) {
    guard let trader else { return }
    if !kills { trader.end() }
    if let engine = trader.engine, let writer = trader.writer {
      lastWill = JournalWill(engine, isExact: !writer.isInTrouble && trader.mustStop == nil)
    }
    if kills { trader.kill() }
    self.trader = nil
    stopDeadline = nil
    books.ended()
    restartAt = scheduler.now + nanoseconds
  }

  /// Reads the whole journal as it is on the disk: every session must replay to the same outputs,
  /// the last one to the state that the live engine had, and every order that the exchange has seen
  /// must be in it.
  func readJournal() {
    do {
      var last: Engine?
      let replay = try JournalReplay.run(disk.storage) { engine, _ in last = engine }
      for session in replay.sessions {
        if let difference = session.difference {
          return complain("the journal replays to something else: \(difference)")
        }
      }
      if let will = lastWill, will.isExact {
        guard let last else { return complain("the last session is not in the journal") }
        if let difference = will.difference(from: last) {
          return complain("the journal's replay is not the live engine: \(difference)")
        }
      }
      lastWill = nil
      let written = try placedOrders()
      // What the exchange has, it was sent: and nothing is sent that is not written.
      for id in orderIDs.sorted() where !written.contains(id) {
        return complain("order \(id) is at the exchange and not in the journal")
      }
    } catch {
      complain("the journal cannot be read again: \(error)")
    }
  }

  private func placedOrders() throws -> Set<String> {
    var ids: Set<String> = []
    let reader = try JournalReader(disk.storage)
    while let record = try reader.record() {
      guard record.header.kind == .output else { continue }
      if case .place(let order) = try EngineOutput(record.payload) {
        ids.insert(order.id.description)
      }
    }
    return ids
  }
}

import Glibc
import Journal
import Market
import RecoveryRig
import TestKit
import Trading

@testable import Desk

/// One journal and one exchange, and processes that are killed one after the other; the last one
/// ends in order.
struct KillChain {
  /// What a test may do to show that it is noticed.
  enum Meddling {
    /// One published state is another one.
    case state
    /// An order has left that nobody has recorded.
    case order
    /// The killed process has processed two inputs more than are recorded.
    case inputs
  }

  let seed: UInt64
  let kills: Int
  /// None dies while it starts, and each journal is compared at once.
  var isLate = false
  /// Done after each kill, before anything is compared.
  var meddling: Meddling?
  private(set) var tally = KillTally()
  private var random: RecoveryRandom
  private let folder = TestFolder()
  private let plan: RecoveryPlan
  private let history: WorldHistory
  /// Lives whose journal has not been compared yet, by the session half of their order ids.
  private var pending: [UInt64: LifeRecord] = [:]
  /// Processes that have ended in order.
  private var ends = 0

  /// A promise that is broken, in words.
  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  init(seed: UInt64, kills: Int) throws {
    self.seed = seed
    self.kills = kills
    random = RecoveryRandom(seed: seed)
    plan = RecoveryPlan(seed: seed)
    history = try WorldHistory(folder: folder.path)
    tally.journals = 1
  }

  private var journalID: UInt64 { RecoveryPlan.journalID(inFolder: folder.path) }
  private var journal: String { folder.path + "/" + RecoveryPlan.journalFolder }

  /// Kills and compares.
  mutating func run() throws {
    // Where a promise is broken, the last process's memory is left.
    defer { unlink("/dev/shm/dutchbook-\(getuid())-\(String(journalID, radix: 16)).ring") }
    for life in 1...kills {
      try killOne(life)
      try meddle(life)
      // Otherwise the next process finds the journal as the killed one has left it.
      if isLate || random.chance(0.5) { try recover() }
      try checkExchange()
    }
    try endOne(kills + 1)
    try compare()
    try checkExchange()
    tally.segments += try FolderStorage(path: journal, isWriting: false).names()
      .count { $0.contains(".dbj") }
  }

  // MARK: Lives

  private mutating func start(_ life: Int, inputs: Int, _ end: String) throws -> KilledProcess {
    let orders = KillableSession.Orders(
      folder: folder.path, life: life, planSeed: seed, seed: random.next(), inputs: inputs,
      ends: end == "ends")
    pending[orders.session] = try LifeRecord(folder: folder.path, life: life)
    return try KilledProcess(
      folder: folder.path, life: life,
      arguments: [folder.path, "\(life)", "\(seed)", "\(orders.seed)", "\(inputs)", end])
  }

  /// A quarter dies while it starts: reads the journal, adds what was in memory, takes the account
  /// over.
  private mutating func killOne(_ life: Int) throws {
    let isEarly = !isLate && random.chance(0.25)
    let inputs = isEarly ? 0 : random.int((isLate ? 50 : 1)...500)
    let wait = random.int(isEarly ? 0...20_000_000 : 0...1_000_000)
    let process = try start(life, inputs: inputs, "killed")
    guard process.waitForSignal() else {
      _ = process.kill()
      throw Broken(description: "life \(life) said nothing: \(process.output)")
    }
    Self.pass(nanoseconds: wait)
    guard process.kill() else {
      throw Broken(description: "life \(life) ended by itself: \(process.output)")
    }
    tally.kills += 1
  }

  private mutating func endOne(_ life: Int) throws {
    let process = try start(life, inputs: 100, "ends")
    let code = process.wait()
    guard code == 0 else {
      throw Broken(description: "life \(life) ended with \(code): \(process.output)")
    }
    ends += 1
  }

  private static func pass(nanoseconds: Int) {
    var time = timespec()
    // clock: the instant of a kill is to be any; nothing is judged by it
    clock_gettime(CLOCK_MONOTONIC, &time)
    let start = time.tv_sec * 1_000_000_000 + time.tv_nsec
    while time.tv_sec * 1_000_000_000 + time.tv_nsec < start + nanoseconds {
      sched_yield()
      // clock: as above
      clock_gettime(CLOCK_MONOTONIC, &time)
    }
  }

  private func meddle(_ life: Int) throws {
    switch meddling {
    case nil: break
    case .state: try LifeRecord(folder: folder.path, life: life).falsify(afterInput: 5)
    case .order: history.addOrder("00000000-0000-0000-0000-000000000001")
    case .inputs: try LifeRecord(folder: folder.path, life: life).pretendInputs(2)
    }
  }

  // MARK: Comparing

  /// Opens the journal as the next process would, and compares.
  private mutating func recover() throws {
    let writer = try JournalWriter(
      folder: journal, options: plan.journal, newID: journalID,
      now: history.entries().last?.time ?? .distantPast)
    if writer.opening.recovery.tornTail != nil { tally.tornTails += 1 }
    tally.recordsFromMemory += writer.opening.recordsFromMemory
    if let trouble = writer.end() { throw Broken(description: "recovery: \(trouble)") }
    try compare()
  }

  /// Runs the journal through fresh engines, as `replay` does: after each input of a life that has
  /// not been compared the engine must be what the killed process had published.
  private mutating func compare() throws {
    var inputs: [UInt64: Int] = [:]
    var broken: String?
    var states = 0
    let lives = pending
    let replay = try JournalReplay.run(FolderStorage(path: journal, isWriting: false)) {
      engine, _ in
      guard let life = lives[engine.session] else { return }
      let number = inputs[engine.session, default: 0] + 1
      inputs[engine.session] = number
      guard number <= life.count else { return }
      states += 1
      if life.hash(afterInput: number) != StateHash.of(engine), broken == nil {
        broken = "after input \(number) of \(life.count) the recovered engine is another one"
      }
    }
    tally.states += states
    for (session, life) in lives {
      let found = inputs[session, default: 0]
      guard found == life.count || found == life.count + 1 else {
        throw Broken(
          description: "\(life.count) inputs were processed, \(found) are in the journal")
      }
    }
    if let broken { throw Broken(description: broken) }
    if let difference = replay.sessions.compactMap(\.difference).first {
      throw Broken(description: "the replay says something else: \(difference)")
    }
    pending = [:]
    try checkOrders()
    try checkStanding()
  }

  /// What the limits of the day have counted is what has been decided, over all lives: no kill has
  /// made one forget an entry, or count it twice. One that never left is given back; it counts
  /// still where the process was killed before it could.
  private func checkStanding() throws {
    var earlier = EarlierSessions(
      mode: "live", isRecorded: false, exchange: KillableSession.address,
      account: SessionJournal.account(ofKey: KillableSession.keyID))
    var entries: Set<ClientOrderID> = []
    var unsent: Int64 = 0
    var contracts: Int64 = 0
    let reader = try JournalReader(FolderStorage(path: journal, isWriting: false))
    while let record = try reader.record() {
      earlier.take(record)
      if record.header.kind == .input {
        if case .orderUnsent(let id, _) = try EngineInput(record.payload).event,
          entries.contains(id)
        {
          unsent += 1
        }
        continue
      }
      guard record.header.kind == .output else { continue }
      switch try EngineOutput(record.payload) {
      case .place(let order) where order.purpose == .entry:
        entries.insert(order.id)
        contracts += order.quantity.hundredths / 100
      case .notice(.foreignPosition(_, let quantity)):
        throw Broken(description: "\(quantity) contracts of ours have lost their owner")
      default: break
      }
    }
    guard earlier.troubles.isEmpty else {
      throw Broken(description: earlier.troubles.joined(separator: "; "))
    }
    // The first life may have died before it had read the account, and then has sent nothing.
    let counters = earlier.standing?.account.counters
    let (decided, counted) = (Int64(entries.count), counters?.dailyTrades ?? 0)
    guard (decided - unsent...decided).contains(counted) else {
      throw Broken(
        description:
          "\(decided) entries were decided, \(unsent) of them never left, the day's limit"
          + " has counted \(counted)")
    }
    guard counters?.dailyVolume ?? 0 <= contracts else {
      throw Broken(description: "more contracts are counted than were decided")
    }
  }

  /// Nothing has left a process whose record is missing.
  private mutating func checkOrders() throws {
    var placed: Set<String> = []
    let reader = try JournalReader(FolderStorage(path: journal, isWriting: false))
    while let record = try reader.record() {
      guard record.header.kind == .output,
        case .place(let order) = try EngineOutput(record.payload)
      else { continue }
      guard placed.insert(order.id.description).inserted else {
        throw Broken(description: "order \(order.id) is in the journal twice")
      }
    }
    for id in orders(.left) where !placed.contains(id) {
      throw Broken(description: "order \(id) has left the process and is not in the journal")
    }
    tally.placed = placed.count
  }

  /// No order leaves or arrives twice, none arrives that has not left, and no process has found the
  /// account to be other than it should.
  private mutating func checkExchange() throws {
    let entries = history.entries()
    for entry in entries where entry.kind == .complaint {
      throw Broken(description: String(decoding: entry.bytes, as: UTF8.self))
    }
    let left = orders(.left)
    let arrived = orders(.arrived)
    guard Set(left).count == left.count else {
      throw Broken(description: "an order has left twice")
    }
    guard Set(arrived).count == arrived.count, Set(arrived).isSubset(of: Set(left)) else {
      throw Broken(description: "an order has arrived twice, or has not left")
    }
    tally.left = left.count
    tally.arrived = arrived.count
    let lives = entries.filter { $0.kind == .life }
    tally.late = lives.reduce(0) { $0 + Int($1.numbers[2]) }
    tally.early = tally.kills + ends - entries.count { $0.kind == .takenOver }
    tally.leftovers = leftovers(entries)
  }

  /// Cancels that a process has sent before it had taken the account over.
  private func leftovers(_ entries: [WorldHistory.Entry]) -> Int {
    var count = 0
    var isTakenOver = true
    for entry in entries {
      switch entry.kind {
      case .life: isTakenOver = false
      case .takenOver: isTakenOver = true
      case .arrived where !isTakenOver && entry.bytes.starts(with: Array("DELETE ".utf8)):
        count += 1
      default: break
      }
    }
    return count
  }

  /// The client ids of the orders among the requests, in order.
  private func orders(_ kind: WorldHistory.Kind) -> [String] {
    history.entries().compactMap { entry in
      guard entry.kind == kind, entry.bytes.starts(with: Array("POST ".utf8)) else { return nil }
      let parts = String(decoding: entry.bytes, as: UTF8.self)
        .split(separator: "\"client_order_id\":\"", maxSplits: 1)
      return parts.count == 2 ? String(parts[1].prefix { $0 != "\"" }) : nil
    }
  }
}

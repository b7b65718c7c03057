import Glibc
import Testing

/// Trading processes killed at any instant: while they read, decide, send, write, rotate segments,
/// compress them, force them to the disk, and start again.
@Suite struct KillTests {
  /// As many kills in all: `DUTCHBOOK_KILLS`, or 1,000 in a release build and 40 in a debug one,
  /// which the sanitizers make slower still.
  static let kills: Int = {
    if let text = getenv("DUTCHBOOK_KILLS"), let number = Int(String(cString: text)) {
      return number
    }
    #if DEBUG
      return 40
    #else
      return 1_000
    #endif
  }()
  /// `DUTCHBOOK_KILL_SEED`, or 1: what is drawn from it is drawn again, the instants are not.
  static let seed: UInt64 =
    getenv("DUTCHBOOK_KILL_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1
  static let lanes = 4
  static let killsOfOneJournal = 10

  @Test(arguments: 0..<lanes)
  func `a killed session is recovered as it was, and each order is found once`(
    lane: Int
  ) throws {
    var all = KillTally()
    var left = Self.kills / Self.lanes + (lane < Self.kills % Self.lanes ? 1 : 0)
    var seed = Self.seed &* 1_000_003 &+ UInt64(lane) &* 1_000_000_007
    while left > 0 {
      let kills = min(left, Self.killsOfOneJournal)
      var chain = try KillChain(seed: seed, kills: kills)
      do {
        try chain.run()
      } catch {
        Issue.record("journal of seed \(seed): \(error)")
        return
      }
      all.add(chain.tally)
      left -= kills
      seed &+= 1
    }
    // For who reads the log: what was killed, and by which seed.
    print("seed \(Self.seed), lane \(lane): \(all)")
    #expect(all.states > 0)
    #expect(all.arrived > 0)
  }

  @Test(arguments: [
    (KillChain.Meddling.state, "the recovered engine is another one"),
    (.order, "has left the process and is not in the journal"),
    (.inputs, " inputs were processed, "),
  ])
  func `what is not as it was is noticed`(meddling: KillChain.Meddling, words: String) throws {
    var chain = try KillChain(seed: Self.seed, kills: 1)
    chain.isLate = true
    chain.meddling = meddling
    #expect { try chain.run() } throws: { "\($0)".contains(words) }
  }
}

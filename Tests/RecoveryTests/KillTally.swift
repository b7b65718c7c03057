/// What a number of kills have come to.
struct KillTally: CustomStringConvertible {
  var kills = 0
  /// Processes that were killed before they had taken the account over.
  var early = 0
  var journals = 0
  /// Engine states that were compared with what the killed process had published.
  var states = 0
  /// Orders in the journals, and those that have left a process and have reached the exchange.
  var placed = 0
  var left = 0
  var arrived = 0
  /// Requests that reached the exchange after the end of the process that had sent them.
  var late = 0
  /// Orders of a killed process that the next one has cancelled.
  var leftovers = 0
  var tornTails = 0
  var recordsFromMemory = 0
  var segments = 0

  /// Adds what came of another journal.
  mutating func add(_ other: KillTally) {
    for path in Self.counts { self[keyPath: path] += other[keyPath: path] }
  }

  private static var counts: [WritableKeyPath<KillTally, Int>] {
    [
      \.kills, \.early, \.journals, \.states, \.placed, \.left, \.arrived, \.late, \.leftovers,
      \.tornTails, \.recordsFromMemory, \.segments,
    ]
  }

  var description: String {
    "\(kills) kills (\(early) before the account was taken over) of \(journals) journals:"
      + " \(states) engine states compared, \(placed) orders in the journals, \(left) left the"
      + " process, \(arrived) reached the exchange, \(late) requests after the end of their"
      + " process; \(leftovers) orders left resting were cancelled by the next process;"
      + " \(tornTails) torn tails, \(recordsFromMemory) records found in memory,"
      + " \(segments) segments"
  }
}

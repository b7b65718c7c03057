internal import Market

/// NautilusTrader's book over the same changes, called from Python as its users do.
struct BookPeer: Decodable {
  let version: String
  let changes: Int
  /// Nanoseconds of a change.
  let min: Double
  let median: Double
  /// Of one pass: see ``BookBenchmarks/Sums``.
  let prices: Int64
  let sizes: Int64
  /// Of all books behind the last change, 1/10 000 $.
  let finalBids: Int64
  let finalAsks: Int64

  /// - Parameter bench: as it is between two passes.
  static func run(_ runner: inout Runner, _ bench: BookBenchmarks, books count: Int) {
    let operations = BookBenchmarks.operations
    let lines =
      ["books\t\(count)"] + (0..<20).map { "level\tbid\t\(45 - $0)\t100" }
      + (0..<20).map { "level\task\t\(55 + $0)\t100" }
      + bench.pass(described: operations).map { "change\t\($0)" }
    let answer: BookPeer? = Peer.result(
      "nautilus_book.py", of: "NautilusTrader", input: lines)
    guard let peer = answer else { return }
    let name = "NautilusTrader \(peer.version), \(count) books"
    runner.add(
      "peer: \(name)", operations: peer.changes, minimum: peer.min, median: peer.median)
    let ours = bench.sums(operations)
    runner.check("\(name): every change", peer.changes == operations)
    runner.check(
      "\(name): the same best prices and sizes behind each change",
      peer.prices == ours.prices && peer.sizes == ours.sizes)
    runner.check(
      "\(name): the same final best prices",
      peer.finalBids == ours.finalBids && peer.finalAsks == ours.finalAsks)
  }
}

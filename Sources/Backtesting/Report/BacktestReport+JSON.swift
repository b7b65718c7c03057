internal import FoundationEssentials
// Rounding a Double calls libm on this platform; without this import the module does not link.
internal import Glibc

extension BacktestReport {
  /// The report as JSON, keys sorted, the same bytes for the same report: prices in 1/10 000 $,
  /// sizes in 1/100 contract, cash in micro-dollars, times in nanoseconds since 1970.
  ///
  /// - Throws: what the encoder throws for a number that is none, which no finding holds.
  public func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [0x0A]
  }
}

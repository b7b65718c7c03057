internal import FoundationEssentials

extension RunReport {
  /// The report as JSON, keys sorted; prices in 1/10 000 $, sizes in 1/100 contract, cash in
  /// micro-dollars.
  public func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return Array(try encoder.encode(self)) + [0x0A]
  }
}

public import Outcomes

/// How sets of outcomes are looked for.
public struct DutchingSettings: Hashable, Sendable {
  /// Between two looks at the whole catalogue.
  public var scanIntervalSeconds: Int64 = 120
  /// A set that lacks at most so much of what it pays is a near miss.
  public var nearMissCents: Int64 = 3
  /// Which events sets are looked for in.
  public var filter = SetFilter()
  /// Tables of the allow-list as they were read.
  public var allow = AllowanceSettings()
  /// The allow-list in force; the reader enters it.
  public internal(set) var allowances: [VoidAllowance] = []

  public init() {}
}

internal import Market

extension Money {
  /// As a number for statistics and charts, never for cash.
  var dollars: Double { Double(microDollars) / 1_000_000 }
}

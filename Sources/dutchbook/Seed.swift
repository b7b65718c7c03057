/// The one place where chance enters: everything else gets a seed.
enum Seed {
  /// A new seed for a session, above zero.
  static func fresh() -> UInt64 {
    // unseeded: order ids must never repeat from one session to the next.
    .random(in: 1 ... .max)
  }
}

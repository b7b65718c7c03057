/// The one place where chance enters: everything else gets a seed.
enum Seed {
  /// A new seed for a session, so that its order ids never repeat; above zero.
  static func fresh() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return UInt64.random(in: 1 ... .max, using: &generator)
  }
}

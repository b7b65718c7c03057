/// Which faults a seed meets, and how often: a random part of all kinds at random rates, so that
/// rare combinations come up that an even mixture would hide (swarm testing; Groce et al. 2012).
public struct FaultProfile: Sendable {
  private var rates = [Double](repeating: 0, count: FaultKind.allCases.count)

  /// A profile without any fault.
  public init() {}

  /// - Parameters:
  ///   - generator: draws for the kinds that there were from the beginning.
  ///   - seed: draws for later ones, so that a seed that does not meet them stays what it was.
  public init(_ generator: inout FaultGenerator, seed: UInt64) {
    var later = FaultGenerator(seed: seed ^ 0x5EED)
    for kind in FaultKind.allCases {
      if kind == .oddsSilence { draw(kind, &later) } else { draw(kind, &generator) }
    }
  }

  private mutating func draw(_ kind: FaultKind, _ generator: inout FaultGenerator) {
    let isEnabled = generator.chance(0.35)
    // From a third of the usual rate to five times.
    let factor = generator.double(0.33...5)
    rates[kind.index] = isEnabled ? kind.baseRate * factor : 0
  }

  /// Probability per step.
  public subscript(kind: FaultKind) -> Double {
    get { rates[kind.index] }
    set { rates[kind.index] = newValue }
  }
}

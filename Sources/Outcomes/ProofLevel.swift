public import Market

/// How far it is proved that a set of contracts pays what it is bought for.
public enum ProofLevel: Hashable, Sendable {
  /// By the exchange's flag and by strikes that leave no value out.
  case strict
  /// But for a rule by which a market may be void or paid at a fair price: an entry of the
  /// allow-list stands for that, and each set is charged for it.
  case moduloVoid(VoidAllowance)
  /// Never traded.
  case unproved(Unproved)

  /// What each set loses on average by its rule of void, rounded up; nil where nothing is proved.
  public var charge: Money? {
    switch self {
    case .strict: .zero
    case .moduloVoid(let allowance): allowance.charge
    case .unproved: nil
    }
  }
}

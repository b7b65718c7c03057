public import Market

/// The account's cash by our own count: what was there, and every flow since.
///
/// `cash = starting + corrected + received − paid − fees`, always; nothing is rounded here.
public struct Ledger: Hashable, Sendable, Codable {
  /// Cash at the first reconciliation; nil before it.
  public private(set) var starting: Money?
  /// What the positions taken over at the start had cost.
  public private(set) var adopted = Money.zero
  /// What sales, netting and settlements have brought in.
  public private(set) var received = Money.zero
  /// What purchases have cost, without fees.
  public private(set) var paid = Money.zero
  /// Deposits less withdrawals, by the operator's word.
  public private(set) var corrected = Money.zero
  /// Fees as the exchange charged them.
  public private(set) var fees = Money.zero

  public init() {}

  /// Cash now; nil before the first reconciliation.
  public var cash: Money? { starting.map { $0 + corrected + received - paid - fees } }

  /// Takes the account's cash over. What flowed before is in it already and is forgotten.
  mutating func start(with cash: Money) {
    guard starting == nil else { return }
    self = Ledger()
    starting = cash
  }

  /// A movement of cash, signed, and what was charged for it.
  mutating func book(_ flow: Money, fee: Money) {
    if flow < .zero { pay(flow.magnitude) } else { receive(flow) }
    charge(fee)
  }

  mutating func correct(by amount: Money) { corrected += amount }
  mutating func adopt(_ cost: Money) { adopted += cost }
  mutating func receive(_ amount: Money) { received += amount }
  mutating func pay(_ amount: Money) { paid += amount }
  mutating func charge(_ fee: Money) { fees += fee }
}

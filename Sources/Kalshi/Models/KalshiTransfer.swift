public import Market

/// One deposit or withdrawal, as `GET /portfolio/deposits` and `/withdrawals` list them.
public struct KalshiTransfer: Hashable, Sendable, Codable {
  /// Which of the two lists it is in.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case deposits
    case withdrawals
  }

  public var id: String
  /// `pending`, `applied` (it is in the balance), `failed`, `returned`; other words are kept.
  public var status: String
  /// Never below zero.
  public var amount: Money
  /// What was charged for it.
  public var fee: Money
  public var created: Timestamp
  /// When it was applied, or failed; nil while it is under way.
  public var finalized: Timestamp?

  /// The balance holds it.
  public var isApplied: Bool { status == "applied" }

  public init(
    id: String, status: String, amount: Money, fee: Money, created: Timestamp,
    finalized: Timestamp?
  ) {
    self.id = id
    self.status = status
    self.amount = amount
    self.fee = fee
    self.created = created
    self.finalized = finalized
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    id = try fields.id("id")
    status = try fields.id("status")
    func cents(_ name: String) throws -> Money {
      guard let money = try fields.integer(name).flatMap({ Money(wireCents: $0) }),
        money >= .zero
      else { throw fields.corrupted(name, "missing, below zero or out of range") }
      return money
    }
    amount = try cents("amount_cents")
    fee = try cents("fee_cents")
    guard let created = try fields.seconds("created_ts") else {
      throw fields.corrupted("created_ts", "missing")
    }
    self.created = created
    finalized = try fields.seconds("finalized_ts")
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("id", id)
    try writer.put("status", status)
    try writer.put("type", "ach")
    try writer.put("amount_cents", amount.wireCents)
    try writer.put("fee_cents", fee.wireCents)
    try writer.put("created_ts", created.seconds)
    try writer.put("finalized_ts", finalized?.seconds)
  }
}

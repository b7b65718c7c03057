internal import Market
internal import Wire

/// Reads of what a member has paid in and out.
enum TransferRoutes {
  static func list(
    _ call: PrivateCall, _ exchange: SimulatedExchange, named name: String, areDeposits: Bool
  ) -> HTTPResponse {
    if let bad = PublicRoutes.badLimit(call.target, "GetTransfers", maximum: 500) { return bad }
    let found = exchange.transfers.indices.reversed().filter { index in
      let transfer = exchange.transfers[index]
      return transfer.account == call.account && (transfer.amount > .zero) == areDeposits
    }
    let page = Page.of(
      found, limit: PublicRoutes.limit(call.target, 100), cursor: call.target["cursor"])
    return Reply.json(
      200,
      [
        name: .array(page.rows.map { row($0, exchange) }), "cursor": .string(page.cursor),
      ])
  }

  private static func row(_ index: Int, _ exchange: SimulatedExchange) -> JSONValue {
    let transfer = exchange.transfers[index]
    let seconds = JSONValue.integer(transfer.time.seconds)
    return [
      "id": .string(
        WireText.uuid(seed: exchange.settings.seed, kind: 9, number: UInt64(index))),
      "status": "applied", "type": "ach", "amount_cents": WireText.cents(transfer.amount.magnitude),
      "fee_cents": 0, "created_ts": seconds, "finalized_ts": seconds,
    ]
  }
}

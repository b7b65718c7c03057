internal import Market

// What the exchange's own record says of a difference in cash.
extension Engine {
  private static let countedTransfersKept = 64

  /// Whether deposits, withdrawals and trades in markets that are not followed explain a
  /// difference, or what has come to what was known before. If so, that is taken over.
  func isExplained(
    _ difference: Money, _ account: AccountState, _ outputs: inout ContiguousArray<EngineOutput>
  ) -> Bool {
    for known in [.zero, noticedCashDifference] where difference != known {
      let new = difference - known
      guard let (paid, traded) = explanation(of: new, account) else { continue }
      if paid != .zero { outputs.append(.notice(.transferred(new - traded))) }
      if traded != .zero {
        outputs.append(.notice(.tradedElsewhere(paid == .zero ? new : traded)))
        otherCashAgreed = account.otherCash
      }
      if known == .zero { cashAgreedAt = account.readFrom }
      if known >= .zero { cure(.reconciliation, &outputs) }
      takeOver(new, leaving: known, &outputs)
      isCashNews = false
      return true
    }
    return false
  }

  /// What was paid and what was traded elsewhere, where both together are a difference; what was
  /// paid counts from now on.
  ///
  /// Times of transfers are whole seconds of the exchange's clock, so those of about the agreement
  /// may be new or not; nor does the list say whether a fee is in the amount. Trades may be listed
  /// that the balance does not hold yet.
  private func explanation(
    of difference: Money, _ account: AccountState
  ) -> (paid: Money, traded: Money)? {
    var traded = Money.zero
    if let before = otherCashAgreed, let now = account.otherCash { traded = now - before }
    let new = newTransfers(account.transfers)
    for trades in traded == .zero ? [traded] : [traded, .zero] {
      // The oldest of them may be in what the two agreed on; none need be new.
      for known in 0...new.count {
        let some = new[known...]
        let amounts = some.reduce(Money.zero) { $0 + $1.amount }
        let fees = some.reduce(Money.zero) { $0 + $1.fee }
        for paid in [amounts, amounts - fees] where paid + trades != .zero || !some.isEmpty {
          guard isCash(difference, worth: paid + trades) else { continue }
          if !some.isEmpty { noteCounted(new) }
          return (paid, trades)
        }
      }
    }
    return nil
  }

  private func noteCounted(_ transfers: [AccountState.Transfer]) {
    countedTransfers += transfers.map(\.id)
    countedTransfers = Array(countedTransfers.suffix(Self.countedTransfersKept))
  }

  /// Those that may have come since the two last agreed, oldest first.
  func newTransfers(_ transfers: [AccountState.Transfer]) -> [AccountState.Transfer] {
    transfers.filter {
      $0.at + (1_000_000_000 + configuration.breaker.clockSkewNanoseconds) > cashAgreedAt
        && !countedTransfers.contains($0.id)
    }.sorted { $0.at < $1.at }
  }

  /// The same but for what the exchange rounds down.
  private func isCash(_ difference: Money, worth amount: Money) -> Bool {
    (-99...0).contains((difference - amount).microDollars)
  }
}

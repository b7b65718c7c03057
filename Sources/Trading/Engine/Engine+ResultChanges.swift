internal import Market

// A market that is decided once more, and otherwise: `determined`, `disputed`, `amended`. The
// exchange pays at the end of it; our count has paid out at the first word.
extension Engine {
  /// Puts right what our count has paid out, for the account and each strategy.
  ///
  /// The strategies' part of it is a result of today for the limits of loss; runs of losses stay,
  /// as they count positions. What earlier sessions saw settled and not paid is carried over
  /// (``Standing/Payout``).
  func reviseResult(
    _ id: MarketID, from old: Price, to value: Price,
    _ outputs: inout ContiguousArray<EngineOutput>
  ) {
    let index = Int(id.index)
    // Hundredths of contracts times 1/10 000 $: exact in millionths of a dollar.
    let difference = Int64(value.tenThousandths - old.tenThousandths)
    func change(_ contracts: Quantity) -> Money {
      Money(microDollars: contracts.hundredths * difference)
    }
    let whole = change(states[index].settledContracts)
    states[index].settledValue = value
    states[index].position.revise(payoutBy: whole)
    ledger.book(whole, fee: .zero)
    bookShard(id, whole)
    let awaited: Money? = states[index].awaitsPayout ? states[index].awaitedPayout : .zero
    states[index].awaitsPayout = states[index].status != .finalized
    states[index].awaitedPayout = awaited.map { $0 + whole }
    let cash = profilesCash
    for place in profiles.indices {
      let profile = ProfileID(place)
      let part = change(holdings[id, profile].settledContracts)
      holdings[id, profile].position.revise(payoutBy: part)
      profiles[place].ledger.book(part, fee: .zero)
      countResult(id, profile, &outputs)
    }
    // What nobody here had bought is settled with what no profile has.
    profiles[0].ledger.book(whole - (profilesCash - cash), fee: .zero)
    markEquity()
    outputs.append(.notice(.resultChanged(id, from: old, to: value, change: whole)))
    askForAccount(&outputs)
  }
}

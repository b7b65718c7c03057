public import Market

extension ExitLevels {
  /// How far beyond its stop an entry through a spread lies at once, in 1/10 000 $ a contract: it
  /// would be sold, and bought again. Nil where the stop is further away than the bid.
  ///
  /// - Parameters:
  ///   - ask: what the leg is offered at; `bid`: what is bid for it.
  ///   - stopLoss: see ``ExitTable/moves(netEdge:_:)``, in 1/10 000 $.
  ///   - fees: of both ways, which take; counted in mode `net` only.
  public static func lossAtOnce(
    ask: Price, bid: Price, stopLoss: Int64, mode: Mode, fees: FeeFormula
  ) -> Int64? {
    var lost = Int64(ask.tenThousandths - bid.tenThousandths)
    if mode == .net {
      for price in [ask, bid] {
        let fee = fees.fee(price: price, quantity: Quantity(contracts: 1), liquidity: .taker)
        lost += (fee.microDollars + 99) / 100
      }
    }
    return lost >= stopLoss ? lost - stopLoss : nil
  }
}

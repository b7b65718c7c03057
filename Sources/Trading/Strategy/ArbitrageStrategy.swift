public import Market

/// The strategy of design 4: buy what the bookmakers' fair value says is cheap, on either leg.
///
/// A pure function of one market's prices; both legs are seen through a buyer's eyes, so that
/// buying NO at the complement of the bid is the same code as buying YES at the ask.
public struct ArbitrageStrategy: Sendable {
  /// One leg of a market as its buyer sees it.
  public struct View {
    /// Best price another buyer of this leg bids.
    public var bid: Price?
    /// Price this leg is offered at.
    public var ask: Price
    public var fair: Price
    public var worstFair: Price
    /// Fees for one contract: taking at the ask, resting the exit at fair.
    public var takerFee: Money
    public var exitFee: Money
  }

  /// What an entry that rests would be. Only an edge too small to take makes it worth knowing.
  public struct Resting {
    /// One tick above the bid, in the leg's prices.
    public var price: Price
    /// For one contract that is bought there.
    public var fee: Money
  }

  /// What the strategy makes of a leg.
  public enum Verdict: Equatable, Sendable {
    case take(netEdge: Int64)
    case rest(netEdge: Int64)
    case stop(GateStop)
  }

  public let configuration: StrategyConfiguration

  public init(_ configuration: StrategyConfiguration) { self.configuration = configuration }

  /// Fair value less ask, in 1/10 000 $ per contract.
  public static func grossEdge(_ view: View) -> Int32 {
    view.fair.tenThousandths - view.ask.tenThousandths
  }

  /// Judges one leg.
  ///
  /// - Parameter resting: nil where nothing can rest above the bid; asked for once at most.
  @inline(__always)
  public func judge(_ view: View, resting: () -> Resting?) -> Verdict {
    let gross = Self.grossEdge(view)
    if gross >= configuration.takerEdge { return judgeTake(view) }
    if gross >= configuration.makerEdge { return judgeRest(view, resting()) }
    return .stop(GateStop(.edge, distance: Int64(configuration.makerEdge - gross)))
  }

  private func judgeTake(_ view: View) -> Verdict {
    let net = Self.net(value: view.fair, price: view.ask, fee: view.takerFee, exit: view.exitFee)
    guard net >= Int64(configuration.minimumNetEdge) * 100 else {
      return .stop(Self.missing(.netEdge, Int64(configuration.minimumNetEdge) * 100 - net))
    }
    // The take must also pay under the margin removal that likes it least: an edge that exists
    // under one method only is not an edge (quant.md 1.3).
    let worst = Self.net(
      value: view.worstFair, price: view.ask, fee: view.takerFee, exit: view.exitFee)
    guard worst > 0 else { return .stop(Self.missing(.worstCase, 1 - worst)) }
    return .take(netEdge: net / 100)
  }

  private func judgeRest(_ view: View, _ resting: Resting?) -> Verdict {
    guard view.bid != nil else { return .stop(GateStop(.noBid)) }
    guard let resting, resting.price < view.ask else { return .stop(GateStop(.noRoom)) }
    let net = Self.net(
      value: view.fair, price: resting.price, fee: resting.fee, exit: view.exitFee)
    guard net >= Int64(configuration.minimumNetEdge) * 100 else {
      return .stop(Self.missing(.netEdge, Int64(configuration.minimumNetEdge) * 100 - net))
    }
    return .rest(netEdge: net / 100)
  }

  /// Micro-dollars per contract: value, less the exit's fee, less the price, less the entry's fee.
  private static func net(value: Price, price: Price, fee: Money, exit: Money) -> Int64 {
    Int64(value.tenThousandths - price.tenThousandths) * 100 - fee.microDollars - exit.microDollars
  }

  private static func missing(_ gate: Gate, _ microDollars: Int64) -> GateStop {
    GateStop(gate, distance: (microDollars + 99) / 100)
  }
}

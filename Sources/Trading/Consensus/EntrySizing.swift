public import Market
internal import Probability

/// How many contracts an entry is worth: a fraction of Kelly on what they cost with their fees,
/// level by level of the book, less what is at risk in the same game already.
///
/// Source: `quant.md` 4.1 and 4.5. What a game holds is counted as a part of the same bet, as if
/// all of it won and lost together.
public struct EntrySizing: Hashable, Sendable {
  /// What made the size no larger, before any limit of risk.
  public enum Bound: UInt8, Hashable, Sendable, Codable, CaseIterable {
    /// The fraction of Kelly.
    case kelly
    /// What the game holds already takes it up.
    case game
    /// Nobody offers more.
    case depth
    /// More would not leave the net edge that is asked for.
    case collar
    /// More is offered only above the highest price that the profile takes.
    case price
  }

  /// Whole contracts; may be 0.
  public var contracts: Int64
  /// What they cost, fees included, each contract's rounded up by itself.
  public var outlay: Money
  /// The highest price among them: an order never names a higher one.
  public var limitPrice: Price
  /// Price and fee of the dearest contract: what each is counted as at the worst.
  public var unitRisk: Money
  public var bound: Bound

  /// The most that a contract may cost with its fee for its net edge to be the least that is asked
  /// for; below zero where nothing is.
  ///
  /// - Parameters:
  ///   - value: what the leg is worth to its buyer.
  ///   - minimumEdge: in 1/10 000 $ a contract, after the fee of a contract taken alone.
  public static func collar(value: Price, minimumEdge: Int32) -> Money {
    Money(microDollars: Int64(value.tenThousandths - minimumEdge) * 100)
  }

  /// No contract: where nobody can say what one costs.
  static let nothing = EntrySizing()

  private init() {
    (contracts, outlay, limitPrice, unitRisk, bound) = (0, .zero, .zero, .zero, .kelly)
  }

  /// Sizes an entry.
  ///
  /// A fraction of Kelly is the whole of Kelly for that fraction of the bankroll, which is the same
  /// at one price, and is not fooled by a thin book.
  ///
  /// - Parameters:
  ///   - belief: that the leg pays, 0…1; nothing is bought on one that is no number.
  ///   - kellyPercent: of Kelly, in hundredths.
  ///   - bankroll: wealth now; nothing is bought with none.
  ///   - held: what the game holds and has in flight, of whatever leg: contracts and what they have
  ///     cost or can still cost, with fees.
  ///   - collar: see ``collar(value:minimumEdge:)``. What costs more is not bought, nor anything
  ///     behind it.
  ///   - highest: no contract is bought above this price.
  ///   - level: the leg's offers, cheapest first; nil behind the last.
  /// - Complexity: O(levels used). Does not allocate.
  public init(
    belief: Double, kellyPercent: Int32, bankroll: Money,
    held: (contracts: Quantity, atRisk: Money), collar: Money, highest: Price, fees: FeeFormula,
    level: (Int) -> BookLevel?
  ) {
    self.init()
    guard belief > 0, belief <= 1, bankroll > .zero, kellyPercent > 0 else { return }
    let wealth = Double(bankroll.microDollars) / 1e6 * Double(kellyPercent) / 100
    var costs = UnitCost(fees)
    let alone = Self.optimum(belief, wealth, 0, (collar, highest), &costs, level)
    bound = alone.bound
    var most = alone.contracts
    if held.atRisk > .zero || held.contracts > .zero {
      // Contracts pay a dollar each if the bet is won; what they have cost is spent.
      let left = wealth - Double(held.atRisk.microDollars) / 1e6
      let pays = Double(held.contracts.hundredths) / 100
      let beside = Self.optimum(belief, left, pays, (collar, highest), &costs, level)
      if beside.contracts < most { bound = .game }
      most = beside.contracts
    }
    buy(most, &costs, level)
  }

  /// The contracts at which log wealth grows fastest, and what made them no more.
  ///
  /// - Parameters:
  ///   - cash: dollars left to bet with.
  ///   - held: contracts of the same bet that were bought before.
  private static func optimum(
    _ belief: Double, _ cash: Double, _ held: Double,
    _ most: (cost: Money, price: Price),
    _ costs: inout UnitCost, _ level: (Int) -> BookLevel?
  ) -> (contracts: Int64, bound: Bound) {
    var (spent, contracts, place) = (0.0, 0.0, 0)
    while let offer = level(place) {
      guard offer.price <= most.price else { return (wholeNumber(contracts), .price) }
      let unit = costs.of(offer.price)
      guard unit <= most.cost else { return (wholeNumber(contracts), .collar) }
      place += 1
      let available = Double(offer.quantity.hundredths / 100)
      let cost = Double(unit.microDollars) / 1e6
      guard let bet = KellyBet(belief: belief, cost: cost) else {
        return (wholeNumber(contracts), .kelly)
      }
      let wanted = bet.contracts(cash: cash - spent, heldYes: held + contracts, heldNo: 0)
      guard wanted >= available else { return (wholeNumber(contracts + wanted), .kelly) }
      contracts += available
      spent += available * cost
    }
    return (wholeNumber(contracts), .depth)
  }

  /// What fewer contracts than were sized cost with their fees: the cheapest of them.
  ///
  /// - Parameters:
  ///   - count: at most ``contracts``.
  ///   - level: as for the sizing, of the same book.
  func outlay(of count: Int64, fees: FeeFormula, level: (Int) -> BookLevel?) -> Money {
    guard count < contracts else { return outlay }
    var part = EntrySizing()
    var costs = UnitCost(fees)
    part.buy(count, &costs, level)
    return part.outlay
  }

  /// Takes the cheapest of so many.
  private mutating func buy(
    _ most: Int64, _ costs: inout UnitCost, _ level: (Int) -> BookLevel?
  ) {
    var (left, place) = (most, 0)
    while left > 0, let offer = level(place) {
      place += 1
      let unit = costs.of(offer.price)
      let count = min(left, offer.quantity.hundredths / 100)
      guard count > 0 else { continue }
      contracts += count
      left -= count
      outlay += Money(microDollars: unit.microDollars * count)
      limitPrice = offer.price
      unitRisk = unit
    }
  }

  /// Rounded down; 0 for what is no number of things.
  private static func wholeNumber(_ value: Double) -> Int64 {
    value >= 1 && value < 1e15 ? Int64(value) : 0
  }
}

/// Price and fee of a contract that is taken alone: at least what each of several costs. The last
/// one is kept, since a fee is a division.
private struct UnitCost {
  private let fees: FeeFormula
  private var price = Price.zero
  private var cost = Money.zero

  init(_ fees: FeeFormula) { self.fees = fees }

  @inline(__always)
  mutating func of(_ price: Price) -> Money {
    guard price != self.price else { return cost }
    let one = Quantity(contracts: 1)
    self.price = price
    cost = price * one + fees.fee(price: price, quantity: one, liquidity: .taker)
    return cost
  }
}

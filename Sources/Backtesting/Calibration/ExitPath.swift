public import Market
public import Trading

/// What became of the bid after a purchase, as far as any way to sell can depend on it.
///
/// The first bid at or above a price was higher than all before it, and the first at or below one
/// was lower: those are kept, each of them, in order of time, and nothing between them. A market
/// has only so many prices, so there are at most twice as many, however busy it is; none is
/// dropped.
public struct ExitPath: Hashable, Sendable {
  /// A bid for the held leg, and what selling one contract to it would cost.
  public struct Bid: Hashable, Sendable {
    public var price: Price
    /// A contract, of a sale as large as the purchase was.
    public var fee: Money

    public init(price: Price, fee: Money) {
      self.price = price
      self.fee = fee
    }
  }

  /// A bid that was higher or lower than all before it.
  public struct Extreme: Hashable, Sendable {
    public var price: Price
    /// What a stop that it hits sells at: the bid itself, or the first that the exchange took a
    /// sale at afterwards; nil where none came.
    public var sale: Bid?
    /// The exchange took no sale then: a profit is not taken at it.
    public var isStopOnly: Bool
  }

  /// The first bid, and each that was higher or lower than all before it, in order of time; those
  /// before ``timeSale`` only.
  public private(set) var extremes: [Extreme] = []
  /// The first bid that left more than the leg was believed to be worth, see
  /// ``/Trading/BeliefExit``, before ``timeSale``.
  public private(set) var beliefSale: Bid?
  /// What was bid when the profile's own rules of time called for a sale, or first bid thereafter;
  /// nil where time called for none before the result.
  public private(set) var timeSale: Bid?

  private var highest: Price?
  private var lowest: Price?
  /// Places from here on wait for a bid that the exchange takes a sale at.
  private var waiting: Int?

  public init() {}

  /// Takes a bid that is later than those before.
  ///
  /// - Parameter isBeliefDue: it leaves more than the leg is believed to be worth now.
  public mutating func take(_ bid: Bid, isBeliefDue: Bool = false) {
    guard timeSale == nil else { return }
    sellWaiting(to: bid)
    if isBeliefDue, beliefSale == nil { beliefSale = bid }
    let isHigher = highest.map { bid.price > $0 } ?? true
    let isLower = lowest.map { bid.price < $0 } ?? true
    if isHigher { highest = bid.price }
    if isLower { lowest = bid.price }
    guard isHigher || isLower else { return }
    extremes.append(Extreme(price: bid.price, sale: bid, isStopOnly: false))
  }

  /// Takes a bid at which the exchange took no sale: a stop that it hits is sold later, and no
  /// other sale comes of it.
  public mutating func take(unsold price: Price) {
    guard timeSale == nil, lowest.map({ price < $0 }) ?? true else { return }
    lowest = price
    waiting = waiting ?? extremes.count
    extremes.append(Extreme(price: price, sale: nil, isStopOnly: true))
  }

  /// Time calls for a sale, and this is bid: nothing that comes later matters to a sale.
  public mutating func end(by bid: Bid) {
    guard timeSale == nil else { return }
    sellWaiting(to: bid)
    timeSale = bid
  }

  /// The sale by such levels, else by time; nil where the result decides.
  ///
  /// - Complexity: O(bids kept).
  public func sale(by levels: ExitLevels) -> Bid? {
    for extreme in extremes {
      switch levels.trigger(bid: extreme.price) {
      case nil: continue
      case .takeProfit where extreme.isStopOnly: continue
      default: return extreme.sale
      }
    }
    return timeSale
  }

  private mutating func sellWaiting(to bid: Bid) {
    guard let first = waiting else { return }
    for place in first..<extremes.count where extremes[place].sale == nil {
      extremes[place].sale = bid
    }
    waiting = nil
  }
}

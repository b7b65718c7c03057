public import Market

/// What every profile holds in every market: one block of memory of a fixed size.
///
/// A class with its own memory, as ``MarketTable`` is. Not thread-safe: confined to the engine's
/// thread.
public final class HoldingTable {
  private let base: UnsafeMutablePointer<ProfileHolding>
  /// The arbitrage strategy included.
  public let profiles: Int
  public let markets: Int

  init(profiles: Int, markets: Int) {
    self.profiles = profiles
    self.markets = markets
    base = .allocate(capacity: profiles * markets)
    base.initialize(repeating: ProfileHolding(), count: profiles * markets)
  }

  deinit {
    base.deinitialize(count: profiles * markets)
    base.deallocate()
  }

  private func place(_ market: MarketID, _ profile: ProfileID) -> Int {
    let (market, profile) = (Int(market.index), Int(profile.index))
    precondition(
      market >= 0 && market < markets && profile < profiles, "no such market or profile")
    return market * profiles + profile
  }

  /// Where the first profile's holding in a market lies. To have it fetched ahead of its use,
  /// nothing else.
  ///
  /// - Precondition: `market` is below ``markets``.
  func address(of market: MarketID) -> UnsafeRawPointer {
    UnsafeRawPointer(base + place(market, .arbitrage))
  }

  /// What a profile holds in a market.
  ///
  /// - Precondition: both are in the table.
  public internal(set) subscript(market: MarketID, profile: ProfileID) -> ProfileHolding {
    unsafeAddress { UnsafePointer(base + place(market, profile)) }
    unsafeMutableAddress { base + place(market, profile) }
  }
}

public import Market

/// An event: one question with its markets.
public struct KalshiEvent: Hashable, Sendable, Codable {
  public var ticker: String
  public var seriesTicker: String?
  public var title: String?
  public var subtitle: String?
  /// `MECNET`, `DIRECNET` or empty.
  public var collateralReturnType: String?
  public var isMutuallyExclusive: Bool?
  /// Fee terms that win over those of the series; nil fields do not.
  public var feeOverride: FeeTerms
  public var competition: String?
  public var competitionScope: String?
  public var exchangeIndex: Int64?
  /// Filled where nested markets were asked for.
  public var markets: [KalshiMarket]
  /// Nested markets that could not be read.
  public var rejectedMarkets: [KalshiModelError]

  public init(
    ticker: String, seriesTicker: String?, title: String?, subtitle: String? = nil,
    collateralReturnType: String? = nil, isMutuallyExclusive: Bool? = nil,
    feeOverride: FeeTerms = .none, competition: String? = nil, competitionScope: String? = nil,
    exchangeIndex: Int64? = nil, markets: [KalshiMarket] = []
  ) {
    self.ticker = ticker
    self.seriesTicker = seriesTicker
    self.title = title
    self.subtitle = subtitle
    self.collateralReturnType = collateralReturnType
    self.isMutuallyExclusive = isMutuallyExclusive
    self.feeOverride = feeOverride
    self.competition = competition
    self.competitionScope = competitionScope
    self.exchangeIndex = exchangeIndex
    self.markets = markets
    rejectedMarkets = []
  }

  private struct ProductMetadata: Codable {
    var competition: String?
    var competitionScope: String?

    private enum CodingKeys: String, CodingKey {
      case competition
      case competitionScope = "competition_scope"
    }
  }

  public init(from decoder: any Decoder) throws {
    let fields = try WireFields(decoder)
    ticker = try fields.id("event_ticker")
    seriesTicker = try fields.text("series_ticker")
    title = try fields.text("title")
    subtitle = try fields.text("sub_title")
    collateralReturnType = try fields.text("collateral_return_type")
    isMutuallyExclusive = try fields.flag("mutually_exclusive")
    feeOverride = try fields.feeTerms(
      type: "fee_type_override", multiplier: "fee_multiplier_override")
    let metadata = try? fields.value("product_metadata", as: ProductMetadata.self)
    competition = metadata?.competition
    competitionScope = metadata?.competitionScope
    exchangeIndex = try fields.integer("exchange_index")
    let list = try fields.value("markets", as: LossyList<KalshiMarket>.self)
    markets = list?.elements ?? []
    rejectedMarkets = list?.rejected ?? []
  }

  public func encode(to encoder: any Encoder) throws {
    var writer = WireWriter(encoder)
    try writer.put("event_ticker", ticker)
    try writer.put("series_ticker", seriesTicker)
    try writer.put("title", title)
    try writer.put("sub_title", subtitle)
    try writer.put("collateral_return_type", collateralReturnType)
    try writer.put("mutually_exclusive", isMutuallyExclusive)
    try writer.put("fee_type_override", feeOverride.type?.wireName)
    try writer.put("fee_multiplier_override", feeOverride.multiplier?.wireNumber)
    if competition != nil || competitionScope != nil {
      try writer.put(
        "product_metadata",
        ProductMetadata(competition: competition, competitionScope: competitionScope))
    }
    try writer.put("exchange_index", exchangeIndex)
    try writer.put("markets", markets.isEmpty ? nil : markets)
  }
}

/// The size of a drawing, in its own pixels: each chart is drawn for wide and for narrow pages,
/// because letters must not shrink with the page.
struct ChartSize: Hashable, Sendable {
  let width: Double
  let height: Double
  /// True on a telephone: fewer ticks, labels above instead of beside.
  let isNarrow: Bool

  static func wide(_ width: Double = 1_080, _ height: Double = 280) -> ChartSize {
    ChartSize(width: width, height: height, isNarrow: false)
  }

  static func narrow(_ height: Double = 240) -> ChartSize {
    ChartSize(width: 360, height: height, isNarrow: true)
  }
}

/// Something that can be drawn at a size.
protocol Chart {
  /// The drawing as SVG text: well-formed XML, with a title for those who cannot see it.
  func svg(_ size: ChartSize) -> String
}

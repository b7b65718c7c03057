internal import Glibc

/// The table and the JSON file.
enum Report {
  static let head =
    pad("path", 58) + left("min", 9) + left("p50", 9) + left("p90", 9) + left("p99", 9)
    + left("p99.9", 9) + left("max", 10) + left("allocs", 9)

  static func line(_ measurement: Measurement) -> String {
    let name = pad(measurement.name, 58)
    let allocations = left(measurement.allocations.map(number) ?? "", 9)
    switch measurement.times {
    case .batches(let minimum, let median):
      return name + left(number(minimum), 9) + left(number(median), 9) + left("", 37) + allocations
    case .samples(let samples):
      return name + left("\(samples.percentile(0))", 9)
        + [0.5, 0.9, 0.99, 0.999].map { left("\(samples.percentile($0))", 9) }.joined()
        + left("\(samples.percentile(1))", 10) + allocations
    }
  }

  /// One object a path, nanoseconds.
  static func json(_ measurements: [Measurement], _ surroundings: [(String, String)]) -> String {
    var lines: [String] = surroundings.map { "  \"\($0.0)\": \($0.1)," }
    lines.append("  \"paths\": [")
    for (place, measurement) in measurements.enumerated() {
      var fields = [
        "\"name\": \"\(measurement.name)\"", "\"operations\": \(measurement.operations)",
      ]
      switch measurement.times {
      case .batches(let minimum, let median):
        fields += ["\"min\": \(number(minimum))", "\"median\": \(number(median))"]
      case .samples(let samples):
        for (label, share) in [
          ("min", 0), ("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99_9", 0.999), ("max", 1),
        ] {
          fields.append("\"\(label)\": \(samples.percentile(share))")
        }
      }
      if let allocations = measurement.allocations {
        fields.append("\"allocations\": \(number(allocations))")
      }
      let comma = place == measurements.count - 1 ? "" : ","
      lines.append("    {" + fields.joined(separator: ", ") + "}" + comma)
    }
    return "{\n" + lines.joined(separator: "\n") + "\n  ]\n}\n"
  }

  /// False when the file cannot be written whole.
  static func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let written = text.utf8.withContiguousStorageIfAvailable {
      fwrite($0.baseAddress, 1, $0.count, file)
    }
    return fclose(file) == 0 && (written ?? 0) == text.utf8.count
  }

  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func left(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

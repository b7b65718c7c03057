/// The combinations a sweep tries.
public struct ParameterGrid: Hashable, Sendable {
  /// Each combination as `key=value` texts, in the order of the options; one empty combination when
  /// nothing is swept.
  public let trials: [[String]]
  /// No sweep has more.
  public static let maximumTrials = 10_000

  /// Reads `key=a,b,c` texts, one for each parameter; the first one varies slowest.
  ///
  /// - Throws: a sentence for an option without values, a parameter given twice, or too many
  ///   combinations.
  public init(_ options: [String]) throws(ProcessFailure) {
    var trials: [[String]] = [[]]
    var keys: Set<String> = []
    for option in options {
      let (key, values) = try Self.values(of: option)
      guard keys.insert(key).inserted else {
        throw ProcessFailure(.usage, "--set \(key) is given twice; list its values with commas")
      }
      guard trials.count * values.count <= Self.maximumTrials else {
        throw ProcessFailure(
          .usage, "more than \(Self.maximumTrials) combinations; leave some values out")
      }
      trials = trials.flatMap { trial in values.map { trial + ["\(key)=\($0)"] } }
    }
    self.trials = trials
  }

  /// Whether more than one combination is tried.
  public var isSweep: Bool { trials.count > 1 }

  /// Cuts at commas outside of brackets and quotes, so that a list can be a value.
  private static func values(of option: String) throws(ProcessFailure) -> (String, [String]) {
    guard let equals = option.firstIndex(of: "="), equals > option.startIndex else {
      throw ProcessFailure(.usage, "--set \(option) is not key=value or key=value,value")
    }
    var values: [String] = [""]
    var (depth, isQuoted) = (0, false)
    for character in option[option.index(after: equals)...] {
      switch character {
      case "\"": isQuoted.toggle()
      case "[" where !isQuoted: depth += 1
      case "]" where !isQuoted: depth -= 1
      default: break
      }
      if character == ",", depth == 0, !isQuoted {
        values.append("")
      } else {
        values[values.count - 1].append(character)
      }
    }
    let key = String(option[..<equals])
    guard !values.contains(where: \.isEmpty) else {
      throw ProcessFailure(
        .usage, "--set \(option) has an empty value, so there would be nothing to try")
    }
    guard Set(values).count == values.count else {
      throw ProcessFailure(.usage, "--set \(option) names a value twice")
    }
    return (key, values)
  }
}

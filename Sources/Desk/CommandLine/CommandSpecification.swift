/// One command of the program: what it takes and what it says about itself.
public struct CommandSpecification: Sendable {
  /// One option: `--name`, or `--name VALUE` when it takes a value.
  public struct Option: Sendable {
    public let name: String
    /// What the value is called in help; nil for a switch.
    public let value: String?
    public let summary: String
    /// It may be given several times: see ``ParsedCommand/lists``.
    public let repeats: Bool

    public init(
      _ name: String, _ value: String? = nil, _ summary: String, repeats: Bool = false
    ) {
      self.name = name
      self.value = value
      self.summary = summary
      self.repeats = repeats
    }
  }

  public let name: String
  public let summary: String
  /// A few lines on what it does, for `help COMMAND`.
  public let discussion: String
  public let options: [Option]
  /// Names of plain arguments, in order; all are needed but one in brackets. The last may be given
  /// several times where its name ends in `...`, with or without a bracket behind.
  public let arguments: [String]
  /// Options that are gone, and what to do instead.
  public let retired: [String: String]
  /// Allowed words for the first argument; empty for any.
  public let choices: [String]

  public init(
    name: String, summary: String, discussion: String, options: [Option] = [],
    arguments: [String] = [], choices: [String] = [], retired: [String: String] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.arguments = arguments
    self.choices = choices
    self.retired = retired
  }

  /// Whether the last argument may be given several times.
  var repeats: Bool {
    arguments.last.map { $0.hasSuffix("...") || $0.hasSuffix("...]") } ?? false
  }
  /// How many arguments there must be.
  var neededArguments: Int { arguments.count { !$0.hasPrefix("[") } }

  /// `dutchbook NAME ARGUMENTS [options]`.
  public var usage: String {
    var parts = ["dutchbook", name]
    for (place, argument) in arguments.enumerated() {
      parts.append(place == 0 && !choices.isEmpty ? choices.joined(separator: "|") : argument)
    }
    for option in options {
      parts.append("[--\(option.name)\(option.value.map { " \($0)" } ?? "")]")
    }
    return parts.joined(separator: " ")
  }

  /// The whole help of the command.
  public var help: String {
    var lines = [usage, "", discussion]
    if !options.isEmpty {
      lines += ["", "Options:"]
      let names = options.map { "--\($0.name)\($0.value.map { " \($0)" } ?? "")" }
      let width = (names.map(\.count).max() ?? 0) + 2
      for (option, name) in zip(options, names) {
        lines.append(
          "  " + name + String(repeating: " ", count: width - name.count) + option.summary)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

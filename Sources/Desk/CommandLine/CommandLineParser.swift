/// Reads command lines against a list of commands.
public struct CommandLineParser: Sendable {
  public let commands: [CommandSpecification]
  public let version: String

  public init(commands: [CommandSpecification], version: String) {
    self.commands = commands
    self.version = version
  }

  /// Reads the words after the program's name.
  public func parse(_ words: [String]) -> CommandRequest {
    guard let first = words.first else { return .refuse(overview) }
    switch first {
    case "--help", "-h": return .show(overview)
    case "--version", "-V": return .show("dutchbook \(version)\n")
    case "help": return help(words.dropFirst().first)
    default: break
    }
    guard let command = commands.first(where: { $0.name == first }) else {
      let kind = first.hasPrefix("-") ? "option" : "command"
      let names = commands.map(\.name) + ["help", "--help", "--version"]
      return .refuse(fault("unknown \(kind) \"\(first)\"", first, among: names, "dutchbook --help"))
    }
    return parse(command, Array(words.dropFirst()))
  }

  private func parse(_ command: CommandSpecification, _ words: [String]) -> CommandRequest {
    var parsed = ParsedCommand(name: command.name)
    let more = "dutchbook help \(command.name)"
    var place = 0
    while place < words.count {
      let word = words[place]
      place += 1
      if word == "--help" || word == "-h" { return .show(command.help) }
      guard word.hasPrefix("--"), word.count > 2 else {
        parsed.arguments.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if let instead = command.retired[name] {
        return .refuse("--\(name) is gone: \(instead)\nsee \(more)\n")
      }
      guard let option = command.options.first(where: { $0.name == name }) else {
        return .refuse(
          fault("unknown option --\(name)", name, among: command.options.map(\.name), more, "--"))
      }
      guard !parsed.has(name) || option.repeats else {
        return .refuse("--\(name) is given twice; see \(more)\n")
      }
      if option.value == nil {
        guard parts.count == 1 else { return .refuse("--\(name) takes no value; see \(more)\n") }
        parsed.options[name] = ""
      } else if parts.count == 2 {
        parsed.options[name] = String(parts[1])
      } else if place < words.count {
        parsed.options[name] = words[place]
        place += 1
      }
      if let value = option.value, parsed.options[name]?.isEmpty ?? true {
        return .refuse("--\(name) needs a value (\(value)); see \(more)\n")
      }
      if option.repeats, let value = parsed.options[name] {
        parsed.lists[name, default: []].append(value)
      }
    }
    let given = parsed.arguments.count
    guard given >= command.neededArguments, given <= command.arguments.count || command.repeats
    else {
      let problem =
        parsed.arguments.count < command.arguments.count
        ? "missing \(command.arguments[parsed.arguments.count])"
        : "unexpected \"\(parsed.arguments[command.arguments.count])\""
      return .refuse("\(command.name): \(problem); usage: \(command.usage)\n")
    }
    if let word = parsed.arguments.first, !command.choices.isEmpty,
      !command.choices.contains(word)
    {
      return .refuse(
        fault("\(command.name): unknown \"\(word)\"", word, among: command.choices, more))
    }
    return .run(parsed)
  }

  private func help(_ name: String?) -> CommandRequest {
    guard let name, !["help", "--help", "-h"].contains(name) else { return .show(overview) }
    guard let command = commands.first(where: { $0.name == name }) else {
      return .refuse(
        fault("unknown command \"\(name)\"", name, among: commands.map(\.name), "dutchbook --help"))
    }
    return .show(command.help)
  }

  /// What the program is and its commands.
  public var overview: String {
    let width = (commands.map(\.name.count).max() ?? 0) + 3
    let lines = commands.map { command in
      "  " + command.name + String(repeating: " ", count: width - command.name.count)
        + command.summary
    }
    return """
      dutchbook: finds, trades and never offers Dutch books on Kalshi

      usage: dutchbook COMMAND [options]

      \(lines.joined(separator: "\n"))

        help COMMAND says more; --version prints the version.

      """
  }

  private func fault(
    _ problem: String, _ typed: String, among words: [String], _ more: String,
    _ prefix: String = ""
  ) -> String {
    let hint = NearestWord.find(typed, among: words).map { "; did you mean \(prefix)\($0)?" } ?? ""
    return "\(problem)\(hint)\nsee \(more)\n"
  }
}

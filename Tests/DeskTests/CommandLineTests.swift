import Testing

@testable import Desk

@Suite struct `The command line` {
  let parser = CommandLineParser(commands: CommandSpecification.all, version: "1.2.3")

  func text(_ request: CommandRequest) -> String {
    switch request {
    case .show(let text), .refuse(let text): text
    case .run(let command): "run \(command.name)"
    }
  }

  @Test func `options with values and switches are read in both forms`() {
    let request = parser.parse(["trade", "--mode=paper", "--config", "a.toml", "--confirm-live"])
    #expect(
      request
        == .run(
          ParsedCommand(
            name: "trade", options: ["mode": "paper", "config": "a.toml", "confirm-live": ""])))
  }

  @Test(arguments: [
    (["demp"], "unknown command \"demp\"; did you mean demo?"),
    (["--halp"], "unknown option \"--halp\"; did you mean --help?"),
    (["demo", "--qoutes", "x"], "unknown option --qoutes; did you mean --quotes?"),
    (["demo", "--quotes"], "--quotes needs a value (FILE)"),
    (["demo", "--quotes", ""], "--quotes needs a value (FILE)"),
    (["demo", "--no-drill=1"], "--no-drill takes no value"),
    (["demo", "--day", "a", "--day", "b"], "--day is given twice"),
    (["calc"], "calc: missing devig|fee"),
    (["calc", "devigg"], "calc: unknown \"devigg\"; did you mean devig?"),
    (["config", "stray"], "config: unexpected \"stray\""),
    (["help", "trede"], "unknown command \"trede\"; did you mean trade?"),
  ])
  func `a slip is named with the nearest word`(words: [String], message: String) {
    let request = parser.parse(words)
    guard case .refuse(let text) = request else {
      Issue.record("accepted \(words)")
      return
    }
    #expect(text.hasPrefix(message))
  }

  @Test func `help and version come on the output stream`() {
    #expect(parser.parse(["--version"]) == .show("dutchbook 1.2.3\n"))
    for command in CommandSpecification.all {
      #expect(parser.parse(["help", command.name]) == .show(command.help))
      #expect(parser.parse([command.name, "--help"]) == .show(command.help))
      #expect(parser.overview.contains(command.name))
      for option in command.options { #expect(command.help.contains("--\(option.name)")) }
    }
  }
}

internal import Desk

/// `dutchbook config`: the configuration in force.
enum ConfigCommand {
  static func run(_ command: ParsedCommand) -> Int32 {
    if command.has("example") {
      Terminal.write(ConfigurationText.example)
      return ExitCode.success
    }
    guard let configuration = Configurations.read(command) else { return ExitCode.configuration }
    Terminal.write(ConfigurationText.render(configuration, comments: false))
    return ExitCode.success
  }
}

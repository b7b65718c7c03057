internal import Desk
internal import Glibc

/// Reading the configuration a command names, with the process's environment on top.
enum Configurations {
  /// The configuration; nil after the fault has been told.
  static func read(_ command: ParsedCommand) -> DeskConfiguration? {
    do throws(ConfigurationError) {
      return try ConfigurationReader(environment: environment()).read(
        path: command.options["config"])
    } catch {
      Terminal.complain("\(error)\n")
      return nil
    }
  }

  private static func environment() -> [String: String] {
    var variables: [String: String] = [:]
    for setting in Setting.all {
      guard let name = setting.environment, let value = getenv(name) else { continue }
      variables[name] = String(cString: value)
    }
    if let value = getenv("KALSHI_PRIVATE_KEY") {
      variables["KALSHI_PRIVATE_KEY"] = String(cString: value)
    }
    return variables
  }
}

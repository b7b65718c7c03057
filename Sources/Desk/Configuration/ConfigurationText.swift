/// A configuration as TOML text: the example file and what `dutchbook config` prints.
public enum ConfigurationText {
  /// The example file: every key with its default and what it means.
  public static var example: String {
    """
    # Configuration of dutchbook, every key with its default. Times in milliseconds, money in cents.
    # Keys and tokens belong into the environment rather than here.


    """ + render(DeskConfiguration(), comments: true) + exampleProfile
  }

  /// A profile's table, each line a comment: it has no effect until somebody wants it.
  private static var exampleProfile: String {
    var lines = [
      "",
      "# A profile that profiles.run names has a table, here STANDARD's with its defaults. A name",
      "# that is no preset's begins with nothing and must set its conditions.", "#",
      "# [profile.STANDARD]",
    ]
    let defaults = DeskConfiguration()
    for key in ProfileKey.all {
      guard let setting = Setting.ofProfile("profile.STANDARD.\(key.name)") else { continue }
      lines.append("# # \(setting.summary)")
      let text = key.name == "capital_cents" ? "100000" : setting.text(in: defaults)
      lines.append("# \(key.name) = \(text)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The rows of the table in docs/configuration.md: key, default, environment, meaning.
  public static var documentationRows: [String] {
    let defaults = DeskConfiguration()
    return Setting.all.map { setting in
      let variable = setting.environment.map { "`\($0)`" } ?? ""
      let text = setting.text(in: defaults)
      return "| `\(setting.key)` | `\(text)` | \(variable) | \(setting.summary) |"
    }
  }

  /// The same of a profile's table, with the defaults of STANDARD.
  public static var profileRows: [String] {
    let defaults = DeskConfiguration()
    return ProfileKey.all.compactMap { key in
      Setting.ofProfile("profile.STANDARD.\(key.name)").map {
        let text = key.name == "capital_cents" ? "" : "`\($0.text(in: defaults))`"
        return "| `\(key.name)` | \(text) | \($0.summary) |"
      }
    }
  }

  /// Every key with its value in force; secrets are hidden.
  public static func render(_ configuration: DeskConfiguration, comments: Bool) -> String {
    var lines: [String] = []
    var table = ""
    for setting in Setting.all {
      let parts = setting.key.split(separator: ".", maxSplits: 1)
      if parts[0] != table {
        table = String(parts[0])
        if !lines.isEmpty { lines.append("") }
        lines.append("[\(table)]")
      }
      if comments {
        let variable = setting.environment.map { "; environment \($0)" } ?? ""
        lines.append("# \(setting.summary)\(variable)")
      }
      lines.append("\(parts[1]) = \(setting.text(in: configuration))")
    }
    for name in configuration.profiles.run {
      lines += ["", "[profile.\(name)]"]
      for key in ProfileKey.all {
        guard let setting = Setting.ofProfile("profile.\(name).\(key.name)") else { continue }
        if comments { lines.append("# \(setting.summary)") }
        lines.append("\(key.name) = \(setting.text(in: configuration))")
      }
    }
    for series in configuration.dutching.allow.tables.keys.sorted() {
      lines += ["", "[allow.\(series)]"]
      for key in AllowanceKey.all {
        guard let setting = Setting.ofAllowance("allow.\(series).\(key.name)") else { continue }
        if comments { lines.append("# \(setting.summary)") }
        lines.append("\(key.name) = \(setting.text(in: configuration))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

internal import Market
internal import Trading

/// The profiles of the configuration: which run, and what their tables say.
public struct ProfileSettings: Hashable, Sendable {
  /// Those that run, in order; none by default.
  public var run: [String] = []
  /// By name; a name of a preset begins as that, another one empty.
  var tables: [String: ProfileConfiguration] = [:]

  public init() {}

  /// What a profile's table begins as.
  static func beginning(_ name: String) -> ProfileConfiguration {
    let preset = TradingProfile.presets.first { $0.name == name }
    return ProfileConfiguration(
      preset
        ?? TradingProfile(
          name: name, minimumEdge: 0, minimumBooks: 0, maximumBookSpread: 0, kellyPercent: 0),
      capital: .zero)
  }

  /// A profile as it stands.
  func profile(_ name: String) -> ProfileConfiguration { tables[name] ?? Self.beginning(name) }

  /// Those that run. Throws a sentence where one cannot.
  func running() throws(ProfileFault) -> [ProfileConfiguration] {
    guard run.count <= ProfileConfiguration.most else {
      throw ProfileFault(
        key: "profiles.run", reason: "names more than \(ProfileConfiguration.most) profiles")
    }
    var list: [ProfileConfiguration] = []
    for (place, name) in run.enumerated() {
      guard !run[..<place].contains(name) else {
        throw ProfileFault(key: "profiles.run", reason: "names \(name) twice")
      }
      let profile = profile(name)
      guard profile.capital > .zero else {
        throw ProfileFault(
          key: "profile.\(name).capital_cents",
          reason: "is not set; say how much of the account's cash the profile trades with")
      }
      if let reason = profile.contradiction {
        throw ProfileFault(key: "profile.\(name)", reason: reason)
      }
      list.append(profile)
    }
    return list
  }
}

/// Why profiles cannot run as they are.
struct ProfileFault: Error, Hashable {
  var key: String
  var reason: String
}

extension Setting {
  /// A key of a profile's table: `profile.NAME.key`; nil for what is none.
  static func ofProfile(_ path: String) -> Setting? {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == "profile", !parts[1].isEmpty,
      let key = ProfileKey.all.first(where: { $0.name == parts[2] })
    else { return nil }
    let name = parts[1]
    return Setting(
      key: path, summary: key.summary, environment: nil, form: key.form,
      apply: { configuration, value in
        var profile = configuration.profiles.profile(name)
        if let reason = key.apply(&profile, value) { return reason }
        configuration.profiles.tables[name] = profile
        return nil
      }, read: { key.read($0.profiles.profile(name)) })
  }

  /// A key of the configuration by its path; nil where there is none.
  static func named(_ path: String) -> Setting? {
    all.first { $0.key == path } ?? ofProfile(path) ?? ofAllowance(path)
  }
}

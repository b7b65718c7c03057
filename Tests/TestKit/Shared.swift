#if canImport(Glibc)
  import Glibc
#endif

/// Where the reference values and recordings lie, when they are there.
///
/// Tests that use them loop over what is found. With `CI=true` their absence is a failure,
/// elsewhere the tests have nothing to loop over.
public enum Shared {
  /// The folder beside the project's root, or the one `DUTCHBOOK_SHARED` names.
  public static let root: String? = {
    if let named = variable("DUTCHBOOK_SHARED"), exists(named) { return named }
    var parts = #filePath.split(separator: "/").dropLast(3)
    while !parts.isEmpty {
      parts = parts.dropLast()
      let candidate = "/" + parts.joined(separator: "/") + "/shared"
      if exists(candidate + "/refvals") { return candidate }
    }
    return nil
  }()

  /// True where a missing folder must fail the run.
  public static let isRequired = variable("CI") == "true"

  /// The path of a file below the folder; nil when there is no such file.
  public static func path(_ relative: String) -> String? {
    guard let root, exists(root + "/" + relative) else { return nil }
    return root + "/" + relative
  }

  static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

  static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

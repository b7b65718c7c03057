/// Where this package lies, for tests that read its own files.
public enum Repository {
  /// The folder of Package.swift.
  public static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()
}

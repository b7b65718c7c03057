internal import Glibc

/// Programs of this package as the build that is being tested made them.
public enum BuiltProgram {
  /// The path of a program beside the test bundle that is running, whatever the build's flavour;
  /// that of a debug build where there is none.
  public static func path(_ name: String) -> String {
    for bundle in bundles {
      guard let slash = bundle.lastIndex(of: "/") else { continue }
      let path = bundle[...slash] + name
      if access(String(path), X_OK) == 0 { return String(path) }
    }
    return Repository.root + "/.build/debug/" + name
  }

  /// Where the bundle may be: it is the running program itself, or an argument of one.
  private static let bundles: [String] = {
    var link = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &link, link.count - 1)
    let own = String(
      decoding: link.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return [own] + CommandLine.arguments.filter { $0.contains(".xctest") }
  }()
}

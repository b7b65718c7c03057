import FoundationEssentials
import TestKit

/// The repository's own text files.
enum RepositoryFiles {
  /// Every text file that the laws speak of, in the order of their paths.
  static let all: [SourceFile] = paths.compactMap { path in
    text(path).map { SourceFile(path, $0) }
  }

  /// The text of a file below the root; nil when it is not there or not text.
  static func text(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: Repository.root + "/" + path) else {
      return nil
    }
    return String(validating: data, as: UTF8.self)
  }

  /// The folders of a folder below the root, by name.
  static func folders(in path: String) -> [String] {
    names(in: path).filter { isFolder(path + "/" + $0) }
  }

  private static let endings = [
    ".swift", ".sh", ".py", ".c", ".cpp", ".h", ".md", ".toml", ".modulemap", "Makefile", ".ci/run",
  ]

  private static let paths: [String] = {
    var found = names(in: "").filter { !isFolder($0) }
    for folder in ["Sources", "Tests", "Benchmarks", "scripts", "docs", ".ci"] {
      walk(folder, into: &found)
    }
    return found.filter { path in endings.contains { path.hasSuffix($0) } }.sorted()
  }()

  private static func walk(_ folder: String, into found: inout [String]) {
    for name in names(in: folder) where name != ".build" && name != "__pycache__" {
      let path = folder + "/" + name
      if isFolder(path) { walk(path, into: &found) } else { found.append(path) }
    }
  }

  private static func names(in folder: String) -> [String] {
    let path = folder.isEmpty ? Repository.root : Repository.root + "/" + folder
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory = false
    let isThere = FileManager.default.fileExists(
      atPath: Repository.root + "/" + path, isDirectory: &isDirectory)
    return isThere && isDirectory
  }
}

internal import Glibc

/// A folder of our own that only this user can read, removed again with what is in it.
public final class PrivateFolder {
  public let path: String
  private var files: [String] = []
  private var folders: [String] = []
  private let removes: Bool

  /// Makes a fresh folder in the system's place for temporary files.
  ///
  /// - Throws: a sentence when the system refuses: a full disk, no permission.
  public init() throws(ProcessFailure) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/dutchbook-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw ProcessFailure(
        .output,
        "no temporary folder in \(base): \(FileBytes.lastFault); free space or set TMPDIR")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    removes = true
  }

  /// Uses a folder that is kept; makes it when it is not there.
  public init(keeping path: String) throws(ProcessFailure) {
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      throw ProcessFailure(.output, "\(path): cannot be made: \(FileBytes.lastFault)")
    }
    // Absolute, so that what is written there can be used from anywhere.
    guard let resolved = realpath(path, nil) else {
      throw ProcessFailure(.output, "\(path): \(FileBytes.lastFault)")
    }
    defer { free(resolved) }
    self.path = String(cString: resolved)
    removes = false
  }

  /// Writes a file readable by this user only; returns its path.
  public func write(_ text: String, as name: String) throws(ProcessFailure) -> String {
    let file = path + "/" + name
    // A file that is there already may be readable by others, or a link to somewhere else.
    unlink(file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ProcessFailure(.output, "\(file): cannot be written: \(FileBytes.lastFault)")
    }
    close(descriptor)
    guard FileBytes.write(Array(text.utf8), to: file) else {
      throw ProcessFailure(.output, "\(file): cannot be written: \(FileBytes.lastFault)")
    }
    files.append(file)
    return file
  }

  /// A folder in it for files that somebody else makes, removed with them; returns its path.
  public func subfolder(_ name: String) throws(ProcessFailure) -> String {
    let folder = path + "/" + name
    guard mkdir(folder, 0o700) == 0 else {
      throw ProcessFailure(.output, "\(folder): cannot be made: \(FileBytes.lastFault)")
    }
    folders.append(folder)
    return folder
  }

  private static func remove(folder: String) {
    guard let entries = opendir(folder) else { return }
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { unlink(folder + "/" + name) }
    }
    closedir(entries)
    rmdir(folder)
  }

  deinit {
    guard removes else { return }
    for folder in folders { Self.remove(folder: folder) }
    for file in files { unlink(file) }
    rmdir(path)
  }
}

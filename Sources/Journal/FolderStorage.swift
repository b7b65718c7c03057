internal import Glibc

/// Segments as files of one folder, which only its owner can read.
public final class FolderStorage: JournalStorage {
  /// The folder.
  public let path: String
  private let lock: Int32

  /// Opens a folder, made if it is not there.
  ///
  /// - Parameter isWriting: takes the folder for this process alone; a second writer is refused.
  public init(path: String, isWriting: Bool) throws(JournalError) {
    self.path = path
    if isWriting {
      try Self.makeFolders(path)
      let descriptor = Glibc.open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw Self.failure(path + "/lock") }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let isTaken = errno == EWOULDBLOCK
        let failure = Self.failure(path + "/lock")
        Glibc.close(descriptor)
        throw isTaken ? .inUse(folder: path) : failure
      }
      lock = descriptor
    } else {
      lock = -1
    }
  }

  deinit { if lock >= 0 { Glibc.close(lock) } }

  public func names() throws(JournalError) -> [String] {
    guard let folder = opendir(path) else { throw Self.failure(path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names.sorted()
  }

  public func bytes(of name: String) throws(JournalError) -> SegmentBytes {
    try Self.map(path + "/" + name)
  }

  /// Whether a path is a folder.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The one path of a file or folder, links followed; the path itself where there is none.
  public static func canonicalPath(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Maps a whole file for reading.
  public static func map(_ file: String) throws(JournalError) -> SegmentBytes {
    let descriptor = Glibc.open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(file) }
    defer { Glibc.close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(file) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .storage(file: file, reason: "is not a file")
    }
    let count = Int(status.st_size)
    guard count > 0 else { return SegmentBytes(copying: []) }
    guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED
    else { throw failure(file) }
    madvise(base, count, MADV_SEQUENTIAL)
    return SegmentBytes(mapped: UnsafeRawBufferPointer(start: base, count: count))
  }

  public func size(of name: String) throws(JournalError) -> (bytes: Int, modified: Int64) {
    var status = stat()
    guard stat(path + "/" + name, &status) == 0 else { throw Self.failure(path + "/" + name) }
    let modified =
      Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    return (Int(status.st_size), modified)
  }

  public func create(_ name: String) throws(JournalError) -> any JournalFile {
    let descriptor = Glibc.open(
      path + "/" + name, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path + "/" + name) }
    do throws(JournalError) {
      try syncFolder()
    } catch {
      // Not there for certain: not there at all, so that it can be made again.
      Glibc.close(descriptor)
      unlink(path + "/" + name)
      throw error
    }
    return FolderFile(descriptor, path + "/" + name)
  }

  public func open(_ name: String, cutTo length: Int) throws(JournalError) -> any JournalFile {
    let descriptor = Glibc.open(path + "/" + name, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path + "/" + name) }
    guard ftruncate(descriptor, length) == 0 else {
      let failure = Self.failure(path + "/" + name)
      Glibc.close(descriptor)
      throw failure
    }
    return FolderFile(descriptor, path + "/" + name)
  }

  public func rename(_ name: String, to other: String) throws(JournalError) {
    guard Glibc.rename(path + "/" + name, path + "/" + other) == 0 else {
      throw Self.failure(path + "/" + name)
    }
    try syncFolder()
  }

  public func remove(_ name: String) throws(JournalError) {
    guard unlink(path + "/" + name) == 0 else { throw Self.failure(path + "/" + name) }
  }

  public func describe(_ name: String) -> String { path + "/" + name }

  /// A new name is only there after a power failure once its folder is on the disk.
  private func syncFolder() throws(JournalError) {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Self.failure(path) }
  }

  private static func makeFolders(_ path: String) throws(JournalError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part + "/"
      if mkdir(made, 0o700) != 0, errno != EEXIST { throw failure(made) }
    }
  }

  static func failure(_ file: String) -> JournalError {
    .storage(file: file, reason: String(cString: strerror(errno)))
  }
}

/// A file of a folder, open for appending.
final class FolderFile: JournalFile {
  private var descriptor: Int32
  private let path: String

  init(_ descriptor: Int32, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close() }

  func write(_ bytes: UnsafeRawBufferPointer) throws(JournalError) -> Int {
    while true {
      let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      if count >= 0 { return count }
      if errno != EINTR { throw FolderStorage.failure(path) }
    }
  }

  func sync() throws(JournalError) {
    guard fdatasync(descriptor) == 0 else { throw FolderStorage.failure(path) }
  }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }
}

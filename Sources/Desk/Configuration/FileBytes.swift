internal import Glibc
internal import Journal

/// Whole small files, read and written with plain system calls.
public enum FileBytes {
  /// What went wrong last on this thread, in words.
  public static var lastFault: String { String(cString: strerror(errno)) }

  /// The bytes of a file; nil with `errno` set when it cannot be read, or is over `limit` (EFBIG).
  public static func read(_ path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        return nil
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else {
        errno = EFBIG
        return nil
      }
    }
  }

  /// Whether two paths name one regular file, or are the same text where there is no file yet.
  public static func areSame(_ left: String, _ right: String) -> Bool {
    var (one, other) = (stat(), stat())
    guard stat(left, &one) == 0, stat(right, &other) == 0 else { return left == right }
    return one.st_mode & S_IFMT == S_IFREG && one.st_dev == other.st_dev
      && one.st_ino == other.st_ino
  }

  /// Looks whether files can be opened for writing, and leaves all as it was: what is there is not
  /// cut, and what had to be made for the look is removed.
  ///
  /// Two names of one file count as one also where there is no such file yet.
  /// - Returns: the first that cannot be written, with why; nil when all can.
  public static func unwritable(among paths: [String], notAmong others: [String] = []) -> Refusal? {
    var made: [String] = []
    defer { for path in made { unlink(path) } }
    var taken = others
    for path in paths {
      guard !taken.contains(where: { areSame($0, path) }) else { return .twice(path) }
      taken.append(path)
      var status = stat()
      let isNew = stat(path, &status) != 0
      let descriptor = open(path, O_WRONLY | (isNew ? O_CREAT : 0) | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { return .fault(path, lastFault) }
      close(descriptor)
      // By the name behind a link: the link itself was there before.
      if isNew { made.append(FolderStorage.canonicalPath(path)) }
    }
    return nil
  }

  /// Why a file cannot be written.
  public enum Refusal: Hashable, Sendable {
    /// It is named already, as another file to write or to read.
    case twice(String)
    /// What the system says.
    case fault(String, String)
  }

  /// Writes a file whole; false with `errno` set when it cannot be.
  public static func write(_ bytes: [UInt8], to path: String) -> Bool {
    put(bytes, open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644))
  }

  /// Writes a file beside the one that is there, and puts it in its place once it is whole: a disk
  /// that is full takes neither the old one nor leaves a part of the new.
  ///
  /// What is no file of ours alone, such as a pipe or the file that this process's own output goes
  /// to, or lies where no other file can be made or be moved, is written in place.
  /// - Returns: false with `errno` set when it cannot be written.
  public static func replace(_ bytes: [UInt8], at path: String) -> Bool {
    let target = FolderStorage.canonicalPath(path)
    var status = stat()
    let isThere = lstat(target, &status) == 0
    let isOurs =
      status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1 && status.st_uid == geteuid()
      && !isStandardStream(status)
    guard !isThere || isOurs else { return write(bytes, to: path) }
    let part = target + ".part"
    let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return isNoPlaceForMore(errno) && write(bytes, to: path) }
    if isThere { fchmod(descriptor, status.st_mode & 0o777) }
    guard put(bytes, descriptor) else {
      let fault = errno
      unlink(part)
      errno = fault
      return false
    }
    if rename(part, target) == 0 { return true }
    unlink(part)
    return write(bytes, to: path)
  }

  /// Whether a fault says that no other file may be made beside one that may be written. All others
  /// would meet that one too, and cost what is in it: a full disk first of all.
  static func isNoPlaceForMore(_ fault: Int32) -> Bool {
    [EACCES, EPERM, EROFS, EEXIST, ENAMETOOLONG].contains(fault)
  }

  /// Whether it is the file that this process reads from or writes to by a standard stream.
  private static func isStandardStream(_ status: stat) -> Bool {
    (Int32(0)...2).contains { descriptor in
      var other = stat()
      return fstat(descriptor, &other) == 0 && other.st_dev == status.st_dev
        && other.st_ino == status.st_ino
    }
  }

  /// Writes and closes; false with `errno` set when one of them cannot be.
  private static func put(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
    guard descriptor >= 0 else { return false }
    var offset = 0
    while offset < bytes.count {
      let count = bytes[offset...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        let fault = errno
        if fault == EINTR { continue }
        close(descriptor)
        errno = fault
        return false
      }
      offset += count
    }
    return close(descriptor) == 0
  }
}

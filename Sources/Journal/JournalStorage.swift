/// Where the segments of a journal live: a folder, or a simulated disk in tests.
///
/// Confined to one thread at a time.
public protocol JournalStorage: AnyObject {
  /// The names of all files, ascending.
  func names() throws(JournalError) -> [String]
  /// The whole content of a file.
  func bytes(of name: String) throws(JournalError) -> SegmentBytes
  /// Bytes of a file, and when it was last written, in nanoseconds since the Unix epoch.
  func size(of name: String) throws(JournalError) -> (bytes: Int, modified: Int64)
  /// Makes a file that must not be there yet, for appending.
  func create(_ name: String) throws(JournalError) -> any JournalFile
  /// Opens a file for appending, after cutting it to a length.
  func open(_ name: String, cutTo length: Int) throws(JournalError) -> any JournalFile
  /// Gives a file another name; one that has it already is replaced.
  func rename(_ name: String, to other: String) throws(JournalError)
  func remove(_ name: String) throws(JournalError)
  /// How a file is called in messages.
  func describe(_ name: String) -> String
}

/// A file open for appending.
public protocol JournalFile: AnyObject {
  /// Appends as many bytes as fit; says how many. Throws when none do.
  func write(_ bytes: UnsafeRawBufferPointer) throws(JournalError) -> Int
  /// Returns once everything written is on the disk.
  func sync() throws(JournalError)
  /// Lets the file go; what was written stays as it is.
  func close()
}

extension JournalFile {
  /// Appends all bytes.
  func writeAll(_ bytes: UnsafeRawBufferPointer) throws(JournalError) {
    var done = 0
    while done < bytes.count {
      let taken = try write(UnsafeRawBufferPointer(rebasing: bytes[done...]))
      guard taken > 0 else {
        throw .storage(file: "journal", reason: "the disk takes no more bytes")
      }
      done += taken
    }
  }
}

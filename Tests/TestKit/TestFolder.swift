internal import Glibc

/// A folder for one test, removed with what is in it.
public final class TestFolder {
  public let path: String

  public init() {
    var template = Array("/tmp/dutchbook-test-XXXXXX".utf8CString)
    mkdtemp(&template)
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit {
    let remove = try? ChildProcess(["rm", "-rf", path])
    _ = remove?.wait(seconds: 60)
  }

  /// Writes a file; `mode` as in chmod.
  @discardableResult
  public func write(_ bytes: [UInt8], _ name: String, mode: UInt32 = 0o600) -> String {
    let file = path + "/" + name
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, mode)
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    fchmod(descriptor, mode)
    close(descriptor)
    return file
  }

  /// Writes a text.
  @discardableResult
  public func write(_ text: String, _ name: String, mode: UInt32 = 0o600) -> String {
    write(Array(text.utf8), name, mode: mode)
  }

  /// The content of a file as text; empty where it cannot be read.
  public static func text(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

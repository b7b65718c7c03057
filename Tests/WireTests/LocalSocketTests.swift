import Foundation
import Market
import TestKit
import Testing

@testable import Wire

@Suite final class LocalSocketTests {
  let loop: EventLoop
  let folder = TestFolder()
  var path: String { folder.path + "/control" }

  init() throws { loop = try EventLoop() }

  deinit { loop.close() }

  private func mode(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  @Test func `only its owner can connect, and it is gone once closed`() throws {
    let listener = try SocketListener(loop: loop, path: path)
    #expect(mode(path) == 0o600)
    listener.close()
    #expect(mode(path) == nil)
  }

  @Test func `a request is answered and ends with the stream`() throws {
    let listener = try SocketListener(loop: loop, path: path)
    let acceptor = AcceptRecorder()
    acceptor.prepare = {
      $0.onReceive = { stream, bytes in
        stream.write(bytes)
        stream.close()
      }
    }
    listener.handler = acceptor
    let answer = Guarded<Result<[UInt8], WireError>?>(nil)
    let place = path
    Thread.detachNewThread {
      let result = Result { () throws(WireError) in
        try LocalSocket.ask(place, Array("halt\n".utf8), seconds: 20)
      }
      answer.withLock { $0 = result }
    }
    let isDone = loop.run { answer.withLock { $0 != nil } }
    #expect(isDone)
    #expect(answer.withLock { $0 } == .success(Array("halt\n".utf8)))
    listener.close()
  }

  @Test func `of several that begin at once over a file left behind one listens`() throws {
    for _ in 0..<25 {
      Glibc.close(try LocalSocket.listen(at: path))
      let results = Guarded<[Int32?]>([])
      let place = path
      let threads = 6
      for _ in 0..<threads {
        Thread.detachNewThread {
          let descriptor = try? LocalSocket.listen(at: place)
          results.withLock { $0.append(descriptor) }
        }
      }
      let isDone = loop.run { results.withLock { $0.count == threads } }
      #expect(isDone)
      let listening = results.withLock { $0 }.compactMap { $0 }
      #expect(listening.count == 1)
      for descriptor in listening { Glibc.close(descriptor) }
      unlink(path)
    }
  }

  @Test func `what a process that is gone has left is replaced`() throws {
    let left = try LocalSocket.listen(at: path)
    Glibc.close(left)
    #expect(mode(path) != nil)
    let listener = try SocketListener(loop: loop, path: path)
    #expect(mode(path) == 0o600)
    listener.close()
  }

  @Test func `a path that somebody listens at is not taken from them`() throws {
    let first = try SocketListener(loop: loop, path: path)
    let error = #expect(throws: WireError.self) { _ = try SocketListener(loop: loop, path: path) }
    #expect(error?.description.contains("another process listens there already") == true)
    #expect(mode(path) != nil)
    first.close()
  }

  @Test func `a file that is no socket is left alone`() throws {
    _ = folder.write("precious", "control")
    #expect(throws: WireError.self) { _ = try SocketListener(loop: loop, path: path) }
    #expect(TestFolder.text(path) == "precious")
    let error = #expect(throws: WireError.self) { try LocalSocket.ask(path, [1], seconds: 1) }
    #expect(error?.description.contains("nobody listens at") == true)
  }

  @Test(arguments: [
    ("", "an empty path"), ("a\0b", "zero byte"),
    (String(repeating: "x", count: 108), "108 bytes are too long"),
    ("/no/such/folder/control", "is its folder there?"),
  ])
  func `a path that cannot be is one clear sentence`(path: String, words: String) throws {
    let error = #expect(throws: WireError.self) { _ = try SocketListener(loop: loop, path: path) }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test func `nobody there, and one who never answers, are said`() throws {
    let nobody = #expect(throws: WireError.self) { try LocalSocket.ask(path, [1], seconds: 1) }
    #expect(nobody?.description.contains("nobody listens at") == true)
    // It listens, and nobody accepts.
    let silent = try LocalSocket.listen(at: path)
    defer { Glibc.close(silent) }
    let error = #expect(throws: WireError.self) { try LocalSocket.ask(path, [1], seconds: 1) }
    #expect(error?.description.contains("no answer in 1 s") == true)
  }
}

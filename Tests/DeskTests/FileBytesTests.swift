import Glibc
import TestKit
import Testing

@testable import Desk

@Suite struct `Files to be written` {
  private let folder = TestFolder()

  @Test func `are looked at without a trace`() {
    folder.write("old", "there")
    let path = folder.path
    #expect(FileBytes.unwritable(among: ["\(path)/there", "\(path)/new"]) == nil)
    #expect(TestFolder.text("\(path)/there") == "old")
    #expect(access("\(path)/new", F_OK) != 0)
    // A link to nothing yet stays, and so does the nothing.
    #expect(symlink("\(path)/target", "\(path)/link") == 0)
    #expect(FileBytes.unwritable(among: ["\(path)/link"]) == nil)
    #expect(access("\(path)/target", F_OK) != 0)
    var status = stat()
    #expect(lstat("\(path)/link", &status) == 0)
  }

  @Test func `are refused by name where they cannot be written, and none is left behind`() {
    let path = folder.path
    let refusal = FileBytes.unwritable(among: ["\(path)/new", "\(path)/nowhere/new"])
    #expect(refusal == .fault("\(path)/nowhere/new", "No such file or directory"))
    #expect(access("\(path)/new", F_OK) != 0)
    #expect(FileBytes.unwritable(among: [path]) == .fault(path, "Is a directory"))
  }

  @Test func `are told apart by what they are, not by how they are written`() {
    let path = folder.path
    folder.write("old", "there")
    let other = "\(path)/./there"
    #expect(FileBytes.unwritable(among: [other], notAmong: ["\(path)/there"]) == .twice(other))
    let same = "\(path)/./new"
    #expect(FileBytes.unwritable(among: ["\(path)/new", same]) == .twice(same))
    #expect(access("\(path)/new", F_OK) != 0)
  }
}

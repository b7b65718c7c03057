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

  @Test func `take the place of the old one, with its rights and behind its link`() {
    let path = folder.path
    folder.write("old", "there", mode: 0o640)
    #expect(symlink("there", "\(path)/link") == 0)
    #expect(FileBytes.replace(Array("new".utf8), at: "\(path)/link"))
    #expect(TestFolder.text("\(path)/there") == "new")
    var status = stat()
    #expect(lstat("\(path)/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(stat("\(path)/there", &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(access("\(path)/there.part", F_OK) != 0)
    #expect(FileBytes.replace(Array("first".utf8), at: "\(path)/new"))
    #expect(TestFolder.text("\(path)/new") == "first")
    // A file with two names stays one file; a link to nothing yet is followed.
    #expect(link("\(path)/new", "\(path)/second") == 0)
    #expect(FileBytes.replace(Array("both".utf8), at: "\(path)/new"))
    #expect(TestFolder.text("\(path)/second") == "both")
    #expect(symlink("target", "\(path)/ahead") == 0)
    #expect(FileBytes.replace(Array("there".utf8), at: "\(path)/ahead"))
    #expect(TestFolder.text("\(path)/target") == "there")
    #expect(!FileBytes.replace([], at: "\(path)/nowhere/new"))
    #expect(FileBytes.replace([1], at: "/dev/null"))
  }

  @Test func `are written in place only where another cannot be made, never for want of room`() {
    for fault in [EACCES, EPERM, EROFS, EEXIST, ENAMETOOLONG] {
      #expect(FileBytes.isNoPlaceForMore(fault), "\(fault)")
    }
    for fault in [ENOSPC, EDQUOT, EMFILE, ENFILE, EIO, ENOENT] {
      #expect(!FileBytes.isNoPlaceForMore(fault), "\(fault)")
    }
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

import FoundationEssentials
import TestKit
import Testing

@testable import Desk
@testable import Trading

@Suite struct `The head of a session` {
  @Test(arguments: [RecordedForm.current - 1, RecordedForm.current + 1])
  func `whose events are written in another form is refused in words`(form: Int) async throws {
    let made = try MadeUpJournal(form: form)
    made.end()
    let failure = #expect(throws: ProcessFailure.self) {
      try JournalReplay.run(paths: [made.path])
    }
    let words = failure.map { "\($0)" } ?? ""
    #expect(words.contains("written in form \(form)") && words.contains("reads form"))
  }
}

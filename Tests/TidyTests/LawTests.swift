import Testing

@Suite("The laws of the house")
struct LawTests {
  static let laws =
    DeterminismLaws.all + SafetyLaws.all + ImportLaws.all + ShapeLaws.all
    + DocumentationLaws.all + TextLaws.all

  @Test(arguments: laws)
  func `the repository keeps the law`(_ law: Law) {
    for complaint in RepositoryFiles.all.flatMap(law.complaints) {
      Issue.record("\(complaint)")
    }
  }

  @Test(arguments: laws)
  func `the law finds every text that breaks it`(_ law: Law) {
    #expect(!law.breaking.isEmpty)
    for sample in law.breaking {
      let complaints = law.complaints(about: SourceFile(sample.path, sample.text))
      #expect(!complaints.isEmpty, "not found in \(sample.path): \(sample.text.prefix(200))")
    }
  }

  @Test(arguments: laws)
  func `the law lets pass what only looks alike`(_ law: Law) {
    #expect(!law.keeping.isEmpty)
    for sample in law.keeping {
      let complaints = law.complaints(about: SourceFile(sample.path, sample.text))
      #expect(complaints.isEmpty, "\(sample.text.prefix(200))")
    }
  }

  @Test func `the laws read every room and every test target`() {
    let paths = RepositoryFiles.all.map(\.path)
    for room in Floors.rooms {
      #expect(paths.contains { $0.hasPrefix("Sources/\(room)/") }, "\(room) has no file")
    }
    #expect(paths.contains("Package.swift"))
    #expect(paths.contains("scripts/setup.sh"))
    #expect(paths.contains("Tests/TidyTests/LawTests.swift"))
  }

  @Test func `every folder of Sources has a floor and every floor a folder`() {
    #expect(RepositoryFiles.folders(in: "Sources") == Floors.floor.keys.sorted())
  }
}

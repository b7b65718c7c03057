import Testing

@Suite("The laws' view of Swift")
struct SwiftLexerTests {
  @Test(arguments: [
    ("let a = 1 // print(a)", "let a = 1            "),
    ("say(\"print(a)\")", "say(\"        \")"),
    ("say(\"a\\(b!)c\")", "say(\"  (b!) \")"),
    ("say(\"\\(f(\"x\"))\") + b", "say(\" (f(\" \"))\") + b"),
    ("say(#\"a\"b\"#) + c", "say( \"   \" ) + c"),
    ("a /* b /* c */ d */ e", "a                   e"),
    ("say(\"a\\\"b\")", "say(\"    \")"),
  ])
  func `comments and the text of strings are blanked`(_ text: String, _ code: String) {
    #expect(SwiftLexer.codeLines(of: text) == [code])
  }

  @Test func `a string over several lines hides its lines`() {
    let text = "let a = \"\"\"\n  print(b) \"quoted\"\n  \"\"\"\nprint(c)"
    #expect(
      SwiftLexer.codeLines(of: text) == [
        "let a = \"\"\"", "                   ", "  \"\"\"", "print(c)",
      ])
  }

  @Test func `a block comment over several lines hides its lines`() {
    #expect(SwiftLexer.codeLines(of: "/* a\nb */ c\nd") == ["    ", "     c", "d"])
  }
}

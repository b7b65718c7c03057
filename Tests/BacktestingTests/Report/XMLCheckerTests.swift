import Testing

@Suite("The tests' checker of XML")
struct XMLCheckerTests {
  @Test(arguments: [
    "<a/>", "<!DOCTYPE html>\n<a b=\"c\" d=\"&amp;&#39;\">text &lt; <b/></a>\n", "<a>é−…</a>",
  ])
  func `well-formed documents pass`(_ document: String) {
    #expect(XMLChecker(document).error == nil)
  }

  @Test(arguments: [
    "", "text", "<a>", "<a></b>", "<a/><b/>", "<a>&</a>", "<a>&nbsp;</a>", "<a b=c/>", "<a b/>",
    "<a b=\"1\" b=\"2\"/>", "<a b=\"<\"/>", "<a b=\"1/>", "<a>\u{1B}</a>", "<a>]]></a>", "<a",
    "<a></a", "< a/>", "<a>\u{FFFE}</a>",
  ])
  func `anything else is refused`(_ document: String) {
    #expect(XMLChecker(document).error != nil)
  }
}

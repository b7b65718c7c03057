extension BacktestReportText {
  /// Each strategy's results, and what stopped it.
  func profiles(_ page: inout TextLayout) {
    guard !report.profiles.isEmpty else { return }
    page.section("Profiles")
    page.add("Together, each on a ledger of its own in one account. " + ReportWording.profileKey)
    tables(report.profiles, &page)
    page.add(ReportWording(report: report).profileSum)
    for line in ReportWording.stops(report.profiles) { page.bullet(line) }
    guard !report.alone.isEmpty else { return }
    page.section("Each profile alone")
    page.add(ReportWording.aloneKey)
    tables(report.alone, &page)
    for line in ReportWording.stops(report.alone) { page.bullet(line) }
  }

  private func tables(_ profiles: [BacktestProfile], _ page: inout TextLayout) {
    page.table(ReportWording.doingColumns, profiles.map(ReportWording.doing))
    page.add("")
    page.table(ReportWording.resultColumns, profiles.map(ReportWording.result))
  }
}

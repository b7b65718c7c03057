extension BacktestReportPage {
  /// The same as tables and lists.
  func addProfiles(to page: inout HTMLText) {
    guard !report.profiles.isEmpty else { return }
    page.section("profiles", "Profiles") { page in
      page.element(
        "p", "Together, each on a ledger of its own in one account. " + ReportWording.profileKey)
      tables("Profiles", report.profiles, &page)
      page.element("p", wording.profileSum)
      page.list(ReportWording.stops(report.profiles))
    }
    guard !report.alone.isEmpty else { return }
    page.section("alone", "Each profile alone") { page in
      page.element("p", ReportWording.aloneKey)
      tables("Each profile alone", report.alone, &page)
      page.list(ReportWording.stops(report.alone))
    }
  }

  private func tables(_ name: String, _ profiles: [BacktestProfile], _ page: inout HTMLText) {
    page.table(name, ReportWording.doingColumns, profiles.map(ReportWording.doing))
    page.table("\(name): results", ReportWording.resultColumns, profiles.map(ReportWording.result))
  }
}

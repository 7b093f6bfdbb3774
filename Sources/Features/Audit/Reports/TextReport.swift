// The report for people: a block for every finding, then a summary.
//
//     main.cf:41  QUE002 backoff-inverted                                        high
//        41 | maximal_backoff_time = 30m
//           |                        ^^^ below minimal_backoff_time (2h)
//        The queue manager doubles the wait from the minimum up to the maximum …
//        Fix: postconf -e 'maximal_backoff_time = 4000s'
//
// The place, the rule and its severity stand on the first line, so that grep finds them. Lines are at most 80 columns
// wide, except commands, which must be copied whole. Text that comes from the files cannot control the terminal.

struct TextReport {
  private(set) var text = ""

  init(_ run: AuditRun, _ style: ReportStyle) {
    for report in run.reports {
      let lines = ReportLines(report)
      for finding in report.findings {
        text += TextFinding(finding, FindingPlace(finding, report, lines), report, style).text + "\n"
      }
      if !style.isQuiet { text += TextSummary(report, style).text }
    }
  }
}

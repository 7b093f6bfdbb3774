// One message is, several are.

import RunJournals
import Testing

@testable import Maintenance

@Suite("Words about one message and about several")
struct CountedWordsTests {
  @Test("A purge", arguments: [1, 2])
  func purge(_ count: Int) {
    var report = PurgeReport()
    report.removed = count
    report.gone = count
    report.inDelivery = count
    let words =
      count == 1
      ? "1 had left by itself; 1 in delivery was left alone; to put it back: "
      : "2 had left by themselves; 2 in delivery were left alone; to put them back: "
    #expect(report.summary(at: .usual)?.contains(words) == true, "\(report.summary(at: .usual) ?? "")")
  }

  @Test("An undo", arguments: [1, 2])
  func undo(_ count: Int) {
    var report = UndoReport()
    report.left = count
    report.present = count
    let words =
      count == 1 ? "1 had left by itself; 1 is in the queue" : "2 had left by themselves; 2 are in the queue"
    #expect(report.summary.hasSuffix(words), "\(report.summary)")
  }
}

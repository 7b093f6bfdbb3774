// What is kept whatever a policy says: bases, the last verified one, the last complete one, and what is not understood.

import SnapshotCatalogue
import Testing

@testable import Recovery

@Suite("Retention of chains")
struct RetentionChainTests {
  private static let lastOne: @Sendable (inout RetentionPolicy) -> Void = { $0.counts[.last] = .number(1) }

  @Test("A kept snapshot keeps all that it builds on, and nothing else")
  func chain() {
    var story = RetentionStory("2026-05-01 08:00", "2026-05-02 08:00")
    story.add("2026-05-03 08:00") { $0.base = "2026-05-02 08:00" }
    story.add("2026-05-04 08:00") { $0.base = "2026-05-01 08:00" }
    story.add("2026-05-05 08:00") { $0.base = "2026-05-03 08:00" }
    let plan = story.plan(Self.lastOne)
    #expect(plan.removed.map(\.id) == ["2026-05-01 08:00", "2026-05-04 08:00"])
    #expect(plan.reasons("2026-05-05 08:00") == ["last"])
    #expect(plan.reasons("2026-05-03 08:00") == ["base of 2026-05-05 08:00"])
    #expect(plan.reasons("2026-05-02 08:00") == ["base of 2026-05-03 08:00"])
  }

  @Test("What builds on a snapshot goes before it, even if its clock was wrong")
  func order() {
    var story = RetentionStory("2026-05-01 08:00")
    story.add("2026-05-03 08:00") { $0.base = "2026-05-04 08:00" }
    story.add("2026-05-04 08:00") { $0.base = "2026-05-01 08:00" }
    story.add("2026-05-05 08:00") { $0.base = "2026-05-03 08:00" }
    story.add("2026-05-06 08:00")
    let order = story.plan(Self.lastOne).removalOrder.map(\.id)
    #expect(order == ["2026-05-05 08:00", "2026-05-03 08:00", "2026-05-04 08:00", "2026-05-01 08:00"])
  }

  @Test("A chain that bites its tail is no reason to hang")
  func cycle() {
    var story = RetentionStory()
    story.add("2026-05-01 08:00") { $0.base = "2026-05-02 08:00" }
    story.add("2026-05-02 08:00") { $0.base = "2026-05-01 08:00" }
    story.add("2026-05-03 08:00") { $0.base = "2026-05-03 08:00" }
    let plan = story.plan(Self.lastOne)
    #expect(plan.removed.isEmpty && plan.reasons("2026-05-01 08:00").first == "unusable: it builds on itself")
  }

  @Test("Each queue has a policy of its own")
  func groups() {
    var story = RetentionStory("2026-05-01 08:00", "2026-05-02 08:00")
    story.add("2026-04-01 08:00") { $0.host = "mail2.example.com" }
    story.add("2026-03-01 08:00") { $0.queueDirectory = "/var/spool/postfix-out" }
    #expect(story.kept(Self.lastOne) == ["2026-03-01 08:00", "2026-04-01 08:00", "2026-05-02 08:00"])
  }

  @Test("The last verified and the last complete snapshot are kept for each queue")
  func lastGood() {
    var story = RetentionStory("2026-05-01 08:00")
    story.add("2026-05-02 08:00") { $0.verification = SnapshotRecord.Verification(time: 1, isGood: true) }
    story.add("2026-05-03 08:00") { $0.verification = SnapshotRecord.Verification(time: 2, isGood: true) }
    story.add("2026-05-04 08:00") { $0.guarantee = "quiesced" }
    story.add("2026-05-05 08:00") { $0.guarantee = "proved" }
    story.add("2026-05-06 08:00")
    let plan = story.plan(Self.lastOne)
    #expect(plan.reasons("2026-05-03 08:00") == ["last verified"])
    #expect(plan.reasons("2026-05-05 08:00") == ["last complete"])
    #expect(plan.kept.count == 3)
  }

  @Test("What is no good snapshot counts for no period, and stays")
  func unusable() {
    var story = RetentionStory("2026-05-01 08:00", "2026-05-02 08:00")
    story.add("2026-05-03 08:00") { $0.problem = "it was not finished" }
    story.add("2026-05-04 08:00") { $0.verification = SnapshotRecord.Verification(time: 1, isGood: false) }
    story.add("2026-05-05 08:00") {
      $0.guarantee = nil
      $0.problem = "it is no archive"
    }
    let plan = story.plan(Self.lastOne)
    #expect(plan.removed.map(\.id) == ["2026-05-01 08:00"])
    #expect(plan.reasons("2026-05-02 08:00") == ["last"])
    #expect(plan.reasons("2026-05-03 08:00") == ["unusable: it was not finished"])
  }

  @Test(
    "What builds on a snapshot that is gone, damaged or cannot be read counts for nothing, over any number of steps")
  func brokenChain() {
    let faults: [(inout RetentionStory) -> Void] = [
      { $0.records.remove(at: 1) },
      { $0.records[1].problem = "it is no archive" },
      { $0.records[1].verification = SnapshotRecord.Verification(time: 1, isGood: false) },
      {
        $0.records[1].guarantee = nil
        $0.records[1].encryption = .age
      },
    ]
    for (number, damage) in faults.enumerated() {
      var story = RetentionStory()
      story.add("2026-05-01 08:00") { $0.guarantee = "proved" }
      for day in 2...5 {
        story.add("2026-05-0\(day) 08:00") {
          $0.base = "2026-05-0\(day - 1) 08:00"
          $0.guarantee = "proved"
          $0.verification = SnapshotRecord.Verification(time: 1, isGood: true)
        }
      }
      damage(&story)
      let plan = story.plan(Self.lastOne)
      #expect(plan.removed.isEmpty, "fault \(number)")
      #expect(plan.reasons("2026-05-01 08:00").contains("last complete"), "fault \(number)")
      let reasons = plan.reasons("2026-05-05 08:00")
      #expect(reasons.count == 1 && reasons[0].hasPrefix("unusable: it builds on 2026-05-02 08:00"), "\(reasons)")
    }
  }

  @Test("A copy under another name is as good a base as the file that is named after it")
  func copy() {
    var story = RetentionStory("2026-05-01 08:00")
    story.records[0].problem = "it is no archive"
    story.add("2026-05-01 08:00") { $0.fileName = "copy" }
    story.add("2026-05-02 08:00") { $0.base = "2026-05-01 08:00" }
    #expect(story.plan(Self.lastOne).reasons("2026-05-02 08:00") == ["last"])
  }

  @Test("While an encrypted archive cannot be opened, whatever it may build on is kept")
  func encrypted() {
    func name(_ host: String, _ day: Int) -> String { "\(host)-2026050\(day)T060000Z" }
    var story = RetentionStory()
    for (host, day) in [("mail1", 1), ("mail2", 1), ("mail1", 3), ("mail1", 4)] {
      story.add("2026-05-0\(day) 08:00") {
        $0.id = name(host, day)
        $0.fileName = $0.id
      }
    }
    story.add("2026-05-02 08:00") {
      $0.id = name("mail1", 2)
      $0.fileName = $0.id
      $0.guarantee = nil
      $0.encryption = .gpg
    }
    let plan = story.plan(Self.lastOne)
    // A name is what somebody called it: even another host's may be meant.
    #expect(plan.removed.map(\.id) == [name("mail1", 3)])
    for host in ["mail1", "mail2"] {
      #expect(plan.reasons(name(host, 1)) == ["may be the base of \(name("mail1", 2)), which cannot be opened"])
    }
  }

  @Test("A snapshot of a clock that was wrong once pushes nothing out")
  func ahead() {
    var story = RetentionStory("2026-05-01 08:00", "2026-05-02 08:00", "2026-05-03 08:00")
    story.add("2031-05-01 08:00") {
      $0.guarantee = "proved"
      $0.verification = SnapshotRecord.Verification(time: 1, isGood: true)
    }
    let plan = story.plan(Self.lastOne)
    #expect(plan.kept.map(\.id) == ["2026-05-03 08:00", "2031-05-01 08:00"])
    #expect(plan.reasons("2031-05-01 08:00") == ["dated in the future: no policy is about it"])
  }

  @Test("A base that is not in the store may be one that is encrypted and could not be opened")
  func perhapsEncrypted() {
    var story = RetentionStory("2026-05-01 08:00")
    story.add("2026-05-02 08:00") {
      $0.guarantee = nil
      $0.encryption = .age
    }
    story.add("2026-05-03 08:00") { $0.base = "renamed" }
    #expect(StoreProblems.of(story.records, in: "/store").isEmpty)
    #expect(story.plan(Self.lastOne).removed.isEmpty)
  }

  @Test("A snapshot with the right name and of another queue is no base")
  func otherQueue() {
    var story = RetentionStory("2026-05-01 08:00")
    story.add("2026-05-02 08:00") { $0.queueDirectory = "/var/spool/postfix-out" }
    story.add("2026-05-03 08:00") { $0.base = "2026-05-02 08:00" }
    let plan = story.plan(Self.lastOne)
    #expect(plan.reasons("2026-05-01 08:00") == ["last"])
    #expect(plan.reasons("2026-05-03 08:00").first?.contains("of another queue") == true)
  }
}

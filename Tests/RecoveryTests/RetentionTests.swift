// Which snapshots a policy keeps: restic's rules, told as stories.

import SnapshotCatalogue
import Testing

@testable import Recovery

@Suite("Retention by time")
struct RetentionTests {
  @Test("Of each day the last snapshot is kept, and days without one do not count")
  func daily() {
    let story = RetentionStory(
      "2026-05-01 08:00", "2026-05-01 20:00", "2026-05-02 08:00", "2026-05-09 08:00", "2026-05-09 08:01")
    #expect(story.kept { $0.counts[.daily] = .number(2) } == ["2026-05-02 08:00", "2026-05-09 08:01"])
    #expect(
      story.kept { $0.counts[.daily] = .number(3) } == ["2026-05-01 20:00", "2026-05-02 08:00", "2026-05-09 08:01"])
    #expect(story.kept { $0.counts[.daily] = .unlimited }.count == 3)
    #expect(story.kept { $0.counts[.last] = .number(1) } == ["2026-05-09 08:01"])
    #expect(story.kept { $0.counts[.last] = .unlimited }.count == 5)
  }

  @Test("A week belongs to the year of its Thursday")
  func newYear() {
    // 2026 has a week 53, which lasts until Sunday, the third of January 2027.
    let story = RetentionStory(
      "2026-12-27 23:59", "2026-12-28 00:00", "2026-12-31 12:00", "2027-01-03 23:59", "2027-01-04 00:00")
    #expect(
      story.kept { $0.counts[.weekly] = .number(3) } == ["2026-12-27 23:59", "2027-01-03 23:59", "2027-01-04 00:00"])
    #expect(story.kept { $0.counts[.yearly] = .number(2) } == ["2026-12-31 12:00", "2027-01-04 00:00"])
    #expect(story.kept { $0.counts[.monthly] = .number(2) } == ["2026-12-31 12:00", "2027-01-04 00:00"])
  }

  @Test("A day is a day of the clocks on the wall, also when they change")
  func clockChange() {
    // The night of 28 to 29 March has no 02:30; midnight is at 23:00 UTC before and at 22:00 UTC after it.
    let spring = RetentionStory(
      "2026-03-28 22:59 UTC", "2026-03-28 23:00 UTC", "2026-03-29 21:59 UTC", "2026-03-29 22:00 UTC")
    #expect(
      spring.kept { $0.counts[.daily] = .number(3) }
        == ["2026-03-28 22:59 UTC", "2026-03-29 21:59 UTC", "2026-03-29 22:00 UTC"])
    // In the night of 25 October the clocks show 02:30 twice: that is one hour of the day.
    let autumn = RetentionStory("2026-10-25 00:30 UTC", "2026-10-25 01:30 UTC", "2026-10-25 02:30 UTC")
    #expect(autumn.kept { $0.counts[.hourly] = .number(9) } == ["2026-10-25 01:30 UTC", "2026-10-25 02:30 UTC"])
  }

  @Test("Of two snapshots of the same moment one is kept, always the same one")
  func ties() {
    var story = RetentionStory()
    for name in ["b", "a", "c"] {
      story.add("2026-05-01 08:00") {
        $0.id = name
        $0.fileName = name
      }
    }
    #expect(story.kept { $0.counts[.last] = .number(1) } == ["c"])
    story.records.reverse()
    #expect(story.kept { $0.counts[.last] = .number(1) } == ["c"])
  }

  @Test("A time back is counted from the newest snapshot, by the calendar")
  func within() {
    let story = RetentionStory("2026-02-28 12:00", "2026-03-03 12:00", "2026-03-03 12:01", "2026-03-31 12:00")
    // A month before 31 March would be 31 February, which is 3 March; the moment itself is too old.
    #expect(story.kept { $0.within = RetentionSpan("1m") } == ["2026-03-03 12:01", "2026-03-31 12:00"])
    #expect(story.kept { $0.within = RetentionSpan("1m1h") }.count == 3)
    #expect(story.kept { $0.within = RetentionSpan("32d") }.count == 4)
    // Days are those of the calendar: on the one when summer time begins there are 23 hours.
    let spring = RetentionStory("2026-03-28 12:00", "2026-03-28 12:30", "2026-03-29 12:00")
    #expect(spring.kept { $0.within = RetentionSpan("1d") } == ["2026-03-28 12:30", "2026-03-29 12:00"])
    #expect(spring.kept { $0.within = RetentionSpan("24h") }.count == 3)
  }

  @Test("A snapshot from the future makes no other one old")
  func future() {
    let story = RetentionStory("2026-03-28 12:00", "2026-03-29 12:00", "2099-01-01 00:00")
    #expect(story.kept { $0.within = RetentionSpan("2h") } == ["2026-03-29 12:00", "2099-01-01 00:00"])
  }

  @Test(
    "What is no time is refused",
    arguments: ["", "1", "d", "1w", "1d1d", "-1d", "1 d", "99999999999999999999y", "1.5d"])
  func noSpan(_ text: String) { #expect(RetentionSpan(text) == nil) }

  @Test("Counts are numbers, unlimited or -1")
  func count() {
    #expect(RetentionCount("7") == .number(7))
    #expect(RetentionCount("-1") == .unlimited)
    #expect(RetentionCount("unlimited") == .unlimited)
    for text in ["", "-2", "x", "1d"] { #expect(RetentionCount(text) == nil) }
  }

  @Test("All tags of a list have to be there, of one of the lists")
  func tags() {
    var story = RetentionStory()
    for (day, tags) in [(1, ["a"]), (2, ["b", "a"]), (3, ["c"]), (4, [])] {
      story.add("2026-05-0\(day) 08:00") { $0.tags = tags }
    }
    #expect(story.kept { $0.tags = [["a", "b"], ["c"]] } == ["2026-05-02 08:00", "2026-05-03 08:00"])
    #expect(story.kept { $0.tags = [["a"]] } == ["2026-05-01 08:00", "2026-05-02 08:00"])
    #expect(story.kept { $0.tags = [[]] }.isEmpty)
  }

  @Test("While there are fewer periods than asked for, the oldest snapshot is kept too")
  func oldest() {
    let story = RetentionStory("2026-05-01 08:00", "2026-05-01 20:00", "2026-05-02 08:00")
    let plan = story.plan { $0.counts[.daily] = .number(3) }
    #expect(plan.reasons("2026-05-01 08:00") == ["oldest daily"])
    #expect(plan.removed.isEmpty)
    #expect(story.plan { $0.counts[.daily] = .number(2) }.removed.map(\.id) == ["2026-05-01 08:00"])
  }

  @Test("Numbers of any size are counted with")
  func extremes() {
    var story = RetentionStory("2026-05-01 08:00")
    for time in [Int64.min, Int64.max, -1] {
      story.add("2026-05-01 08:00") {
        $0.created = time
        $0.fileName = "\(time)"
      }
    }
    let plan = story.plan {
      $0.within = RetentionSpan("1000000y1000000m1000000d1000000h")
      for period in RetentionPeriod.allCases { $0.counts[period] = .number(1) }
    }
    #expect(plan.decisions.count == 4)
  }
}

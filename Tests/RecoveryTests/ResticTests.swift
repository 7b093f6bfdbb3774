// A policy means here what it means to restic.

import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Retention, compared with restic")
struct ResticTests {
  private static let isRecording = Host.environment("POSTKEEP_RECORD") == "1" && FileReading.exists("/usr/bin/restic")

  @Test("Recording what restic keeps", .enabled(if: isRecording))
  func record() throws { try ResticRecording.record(seed: 5).write() }

  /// restic 0.14 of Debian 12 does not know the rule that the oldest one is kept, which came with 0.16.
  @Test("What restic keeps, we keep, and nothing else", .enabled(if: !isRecording))
  func same() throws {
    let recording = try ResticRecording.read()
    #expect(recording.snapshots.count == 200)
    #expect(recording.runs.count == 80)
    var story = RetentionStory()
    for snapshot in recording.snapshots {
      story.add("2026-01-01 00:00") {
        $0.id = "\(snapshot.time)"
        $0.fileName = $0.id
        $0.created = snapshot.time * 1000
        $0.tags = snapshot.tags
      }
    }
    for run in recording.runs {
      let policy = try Self.policy(run.policy)
      #expect(story.kept { $0 = policy } == run.kept.map { "\($0)" }, "\(run)")
    }
  }

  private static func policy(_ options: [String]) throws -> RetentionPolicy {
    var policy = RetentionPolicy()
    for option in options {
      let parts = option.dropFirst("--keep-".count).split(separator: "=").map(String.init)
      switch parts[0] {
      case "within": policy.within = RetentionSpan(parts[1])
      case "tag": policy.tags.append(parts[1].split(separator: ",").map(String.init))
      default:
        policy.counts[try #require(RetentionPeriod(rawValue: parts[0]))] = RetentionCount(parts[1])
      }
    }
    return policy
  }
}

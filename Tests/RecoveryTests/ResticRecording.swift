// What restic kept of 200 snapshots for each of many policies: recorded, so that tests need no restic.
//
// POSTKEEP_RECORD=1 records it anew with the restic of this host, in a repository of its own. It takes some minutes.

import Bytes
import JSONText
import SystemAccess
import TestSupport

@testable import Recovery

struct ResticRecording {
  struct Snapshot {
    /// Seconds since the epoch: no two have the same.
    let time: Int64
    let tags: [String]
  }

  struct Run: Sendable, CustomStringConvertible {
    /// As on the command line: "--keep-daily=7".
    let policy: [String]
    /// The times of those that were kept, the oldest first.
    let kept: [Int64]
    var description: String { policy.joined(separator: " ") }
  }

  static let path = "Fixtures/retention/restic.json"
  var version = ""
  var snapshots: [Snapshot] = []
  var runs: [Run] = []

  static func read() throws -> ResticRecording {
    let json = try JSONReader().read(Array(try Repository.text(path).utf8))
    func times(_ json: JSONValue?) -> [Int64] { (json?.elements ?? []).compactMap(\.integer) }
    func texts(_ json: JSONValue?) -> [String] { (json?.elements ?? []).compactMap(\.text) }
    var recording = ResticRecording()
    recording.snapshots = (json["snapshots"]?.elements ?? []).compactMap { json in
      json["time"]?.integer.map { Snapshot(time: $0, tags: texts(json["tags"])) }
    }
    recording.runs = (json["runs"]?.elements ?? []).map { json in
      Run(policy: texts(json["policy"]), kept: times(json["kept"]))
    }
    return recording
  }

  func write() throws {
    var json = JSONWriter()
    json.object { json in
      json.member("restic", version)
      json.array("snapshots") { json in
        for snapshot in snapshots {
          json.object { json in
            json.member("time", snapshot.time)
            json.member("tags", snapshot.tags)
          }
        }
      }
      json.array("runs") { json in
        for run in runs {
          json.object { json in
            json.member("policy", run.policy)
            json.member("kept", run.kept)
          }
        }
      }
    }
    // A line for each snapshot and run, for a reader of differences.
    let text = String(decoding: json.bytes, as: UTF8.self)
    let lines = text.split(separator: "},{", omittingEmptySubsequences: false).joined(separator: "},\n{")
    try FileWriting.write(Array(lines.utf8), to: "\(Repository.root)/\(Self.path)")
  }

  /// - Parameter seed: of times, tags and policies.
  static func record(seed: UInt64) throws -> ResticRecording {
    var random = SeededRandom(seed: seed)
    let place = try PrivateDirectory()
    try place.write("", to: "empty")
    @discardableResult func restic(_ arguments: [String]) throws -> String {
      let result = try Subprocess.run(
        "env",
        ["TZ=Europe/Berlin", "RESTIC_PASSWORD=x", "restic", "--no-cache", "-r", "\(place.path)/repository"] + arguments)
      guard result.status == 0 else { throw TestFailure(String(decoding: result.errors, as: UTF8.self)) }
      return String(decoding: result.output, as: UTF8.self)
    }
    func times(_ json: JSONValue?) -> [Int64] { (json?.elements ?? []).compactMap(moment).sorted() }

    var recording = ResticRecording()
    recording.version = String(try restic(["version"]).split(separator: " ").dropFirst().first ?? "")
    try restic(["-q", "init"])
    var time = Berlin.moment("2022-12-20 09:00")
    for _ in 0..<200 {
      // Bursts, nights, weekends and long silences; some in the nights when the clocks change.
      time += Int64(60 + random.below(random.pick([1800, 7200, 86_400, 86_400, 400_000, 4_000_000])))
      let shown = Berlin.zone.local(time)
      let tags = ["a", "b", "c"].filter { _ in random.chance(15) }
      try restic(
        ["-q", "backup", "--time", text(shown)] + tags.flatMap { ["--tag", $0] } + ["\(place.path)/empty"])
    }
    let listed = try JSONReader().read(Array(try restic(["snapshots", "--json"]).utf8))
    recording.snapshots = (listed.elements ?? []).compactMap { json in
      moment(json).map { Snapshot(time: $0, tags: (json["tags"]?.elements ?? []).compactMap(\.text)) }
    }.sorted { $0.time < $1.time }
    for _ in 0..<80 {
      let policy = policy(&random)
      let answer = try JSONReader().read(Array(try restic(["forget", "--dry-run", "--json"] + policy).utf8))
      recording.runs.append(Run(policy: policy, kept: times(answer.elements?.first?["keep"])))
    }
    return recording
  }

  private static func policy(_ random: inout SeededRandom) -> [String] {
    var options: [String] = []
    while options.isEmpty {
      for (period, most) in [
        ("last", 20), ("hourly", 40), ("daily", 60), ("weekly", 40), ("monthly", 20), ("yearly", 6),
      ]
      where random.chance(30) {
        options.append("--keep-\(period)=\(1 + random.below(most))")
      }
      if random.chance(25) {
        options.append(
          "--keep-within="
            + random.pick(["1m", "3m", "1y", "2d", "36h", "1y2m3d4h", "14d", "11m30d", "\(1 + random.below(500))d"]))
      }
      if random.chance(25) { options.append("--keep-tag=" + random.pick(["a", "b", "a,b", "b,c", "a,b,c"])) }
    }
    return options
  }

  private static func text(_ time: CivilTime) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(time.year)-\(two(time.month))-\(two(time.day)) \(two(time.hour)):\(two(time.minute)):\(two(time.second))"
  }

  /// "2026-01-01T12:00:00+01:00".
  private static func moment(_ snapshot: JSONValue) -> Int64? {
    guard let text = snapshot["time"]?.text else { return nil }
    let numbers = text.split { !$0.isNumber }.compactMap { Int64($0) }
    guard numbers.count == 8 else { return nil }
    let shown = CivilTime(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4], second: numbers[5])
    return shown.secondsAsUTC - (numbers[6] * 60 + numbers[7]) * 60
  }
}

// Units of systemd and files for cron: what they say, and that nothing of somebody else's is overwritten.

import Bytes
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite("Setup")
struct SetupTests {
  let directory: PrivateDirectory

  init() throws { directory = try PrivateDirectory() }

  static func usual(policies: String? = "/etc/postkeep/purge.yaml") throws -> Schedule {
    try Schedule(
      program: "/usr/local/bin/postkeep", store: "/var/lib/postkeep/snapshots", queue: "/var/spool/postfix",
      policies: policies)
  }

  /// Every path with blanks, quotes, and what systemd, cron and shells take for something else.
  static func odd() throws -> Schedule {
    var retention = RetentionPolicy()
    retention.counts = [.last: .unlimited, .yearly: .number(3)]
    retention.within = RetentionSpan("2d12h")
    retention.tags = [["before-upgrade", "by hand"]]
    return try Schedule(
      program: "/opt/post keep/bin/postkeep", store: "/home/backup/100% of $HOME \"it's\"", queue: "/srv/queue 1",
      configuration: "/srv/postfix 1", policies: "/tmp/a;b\\c", retention: retention, drills: true)
  }

  private func plan(_ target: SetupTarget, _ schedule: Schedule?, force: Bool = false) throws -> SetupPlan {
    try SetupPlan(target, schedule, in: directory.path, force: force)
  }

  private func preview(_ plan: SetupPlan) -> String {
    plan.preview.replacing("==> \(directory.path)/", with: "==> ")
  }

  @Test("The files are what the golden ones say", arguments: SetupTarget.allCases)
  func golden(target: SetupTarget) throws {
    try Golden.expect(preview(plan(target, Self.usual())), "setup-\(target).txt")
    try Golden.expect(preview(plan(target, Self.odd())), "setup-\(target)-odd.txt")
  }

  @Test("Without policies there is no job that changes the queue", arguments: SetupTarget.allCases)
  func noPolicies(target: SetupTarget) throws {
    let plan = try plan(target, Self.usual(policies: nil))
    #expect(!plan.preview.contains("purge"))
  }

  @Test("What was written is left as it is the second time, and replaced for another schedule")
  func again() throws {
    for target in SetupTarget.allCases {
      try plan(target, Self.usual()).carryOut()
      #expect(try Set(plan(target, Self.usual()).steps.map(\.action)) == [.keep])
      let other = try plan(target, Self.odd())
      #expect(other.refused.isEmpty)
      try other.carryOut()
      #expect(try Set(plan(target, Self.odd()).steps.map(\.action)) == [.keep])
    }
  }

  @Test("Units of a job that is not wanted any more are removed")
  func obsolete() throws {
    try plan(.systemd, Self.usual()).carryOut()
    let next = try plan(.systemd, Self.usual(policies: nil))
    let removed = next.steps.filter { $0.action == .remove }.map { $0.path.split(separator: "/").last.map(String.init) }
    #expect(removed == ["postkeep-purge.service", "postkeep-purge.timer"])
    try next.carryOut()
    #expect(try FileReading.names(inDirectory: directory.path).filter { $0.contains("purge") } == [])
  }

  @Test("A file that was edited by hand is refused, and then nothing is written; with force it is replaced")
  func edited() throws {
    try plan(.systemd, Self.usual()).carryOut()
    let path = "\(directory.path)/postkeep-prune.timer"
    let text = String(decoding: try FileReading.contents(of: path), as: UTF8.self)
    let mine = text.replacing("03:20", with: "04:20")
    try directory.write(mine, to: "postkeep-prune.timer")
    for schedule in [try Self.odd(), nil] {
      let plan = try plan(.systemd, schedule)
      #expect(plan.refused.map(\.path) == [path])
      #expect(plan.refusal.contains("postkeep-prune.timer: it was edited by hand"))
      try plan.carryOut()
      #expect(String(decoding: try FileReading.contents(of: path), as: UTF8.self) == mine)
      #expect(try FileReading.names(inDirectory: directory.path).count == 10)
    }
    try plan(.systemd, Self.odd(), force: true).carryOut()
    #expect(try Set(plan(.systemd, Self.odd()).steps.map(\.action)) == [.keep])
  }

  @Test("A file of somebody else's is neither replaced nor removed")
  func foreign() throws {
    try directory.write("* * * * * root true\n", to: "postkeep")
    #expect(try plan(.cron, Self.usual()).refused.map(\.reason) == ["it was not written by setup"])
    #expect(try plan(.cron, nil).refused.count == 1)
  }

  @Test("MAILTO in the file for cron is the reader's: it is no edit, and it is kept")
  func mail() throws {
    try plan(.cron, Self.usual()).carryOut()
    let path = "\(directory.path)/postkeep"
    let text = String(decoding: try FileReading.contents(of: path), as: UTF8.self)
    #expect(text.contains("\nMAILTO=root\n"))
    try directory.write(text.replacing("MAILTO=root", with: "MAILTO=me@example.com"), to: "postkeep")
    #expect(try plan(.cron, Self.usual()).steps.map(\.action) == [.keep])
    try plan(.cron, Self.odd()).carryOut()
    #expect(String(decoding: try FileReading.contents(of: path), as: UTF8.self).contains("\nMAILTO=me@example.com\n"))
  }

  @Test("Everything that was written is removed", arguments: SetupTarget.allCases)
  func remove(target: SetupTarget) throws {
    try plan(target, Self.usual()).carryOut()
    let removal = try plan(target, nil)
    #expect(removal.nextSteps.isEmpty == (target == .cron))
    try removal.carryOut()
    #expect(try FileReading.names(inDirectory: directory.path) == [])
    #expect(try plan(target, nil).steps.isEmpty)
  }

  @Test("A path that no unit and no line can hold is refused", arguments: ["relative", "/a\nb", "/a\u{7F}"])
  func refusedPath(path: String) {
    #expect(throws: RecoveryFailure.self) {
      try Schedule(program: "/usr/bin/postkeep", store: path, queue: "/var/spool/postfix")
    }
  }

  @Test("systemd-analyze has nothing to say about the units", .enabled(if: Self.hasSystemd))
  func verified() throws {
    for (name, schedule) in [("usual", try Self.usual()), ("odd", try Self.odd())] {
      // It looks for the program.
      let text = try plan(.systemd, schedule).steps
      let folder = "\(directory.path)/\(name)"
      _ = try Subprocess.run("mkdir", ["-p", folder])
      for step in text {
        let file = step.path.split(separator: "/").last.map(String.init) ?? ""
        let content = String(decoding: step.content, as: UTF8.self)
          .replacing("ExecStart=/usr/local/bin/postkeep", with: "ExecStart=/bin/true")
          .replacing("ExecStart=\"/opt/post keep/bin/postkeep\"", with: "ExecStart=/bin/true")
        try FileWriting.write(Array(content.utf8), to: "\(folder)/\(file)")
      }
      let files = try FileReading.names(inDirectory: folder).map { "\(folder)/\($0)" }
      let answer = try Subprocess.run("systemd-analyze", ["verify", "--man=no"] + files)
      #expect(String(decoding: answer.errors, as: UTF8.self) == "", "\(name)")
      #expect(answer.status == 0)
    }
  }

  static var hasSystemd: Bool { FileReading.exists("/usr/bin/systemd-analyze") }

  @Test("A shell reads a line of cron as the command that was meant, once cron has taken its backslashes")
  func cronLine() throws {
    try plan(.cron, Self.odd()).carryOut()
    let text = String(decoding: try FileReading.contents(of: "\(directory.path)/postkeep"), as: UTF8.self)
    let line = try #require(text.split(separator: "\n").first { $0.contains("--since") })
    let command = try #require(line.firstRange(of: "-c 3 ")).upperBound
    let shown = try Subprocess.run(
      "sh", ["-c", "for word in " + line[command...].replacing("\\%", with: "%") + "; do echo \"$word\"; done"])
    #expect(
      String(decoding: shown.output, as: UTF8.self).split(separator: "\n")
        == [
          "/opt/post keep/bin/postkeep", "snapshot", "create", "--to", "/home/backup/100% of $HOME \"it's\"", "--since",
          "last", "--config-dir", "/srv/postfix 1", "--quiet",
        ])
  }
}

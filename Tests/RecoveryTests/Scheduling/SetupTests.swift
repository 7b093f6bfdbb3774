// Units of systemd and files for cron: what they say, and that nothing of somebody else's is overwritten.

import Bytes
import Recovery
import RunJournals
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
  static func odd(configuration: String? = "/srv/postfix 1") throws -> Schedule {
    var retention = RetentionPolicy()
    retention.counts = [.last: .unlimited, .yearly: .number(3)]
    retention.within = RetentionSpan("2d12h")
    retention.tags = [["before-upgrade", "by hand"]]
    return try Schedule(
      program: "/opt/post keep/bin/postkeep", store: "/home/backup/100% of $HOME \"it's\"", queue: "/srv/queue 1",
      configuration: configuration, policies: "/tmp/a;b\\c", retention: retention, drills: true)
  }

  /// Encrypted by age, signed by gpg, with words that a shell, cron and systemd would take for something else.
  static func protected(_ recipients: String..., signer: String? = nil) throws -> Schedule {
    try Schedule(
      program: "/usr/local/bin/postkeep", store: "/backup/mail", queue: "/var/spool/postfix",
      protection: ScheduledProtection(recipients: recipients, signer: signer))
  }

  static func encrypted() throws -> Schedule {
    try protected("ssh-ed25519 AAAA 100% of \"$HOME\"", "/root/post master's keys", signer: "Post; <pm@example.com>")
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
    try Golden.expect(preview(plan(target, Self.encrypted())), "setup-\(target)-encrypted.txt")
  }

  @Test("What is encrypted is taken whole each time, and nothing is scheduled that would need the key to read it")
  func unattended() throws {
    let schedule = try Self.protected("age1qqqsyqcyq5rqwzqf")
    let commands = try plan(.systemd, schedule).preview.split(separator: "\n").filter { $0.hasPrefix("ExecStart=") }
    #expect(
      commands == [
        "ExecStart=/usr/local/bin/postkeep snapshot create --to /backup/mail --encrypt-to age1qqqsyqcyq5rqwzqf",
        "ExecStart=/usr/local/bin/postkeep snapshot prune --to /backup/mail --keep-hourly 48 --keep-daily 14 "
          + "--keep-weekly 8 --keep-monthly 12 --apply",
      ])
    let failure = #expect(throws: RecoveryFailure.self) {
      try Schedule(
        program: "/p", store: "/s", queue: "/q", drills: true,
        protection: ScheduledProtection(recipients: ["age1qqqsyqcyq5rqwzqf"], signer: nil))
    }
    #expect(failure?.kind == .usage && failure?.description.contains("where the secret key is") == true)
  }

  @Test("What is only signed stays incremental, and what checks signatures may use the keyring, too")
  func signed() throws {
    let schedule = try Schedule(
      program: "/p", store: "/s", queue: "/q", drills: true,
      protection: ScheduledProtection(recipients: [], signer: "pm@example.com"))
    let steps = try plan(.systemd, schedule).steps.filter { $0.path.hasSuffix(".service") }
    let keyring = steps.filter { String(decoding: $0.content, as: UTF8.self).contains("-/root/.gnupg") }
    let jobs = keyring.compactMap { $0.path.split(separator: "/").last?.split(separator: ".").first }
    #expect(jobs == ["postkeep-snapshot", "postkeep-snapshot-full", "postkeep-verify", "postkeep-drill"])
    #expect(keyring.allSatisfy { String(decoding: $0.content, as: UTF8.self).contains("ProtectHome=read-only") })
    let text = try plan(.systemd, schedule).preview
    #expect(text.contains("snapshot create --to /s --since last --sign pm@example.com\n"))
    #expect(text.contains("snapshot create --to /s --sign pm@example.com\n"))
  }

  @Test("Units that were written for snapshots in the clear go when they are encrypted from now on")
  func encryptedLater() throws {
    try plan(.systemd, Self.usual(policies: nil)).carryOut()
    let removed = try plan(.systemd, Self.encrypted()).steps.filter { $0.action == .remove }
    #expect(removed.count == 4 && removed.allSatisfy { $0.path.contains("-full.") || $0.path.contains("-verify.") })
  }

  @Test(
    "Recipients and keys that create would refuse, or that no line can hold, are refused by setup",
    arguments: [
      (["age1q", "me@example.com"], nil), (["--output"], nil), (["./keys"], nil), (["age1q\nage1r"], nil),
      ([], "--output"), ([], ""), ([], "a\u{7}b"),
    ] as [([String], String?)])
  func refusedProtection(recipients: [String], signer: String?) {
    #expect(throws: RecoveryFailure.self) {
      try Schedule(
        program: "/p", store: "/s", queue: "/q",
        protection: ScheduledProtection(recipients: recipients, signer: signer))
    }
  }

  @Test("Keys that the tools would refuse at night are refused when the jobs are set up")
  func triedKeys() throws {
    let ring = try KeyRing()
    let key = try ring.makeKey("Postmaster <pm@example.com>")
    let good = [([try ring.makeIdentity()], nil), ([key], key), ([], "pm@example.com")] as [([String], String?)]
    for (recipients, signer) in good {
      try ScheduledProtection(recipients: recipients, signer: signer).tryKeys(gpgHome: ring.gpgHome)
    }
    let bad =
      [
        (["nobody@example.com"], nil, "nobody@example.com"), ([String(repeating: "A", count: 40)], nil, "gpg --import"),
        (["age1qqqsyqcyq5rqwzqf"], nil, "age1qqqsyqcyq5rqwzqf"), (["/nonexistent/keys"], nil, "/nonexistent/keys"),
        ([key], "nobody@example.com", "nobody@example.com"),
      ] as [([String], String?, String)]
    for (recipients, signer, said) in bad {
      let failure = #expect(throws: RecoveryFailure.self) {
        try ScheduledProtection(recipients: recipients, signer: signer).tryKeys(gpgHome: ring.gpgHome)
      }
      #expect(failure?.description.contains(said) == true, "\(recipients): \(failure?.description ?? "")")
    }
  }

  @Test("A command that is longer than what cron reads is refused, and systemd takes it")
  func longKeys() throws {
    let schedule = try Self.protected("ssh-rsa " + String(repeating: "A", count: 950))
    let failure = #expect(throws: RecoveryFailure.self) { try plan(.cron, schedule) }
    #expect(failure?.description.contains("--encrypt-to FILE") == true)
    #expect(try plan(.systemd, schedule).refused.isEmpty)
    #expect(try plan(.cron, Self.protected("ssh-rsa " + String(repeating: "A", count: 800))).refused.isEmpty)
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
      let other = try plan(target, Self.odd(configuration: nil))
      #expect(other.refused.isEmpty)
      try other.carryOut()
      #expect(try Set(plan(target, Self.odd(configuration: nil)).steps.map(\.action)) == [.keep])
    }
  }

  @Test("A file for another instance is not replaced, unless by force; with a name each has its own")
  func instances() throws {
    let names = { try FileReading.names(inDirectory: directory.path).count }
    for target in SetupTarget.allCases {
      let before = try names()
      let first = try SetupPlan(target, Self.odd(configuration: "/etc/postfix-a"), in: directory.path)
      try first.carryOut()
      let files = try names() - before
      for configuration in ["/etc/postfix-b", nil] {
        let other = try plan(target, Self.odd(configuration: configuration))
        #expect(!other.refused.isEmpty)
        #expect(other.refusal.contains("with --config-dir /etc/postfix-a") && other.refusal.contains("--name"))
        try other.carryOut()
      }
      #expect(try Set(plan(target, Self.odd(configuration: "/etc/postfix-a")).steps.map(\.action)) == [.keep])
      let second = try Self.odd(configuration: "/etc/postfix-b")
      try SetupPlan(target, second, named: "b", in: directory.path).carryOut()
      #expect(try names() == before + 2 * files)
      #expect(try SetupPlan(target, second, named: "b", in: directory.path).steps.allSatisfy { $0.action == .keep })
      #expect(try plan(target, second, force: true).refused.isEmpty)
    }
    let all = try FileReading.names(inDirectory: directory.path)
    #expect(all.contains("postkeep-b") && all.contains("postkeep-b-snapshot-full.timer"))
    let own = SetupInstance(configuration: "/etc/postfix-b")
    try SetupPlan(.systemd, nil, of: own, named: "b", in: directory.path).carryOut()
    #expect(try FileReading.names(inDirectory: directory.path).filter { $0.hasPrefix("postkeep-b") } == ["postkeep-b"])
  }

  @Test("Files of another instance are not removed, unless by force", arguments: SetupTarget.allCases)
  func removal(target: SetupTarget) throws {
    try SetupPlan(target, Self.odd(configuration: "/srv/postfix 1"), in: directory.path).carryOut()
    let before = try FileReading.names(inDirectory: directory.path).count
    for instance in [
      SetupInstance(), SetupInstance(configuration: "/etc/postfix-b"),
      SetupInstance(configuration: "/srv/postfix 1", queue: "/srv/queue 1"),
    ] {
      let plan = try SetupPlan(target, nil, of: instance, in: directory.path)
      #expect(plan.refusal.contains("it is for another instance of Postfix"), "\(plan.refusal)")
      try plan.carryOut()
      #expect(try FileReading.names(inDirectory: directory.path).count == before)
    }
    #expect(try SetupPlan(target, nil, in: directory.path, force: true).refused.isEmpty)
    try SetupPlan(target, nil, of: SetupInstance(configuration: "/srv/postfix 1"), in: directory.path).carryOut()
    #expect(try FileReading.names(inDirectory: directory.path) == [])
  }

  @Test("The usual directory is the same as none")
  func usualInstance() throws {
    try plan(.cron, Self.odd(configuration: "/etc/postfix")).carryOut()
    #expect(try plan(.cron, Self.odd(configuration: nil)).steps.map(\.action) == [.replace])
  }

  @Test("A name is a part of a file's name", arguments: ["", "a/b", "a.b", "-a", "ü", "\n"])
  func refusedName(name: String) {
    #expect(throws: RecoveryFailure.self) { try SetupPlan(.cron, nil, named: name, in: directory.path) }
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
    for schedule in [try Self.odd(configuration: nil), nil] {
      let plan = try plan(.systemd, schedule)
      #expect(plan.refused.map(\.path) == [path])
      #expect(plan.refusal.contains("postkeep-prune.timer: it was edited by hand"))
      try plan.carryOut()
      #expect(String(decoding: try FileReading.contents(of: path), as: UTF8.self) == mine)
      #expect(try FileReading.names(inDirectory: directory.path).count == 10)
    }
    try plan(.systemd, Self.odd(configuration: nil), force: true).carryOut()
    #expect(try Set(plan(.systemd, Self.odd(configuration: nil)).steps.map(\.action)) == [.keep])
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
    try plan(.cron, Self.odd(configuration: nil)).carryOut()
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
    for (name, schedule) in [
      ("usual", try Self.usual()), ("odd", try Self.odd()), ("encrypted", try Self.encrypted()),
    ] {
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
    #expect(
      try words(Self.odd()) == [
        "/opt/post keep/bin/postkeep", "snapshot", "create", "--to", "/home/backup/100% of $HOME \"it's\"", "--since",
        "last", "--config-dir", "/srv/postfix 1", "--quiet",
      ])
    #expect(
      try words(Self.encrypted()) == [
        "/usr/local/bin/postkeep", "snapshot", "create", "--to", "/backup/mail", "--encrypt-to",
        "ssh-ed25519 AAAA 100% of \"$HOME\"", "--encrypt-to", "/root/post master's keys", "--sign",
        "Post; <pm@example.com>", "--quiet",
      ])
  }

  /// Of the first command, as cron and a shell read them.
  private func words(_ schedule: Schedule) throws -> [Substring] {
    try plan(.cron, schedule, force: true).carryOut()
    let text = String(decoding: try FileReading.contents(of: "\(directory.path)/postkeep"), as: UTF8.self)
    let line = try #require(text.split(separator: "\n").first { $0.contains(" snapshot create ") })
    let command = try #require(line.firstRange(of: "-c 3 ")).upperBound
    let shown = try Subprocess.run(
      "sh", ["-c", "for word in " + line[command...].replacing("\\%", with: "%") + "; do echo \"$word\"; done"])
    return String(decoding: shown.output, as: UTF8.self).split(separator: "\n")
  }
}

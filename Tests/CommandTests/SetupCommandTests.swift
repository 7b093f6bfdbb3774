// postkeep setup as a user meets it.

import SystemAccess
import TestSupport
import Testing

@Suite("Commands: setup")
struct SetupCommandTests {
  private let directory: PrivateDirectory
  private var base: [String] { ["--queue-dir", "/var/spool/postfix", "--output", directory.path] }

  init() throws { directory = try PrivateDirectory() }

  private func names() throws -> [String] { try FileReading.names(inDirectory: directory.path) }

  @Test("Without --apply nothing is written; with it the files and what is left to do are told")
  func apply() throws {
    let shown = try BuiltProgram.run(["setup", "systemd"] + base)
    #expect(shown.status == 0)
    #expect(shown.output.contains("==> \(directory.path)/postkeep-snapshot.timer  (new)"))
    #expect(shown.output.contains("Nothing was written"))
    #expect(try names() == [])
    let done = try BuiltProgram.run(["setup", "systemd"] + base + ["--apply"])
    #expect(done.status == 0)
    #expect(done.output.contains("systemctl enable --now postkeep-snapshot.timer"))
    #expect(try names().count == 8)
    let path = FileReading.resolved(BuiltProgram.path) ?? ""
    let service = String(
      decoding: try FileReading.contents(of: "\(directory.path)/postkeep-snapshot.service"), as: UTF8.self)
    #expect(
      service.contains(
        "\nExecStart=\(path) snapshot create --to /var/lib/postkeep/snapshots --since last --queue-dir /var/spool/postfix\n"
      ))
  }

  @Test("What MAIL_CONFIG says is written down, since cron does not know it")
  func mailConfig() throws {
    let host = BuiltProgram.fixture("example")
    let answer = try Subprocess.run(
      "env", ["MAIL_CONFIG=\(host)", BuiltProgram.path, "setup", "cron", "--output", directory.path])
    let output = String(decoding: answer.output, as: UTF8.self)
    #expect(output.contains(" --config-dir \(host) --quiet\n"), "\(output)")
  }

  @Test("An edited file ends with status 1 and nothing written; --remove takes the rest away with --force")
  func edited() throws {
    #expect(try BuiltProgram.run(["setup", "cron"] + base + ["--apply"]).status == 0)
    let text = String(decoding: try FileReading.contents(of: "\(directory.path)/postkeep"), as: UTF8.self)
    try directory.write(text + "@reboot root true\n", to: "postkeep")
    for arguments in [["--apply"], ["--apply", "--remove"], []] {
      let answer = try BuiltProgram.run(["setup", "cron"] + base + arguments)
      #expect(answer.status == 1)
      #expect(answer.output.contains("it was edited by hand"))
    }
    #expect(try BuiltProgram.run(["setup", "cron"] + base + ["--remove", "--force", "--apply"]).status == 0)
    #expect(try names() == [])
  }

  @Test("A second instance is refused with status 1, and has its own files by --name")
  func instances() throws {
    let second = ["setup", "cron", "-c", "/etc/postfix-b", "--apply"] + base
    #expect(try BuiltProgram.run(["setup", "cron", "-c", "/etc/postfix-a", "--apply"] + base).status == 0)
    let refused = try BuiltProgram.run(second)
    #expect(refused.status == 1 && refused.output.contains("--name"), "\(refused)")
    #expect(try names() == ["postkeep"])
    #expect(try BuiltProgram.run(second + ["--name", "b"]).status == 0)
    #expect(try names().sorted() == ["postkeep", "postkeep-b"])
    #expect(try BuiltProgram.run(second + ["--name", "a.b"]).status == 64)
  }

  @Test("A policy file that cannot be read, a wrong target and a directory that is not there have their statuses")
  func failures() throws {
    #expect(try BuiltProgram.run(["setup", "cron"] + base + ["--policy", "/no/such/file"]).status == 66)
    #expect(try BuiltProgram.run(["setup", "launchd"] + base).status == 64)
    #expect(try BuiltProgram.run(["setup", "cron"] + base + ["--to", "/backup/../mail"]).status == 64)
    let gone = try BuiltProgram.run(
      "setup", "cron", "--queue-dir", "/var/spool/postfix", "--output", "\(directory.path)/gone/too", "--apply")
    #expect(gone.status == 66)
    #expect(gone.errors.contains("no such file or directory"))
    let keys = try BuiltProgram.run(["setup", "cron"] + base + ["--encrypt-to", "/no/such/keys"])
    #expect(keys.status == 66 && keys.errors.contains("/no/such/keys"))
    #expect(try BuiltProgram.run(["setup", "cron"] + base + ["--encrypt-to", "age1q", "--drill"]).status == 64)
  }
}

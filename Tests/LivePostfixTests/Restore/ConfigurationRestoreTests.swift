// The configuration of a snapshot comes back, unless it must not go live; and a site's own steps are carried out.

import Glibc
import SystemAccess
import TestSupport
import Testing

@Suite("Live: restored configurations", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct ConfigurationRestoreTests {
  @Test("A changed file is put back, and kept under another name")
  func putBack() throws {
    let world = try ConfigurationWorld()
    let good = try FileReading.contents(of: world.main)
    try FileWriting.write(good + Array("relayhost = [127.0.0.1]:2\n".utf8), to: world.main)
    let changed = try FileReading.contents(of: world.main)
    let answer = try world.restore("configuration")
    #expect(answer.status == 0 && answer.output.contains("replaced 1 files"), "\(answer.output)\(answer.errors)")
    #expect(try FileReading.contents(of: world.main) == good)
    let kept = try FileReading.names(inDirectory: world.etc).filter { $0.hasPrefix("main.cf.before-") }
    #expect(try kept.count == 1 && FileReading.contents(of: "\(world.etc)/\(kept[0])") == changed)
    let again = try world.restore("configuration")
    #expect(again.status == 0 && again.output.contains("replaced 0 files"), "\(again.output)")
  }

  @Test("A configuration that is lost comes back, and of an unusual place somebody has to say which it was")
  func lost() throws {
    let world = try ConfigurationWorld()
    let (main, master) = try (world.text(world.main), world.text("\(world.etc)/master.cf"))
    #expect(try Subprocess.run("rm", ["-r", world.etc]).status == 0)
    let refused = try world.restore("configuration")
    #expect(refused.status == 64 && refused.errors.contains("whose snapshot 'last' is"), "\(refused)")
    let answer = try world.restore("configuration", "--queue-dir", world.postfix.queueDirectory)
    #expect(answer.status == 0, "\(answer)")
    #expect(try world.text(world.main) == main && world.text("\(world.etc)/master.cf") == master)
    #expect(!answer.output.contains("on hold"), "it places no messages")
    #expect(try world.restore("configuration", "--where", "yes").status == 64)
    #expect(try Subprocess.run("rm", [world.main]).status == 0)
    let mail = try world.restore("merge", "--queue-dir", world.postfix.queueDirectory)
    #expect(mail.status == 66, "a restore of mail needs the configuration")
  }

  @Test("A configuration that relays for strangers is not put in place")
  func openRelay() throws {
    let world = try ConfigurationWorld(
      ["mynetworks = 0.0.0.0/0", "inet_interfaces = all"], ["smtp inet n - n - - smtpd"])
    let good = Array("compatibility_level = 3.6\nqueue_directory = \(world.postfix.queueDirectory)\n".utf8)
    try FileWriting.write(good, to: world.main)
    let answer = try world.restore("configuration")
    #expect(answer.status == 1 && answer.errors.contains("must not go live"), "\(answer.output)\(answer.errors)")
    #expect(try FileReading.contents(of: world.main) == good)
  }

  /// A directory with a file of the site.
  private static func procedures(of world: ConfigurationWorld, _ text: String) throws -> String {
    let directory = "\(world.path)/procedures"
    mkdir(directory, 0o755)
    try FileWriting.write(Array(text.utf8), to: "\(directory)/10.yaml")
    return directory
  }

  @Test("A step of the site is carried out in its place, once, and one that fails stops the run until it is put right")
  func siteSteps() throws {
    let world = try ConfigurationWorld()
    let steps = try Self.procedures(
      of: world,
      """
      procedure: merge
      before: place-messages
      step:
        name: leave-a-mark
        title: Leave a mark
        why: For the test.
        by_hand: Touch it.
        check: [test, -e, \(world.path)/mark]
        run: [sh, -c, "test -e \(world.path)/allowed && touch \(world.path)/mark"]

      """)
    let refused = try world.restore("merge", "--procedures", steps)
    #expect(refused.status == 66 && refused.errors.contains("restore resume"), "\(refused.errors)")
    try FileWriting.write([], to: "\(world.path)/allowed")
    let run = try #require(
      try FileReading.names(inDirectory: "\(world.path)/state/restores").first { $0 != "lock" })
    let resumed = try BuiltProgram.run(
      "restore", "resume", run, "--procedures", steps, "--state", "\(world.path)/state")
    #expect(resumed.status == 0 && resumed.output.contains("Leave a mark: done"), "\(resumed.output)\(resumed.errors)")
    let again = try world.restore("merge", "--procedures", steps)
    #expect(again.output.contains("Leave a mark: it is done"), "\(again.output)")
  }

  @Test("A run ends at a step that a person does in the middle, and whoever goes on with it says that it is done")
  func stepOfAPerson() throws {
    let world = try ConfigurationWorld()
    let steps = try Self.procedures(
      of: world,
      """
      procedure: merge
      before: check-queue
      step:
        name: ask-the-boss
        title: Ask the boss
        why: For the test.
        by_hand: Ask.
        action: by-operator
        done_when: He has said yes.
        verified: He still says yes.
        way_back: None.

      """)
    let first = try world.restore("merge", "--procedures", steps)
    #expect(first.status == 3 && first.output.contains("waits at step ask-the-boss"), "\(first.output)\(first.errors)")
    #expect(!first.output.contains("no message was placed"), "\(first.output)")
    let run = try #require(
      try FileReading.names(inDirectory: "\(world.path)/state/restores").first { $0 != "lock" })
    let state = ["--state", "\(world.path)/state"]
    let status = try BuiltProgram.run(["restore", "status"] + state)
    #expect(status.output.contains("waits for you at ask-the-boss"), "\(status.output)")
    let resumed = try BuiltProgram.run(["restore", "resume", run, "--procedures", steps] + state)
    #expect(
      resumed.status == 0 && resumed.output.contains("Ask the boss: by you")
        && resumed.output.contains("no message was placed"), "\(resumed.output)\(resumed.errors)")
    #expect(try !BuiltProgram.run(["restore", "status"] + state).output.contains("interrupted"))
  }
}

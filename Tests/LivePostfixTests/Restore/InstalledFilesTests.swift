// What a restored configuration does to the files that are live: those without their secrets, and links.

import SystemAccess
import TestSupport
import Testing

@Suite("Live: files of restored configurations", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct InstalledFilesTests {
  private static let key =
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n"
  private static func certificate(_ text: String) -> String {
    "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
  }

  private static func world(_ settings: [String] = []) throws -> ConfigurationWorld {
    try ConfigurationWorld(settings + ["smtp_sasl_password_maps = static:user:hunter2"]) { world in
      try world.append("smtpd_tls_chain_files = \(world.etc)/both.pem\n", to: world.main)
      try world.write("one first\n", to: "\(world.etc)/table")
      try world.write(certificate("b2xk") + key, to: "\(world.etc)/both.pem", mode: "600")
    }
  }

  @Test("A key that the snapshot does not have stays in the live file, and one whose certificate is another is named")
  func keys() throws {
    let world = try Self.world()
    let pem = "\(world.etc)/both.pem"
    let same = try world.restore("configuration")
    #expect(same.status == 0 && same.output.contains("replaced 0 files"), "\(same.output)\(same.errors)")

    let renewed = Self.certificate("bmV3") + Self.key
    try world.write(renewed, to: pem, mode: "600")
    let plan = try world.plan("configuration")
    #expect(plan.output.contains("1 files to be left to you:\n  \(pem): it lacks its secrets"), "\(plan.output)")
    let answer = try world.restore("configuration")
    #expect(answer.status == 3, "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("What is left to you:\n  \(pem): it lacks its secrets"), "\(answer.output)")
    #expect(try world.text(pem) == renewed)

    _ = try Subprocess.run("rm", [pem])
    let missing = try world.restore("configuration")
    #expect(missing.status == 3 && missing.output.contains("there is no live file that has them"), "\(missing.output)")
    #expect(!FileReading.exists(pem))
    // Somebody has found the key, or wants no such file.
    let runs = try world.runs
    try world.write(renewed, to: "\(world.path)/state/restores/\(runs[2])/configuration\(pem)", mode: "600")
    let filled = try world.resume(runs[2])
    #expect(filled.status == 0 && filled.output.contains("replaced 1 files"), "\(filled.output)\(filled.errors)")
    #expect(try world.text(pem) == renewed)
    _ = try Subprocess.run("rm", ["\(world.path)/state/restores/\(runs[1])/configuration\(pem)"])
    #expect(try world.resume(runs[1]).status == 0)
    #expect(try world.resume(runs[1]).output.contains("was done before"))
  }

  @Test("A directory that is made is open only where others may read what comes into it")
  func directories() throws {
    let world = try ConfigurationWorld { world in
      let tables = ["closed/deep/a", "open/deep/b", "own/c"].map { "texthash:\(world.elsewhere)/\($0)" }
      try world.append("virtual_alias_maps = \(tables.joined(separator: " "))\n", to: world.main)
      try world.write("a@test.invalid b\n", to: "\(world.elsewhere)/closed/deep/a", mode: "600")
      try world.write("b@test.invalid c\n", to: "\(world.elsewhere)/open/deep/b")
      try world.write("c@test.invalid d\n", to: "\(world.elsewhere)/own/c", mode: "600", owner: "postfix:root")
    }
    _ = try Subprocess.run("rm", ["-r", world.elsewhere])
    let answer = try world.restore("configuration")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    for path in ["", "/open", "/open/deep", "/own"] {
      #expect(try world.access(world.elsewhere + path) == "755 root:root", "\(path)")
    }
    for path in ["/closed", "/closed/deep"] { #expect(try world.access(world.elsewhere + path) == "700 root:root") }
  }

  @Test("A file that the snapshot does not have at all, and this host neither, is named with status 3")
  func lackingFiles() throws {
    let world = try ConfigurationWorld { world in
      try world.append(
        "smtp_sasl_password_maps = hash:\(world.elsewhere)/sasl\nsmtp_tls_key_file = \(world.elsewhere)/key.pem\n",
        to: world.main)
      try world.write("[mx.test.invalid] user:hunter2\n", to: "\(world.elsewhere)/sasl", mode: "600")
      try world.write(Self.key, to: "\(world.elsewhere)/key.pem", mode: "600")
    }
    let names = ["\(world.elsewhere)/key.pem", "\(world.elsewhere)/sasl"]
    #expect(try !world.plan("configuration").output.contains("to be left to you"))

    _ = try Subprocess.run("rm", ["-r", world.elsewhere])
    let plan = try world.plan("configuration")
    #expect(plan.output.contains("2 files to be left to you"), "\(plan.output)")
    let answer = try world.restore("configuration")
    #expect(answer.status == 3, "\(answer.output)\(answer.errors)")
    for name in names {
      #expect(plan.output.contains("  \(name): it is missing"), "\(plan.output)")
      #expect(answer.output.contains("  \(name): it is missing"), "\(answer.output)")
    }
    // Somebody has one of them here, and the other one comes from elsewhere.
    let run = try #require(try world.runs.first)
    try world.write(Self.key, to: names[0], mode: "600")
    let unpacked = "\(world.path)/state/restores/\(run)/configuration\(names[1])"
    #expect(answer.output.contains(unpacked))
    try world.write("[mx.test.invalid] user:hunter2\n", to: unpacked, mode: "600")
    let resumed = try world.resume(run)
    #expect(resumed.status == 0, "\(resumed.output)\(resumed.errors)")
    #expect(try world.access(names[1]) == "600 root:root")
  }

  @Test("Values that the snapshot does not have are taken from the live main.cf and master.cf")
  func filledIn() throws {
    let world = try ConfigurationWorld(
      ["smtp_sasl_password_maps = static:user:hunter2", "# password = hunter3 …"],
      [
        "one unix - n n - - pipe", "  flags=R user=nobody argv=/bin/one --password hunter4",
        "two unix - n n - - pipe", "  flags=R user=nobody argv=/bin/one --password hunter5",
      ])
    let (main, master) = (try world.text(world.main), try world.text("\(world.etc)/master.cf"))
    try world.append("in_flow_delay = 1s\n", to: world.main)
    try world.append("three unix - n n - - pipe\n  flags=R user=nobody argv=/bin/three\n", to: "\(world.etc)/master.cf")
    let answer = try world.restore("configuration")
    #expect(answer.status == 0 && answer.output.contains("with the secrets of the live file"), "\(answer.output)")
    #expect(try world.text(world.main) == main)
    #expect(try world.text("\(world.etc)/master.cf") == master)
  }

  @Test("A main.cf whose secrets cannot be told is left as it is, with status 3, until somebody fills them in")
  func leftOver() throws {
    let world = try Self.world()
    let lost = try world.text(world.main).replacing("smtp_sasl_password_maps = static:user:hunter2\n", with: "")
    try world.write(lost, to: world.main)
    try world.write("one second\n", to: "\(world.etc)/table")
    let answer = try world.restore("configuration")
    #expect(answer.status == 3 && answer.output.contains("  \(world.main): it lacks its secrets"), "\(answer.output)")
    #expect(try world.text(world.main) == lost)

    #expect(try world.text("\(world.etc)/table") == "one first\n")

    let run = try #require(try world.runs.first)
    let unpacked = "\(world.path)/state/restores/\(run)/configuration\(world.main)"
    #expect(answer.output.contains(unpacked))
    // What is done is done: somebody goes on working.
    try world.write("one third\n", to: "\(world.etc)/table")
    try world.write(try world.text(unpacked).replacing("static:…", with: "static:user:hunter6"), to: unpacked)
    let resumed = try world.resume(run)
    #expect(resumed.status == 0, "\(resumed.output)\(resumed.errors)")
    #expect(try world.text(world.main).contains("static:user:hunter6"))
    #expect(try world.text("\(world.etc)/table") == "one third\n")
  }

  @Test("What somebody fills in is audited before it goes live")
  func auditedAgain() throws {
    let world = try ConfigurationWorld(
      ["smtp_sasl_password_maps = static:user:hunter2", "inet_interfaces = all"], ["smtp inet n - n - - smtpd"])
    let lost = try world.text(world.main).replacing("smtp_sasl_password_maps = static:user:hunter2\n", with: "")
    try world.write(lost, to: world.main)
    #expect(try world.restore("configuration").status == 3)
    let run = try #require(try world.runs.first)
    let unpacked = "\(world.path)/state/restores/\(run)/configuration\(world.main)"
    let text = try world.text(unpacked).replacing("static:…", with: "static:user:hunter6")
    try world.write(text + "mynetworks = 0.0.0.0/0\n", to: unpacked)
    let refused = try world.resume(run)
    #expect(refused.status == 1 && refused.errors.contains("must not go live"), "\(refused.output)\(refused.errors)")
    #expect(try world.text(world.main) == lost)
  }

  @Test("A link to the file that the snapshot was made of is kept, and what it leads to is replaced")
  func links() throws {
    let world = try ConfigurationWorld { world in
      try world.write("one first\n", to: "\(world.elsewhere)/table")
      _ = try Subprocess.run("ln", ["-s", "\(world.elsewhere)/table", "\(world.etc)/table"])
    }
    try world.write("one second\n", to: "\(world.elsewhere)/table")
    try world.append("in_flow_delay = 1s\n", to: world.main)
    let answer = try world.restore("configuration")
    #expect(answer.status == 0 && answer.output.contains("replaced 2 files"), "\(answer.output)\(answer.errors)")
    #expect(FileReading.status(of: "\(world.etc)/table", followingLinks: false)?.kind == .link)
    #expect(try world.text("\(world.elsewhere)/table") == "one first\n")
    let kept = try FileReading.names(inDirectory: world.elsewhere).filter { $0.hasPrefix("table.before-") }
    #expect(try kept.count == 1 && world.text("\(world.elsewhere)/\(kept[0])") == "one second\n")
  }

  @Test("A link that leads elsewhere than it did is told in the plan and left alone, and all else is replaced")
  func otherLinks() throws {
    let names = ["moved", "dangling", "folder", "file"]
    let world = try ConfigurationWorld { world in
      for name in names.dropLast() {
        try world.write("\(name) first\n", to: "\(world.elsewhere)/\(name)")
        _ = try Subprocess.run("ln", ["-s", "\(world.elsewhere)/\(name)", "\(world.etc)/\(name)"])
      }
      try world.write("first\n", to: "\(world.etc)/file")
    }
    try world.write("second\n", to: "\(world.elsewhere)/newer")
    _ = try Subprocess.run("ln", ["-sfn", "\(world.elsewhere)/newer", "\(world.etc)/moved"])
    _ = try Subprocess.run("rm", ["\(world.elsewhere)/dangling", "\(world.etc)/file"])
    _ = try Subprocess.run("ln", ["-sfn", world.elsewhere, "\(world.etc)/folder"])
    _ = try Subprocess.run("mkdir", ["\(world.etc)/file"])
    let good = try FileReading.contents(of: world.main)
    try world.append("in_flow_delay = 1s\n", to: world.main)

    let plan = try world.plan("configuration")
    #expect(plan.status == 0 && plan.output.contains("4 files to be left to you"), "\(plan.output)")
    let answer = try world.restore("configuration")
    #expect(answer.status == 3 && answer.output.contains("replaced 1 files"), "\(answer.output)\(answer.errors)")
    for name in names { #expect(answer.output.contains("  \(world.etc)/\(name): "), "\(answer.output)") }
    #expect(try FileReading.contents(of: world.main) == good)
    #expect(try world.text("\(world.elsewhere)/newer") == "second\n")
  }
}

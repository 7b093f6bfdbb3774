// Snapshots that only some can read, and that somebody answers for: real age and gpg, and keys of the test's own.

import Bytes
import SystemAccess
import TestSupport
import Testing

@Suite("Encrypted and signed snapshots", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct EncryptedSnapshotTests {
  private static func world() throws -> SnapshotWorld {
    try SnapshotWorld(seed: 23, count: 40, .everything)
  }

  private struct Answer {
    let output: String
    let errors: String
    let status: Int32
  }

  /// Runs a program with gpg's directory inside the world.
  private static func run(_ world: SnapshotWorld, _ program: String, _ arguments: [String]) throws -> Answer {
    let result = try Subprocess.run("env", ["GNUPGHOME=\(world.path)/gnupg", program] + arguments)
    return Answer(
      output: ByteString(result.output).description, errors: ByteString(result.errors).description,
      status: result.status)
  }

  private static func postkeep(_ world: SnapshotWorld, _ arguments: [String]) throws -> Answer {
    try run(world, BuiltProgram.path, arguments)
  }

  private static func archive(_ world: SnapshotWorld, _ suffix: String) throws -> String {
    let names = try FileReading.names(inDirectory: world.storePath).filter { $0.hasSuffix(suffix) }
    return "\(world.storePath)/\(try #require(names.last))"
  }

  /// A world in which gpg has a key.
  private static func keyedWorld() throws -> SnapshotWorld {
    let world = try world()
    #expect(try Subprocess.run("mkdir", ["-m", "700", "\(world.path)/gnupg"]).status == 0)
    let made = try run(
      world, "gpg", ["--batch", "--passphrase", "", "--quick-gen-key", "Postmaster <pm@example.com>", "default"])
    #expect(made.status == 0, "\(made.errors)")
    return world
  }

  @Test("What age encrypted is read with the key, by postkeep and by hand, and by nobody else")
  func age() throws {
    let world = try Self.world()
    let key = "\(world.path)/key"
    #expect(try Subprocess.run("age-keygen", ["-o", key]).status == 0)
    let recipient = try #require(
      ByteString(try FileReading.contents(of: key)).description.split(separator: " ").last {
        $0.hasPrefix("age1")
      }?.split(separator: "\n").first)
    let taken = try Self.postkeep(world, world.program("create", "--encrypt-to", String(recipient)))
    #expect(taken.status == 0, "\(taken.errors)")
    let archive = try Self.archive(world, ".tar.zst.age")

    let verified = try Self.postkeep(world, world.program("verify", archive, "--identity", key))
    #expect(verified.status == 0 && verified.output.contains("good"), "\(verified)")
    let shown = try Self.postkeep(world, world.program("show", archive, "--identity", key))
    #expect(world.messages.allSatisfy { shown.output.contains($0.id) })
    let without = try Self.postkeep(world, world.program("verify", archive))
    #expect(without.status == 64 && without.errors.contains("--identity"), "\(without)")

    let plain = "\(world.path)/plain.tar.zst"
    #expect(try Subprocess.run("age", ["-d", "-i", key, "-o", plain, archive]).status == 0)
    let listed = try listedFiles(plain).filter { $0.hasPrefix("queue/") }
    #expect(listed.sorted() == (try world.present()).map(\.path))

    // An increment of what is encrypted needs the key, too.
    let id = archive.split(separator: "/").last?.split(separator: ".").first.map(String.init) ?? ""
    let more = try Self.postkeep(
      world, world.program("create", "--since", id, "--identity", key, "--encrypt-to", String(recipient)))
    #expect(more.status == 0 && more.output.contains("since \(id)"), "\(more)")

    // Nothing of it comes into the clear because somebody forgot an option.
    let clear = try Self.postkeep(world, world.program("create", "--since", id, "--identity", key))
    #expect(clear.status == 64 && clear.errors.contains("--encrypt-to"), "\(clear)")
    let folded = try Self.postkeep(world, world.program("fold", "last", "--identity", key))
    #expect(folded.status == 64 && folded.errors.contains("--encrypt-to"), "\(folded)")
    #expect(try FileReading.names(inDirectory: world.storePath).allSatisfy { !$0.hasSuffix(".zst") })

    // A byte in the middle: the status tells damage from a missing key.
    var bytes = try FileReading.contents(of: archive)
    bytes[bytes.count / 2] ^= 1
    try FileWriting.write(bytes, to: archive)
    let damaged = try Self.postkeep(world, world.program("verify", archive, "--identity", key))
    #expect(damaged.status == 1, "\(damaged)")
  }

  @Test("What setup schedules works hour after hour on a host that has no key to decrypt with")
  func scheduled() throws {
    let world = try Self.keyedWorld()
    let key = try Subprocess.run("age-keygen", [])
    let secret = ByteString(key.output).description.split(separator: "\n").last.map(String.init) ?? ""
    let recipient = ByteString(key.output).description.split { $0.isWhitespace }.first { $0.hasPrefix("age1") }
    try FileWriting.write(Array("\(try #require(recipient))\n".utf8), to: "\(world.path)/it's keys")
    let set = try Self.postkeep(
      world,
      [
        "setup", "cron", "-c", world.postfix.configurationDirectory, "--to", world.storePath, "--output", world.path,
        "--encrypt-to",
        "\(world.path)/it's keys", "--sign", "Postmaster <pm@example.com>", "--apply",
      ])
    #expect(set.status == 0, "\(set.errors)")
    let file = ByteString(try FileReading.contents(of: "\(world.path)/postkeep")).description
    let commands = file.split(separator: "\n").compactMap { $0.split(separator: " root ", maxSplits: 1).last }
      .filter { $0.hasPrefix("nice") }
    #expect(commands.count == 2)
    for _ in 0..<2 {
      for command in commands {
        let ran = try Self.run(world, "sh", ["-c", String(command)])
        #expect(ran.status == 0 && ran.errors.isEmpty, "\(command): \(ran)")
      }
    }
    let archives = try FileReading.names(inDirectory: world.storePath)
    #expect(archives.filter { $0.hasSuffix(".tar.zst.age") }.count == 2)
    #expect(archives.filter { $0.hasSuffix(".tar.zst.age.sig") }.count == 2)
    // Where the key is, each of them is whole.
    try FileWriting.write(Array("\(secret)\n".utf8), to: "\(world.path)/secret")
    let verified = try Self.postkeep(world, world.program("verify", "last", "--identity", "\(world.path)/secret"))
    #expect(verified.status == 0 && verified.output.contains("signed by Postmaster"), "\(verified)")
    _ = try Self.run(world, "gpgconf", ["--kill", "all"])
  }

  @Test("A check says who signed an archive, and that another one is not what was signed")
  func gpg() throws {
    let world = try Self.keyedWorld()
    let taken = try Self.postkeep(
      world, world.program("create", "--encrypt-to", "pm@example.com", "--sign", "pm@example.com"))
    #expect(taken.status == 0, "\(taken.errors)")
    let archive = try Self.archive(world, ".tar.zst.gpg")

    let good = try Self.postkeep(world, world.program("verify", archive))
    #expect(good.status == 0 && good.output.contains("pm@example.com") && good.output.contains("good"), "\(good)")
    let by = try Self.run(world, "gpg", ["--batch", "--verify", "\(archive).sig", archive])
    #expect(by.status == 0, "\(by.errors)")

    let other = try Self.postkeep(world, world.program("create", "--encrypt-to", "pm@example.com", "-o", "\(archive)2"))
    #expect(other.status == 0, "\(other.errors)")
    try FileWriting.write(try FileReading.contents(of: "\(archive)2"), to: archive)
    let forged = try Self.postkeep(world, world.program("verify", archive))
    #expect(forged.status == 1 && forged.output.contains("BAD signature"), "\(forged)")
    let planned = try Self.postkeep(
      world, ["restore", "plan", "merge", "-c", world.postfix.configurationDirectory, "--from", archive])
    #expect(planned.status == 1 && planned.errors.contains("BAD signature"), "\(planned)")
    _ = try Self.run(world, "gpgconf", ["--kill", "all"])
  }

  @Test("Signatures of the whole chain are checked, and one that says nothing is not passed over")
  func chainSignatures() throws {
    let world = try Self.keyedWorld()
    for options in [[], ["--since", "last"]] {
      let taken = try Self.postkeep(world, world.program("create", "--sign", "pm@example.com") + options)
      #expect(taken.status == 0, "\(taken.errors)")
    }
    let base = try #require(
      try FileReading.names(inDirectory: world.storePath).filter { $0.hasSuffix(".tar.zst") }.min {
        $0.count < $1.count
      })
    let good = try Self.postkeep(world, world.program("verify"))
    #expect(good.status == 0 && good.output.contains("\(base.dropLast(8)): signed by Postmaster"), "\(good)")

    let signature = "\(world.storePath)/\(base).sig"
    let genuine = try FileReading.contents(of: signature)
    try FileWriting.write(Array("no signature".utf8), to: signature)
    let unclear = try Self.postkeep(world, world.program("verify", "--quiet"))
    #expect(unclear.status == 2 && unclear.output.contains("no signature that gpg can check"), "\(unclear)")

    try FileWriting.write(Array("something else".utf8), to: "\(world.path)/else")
    let other = try Self.run(
      world, "gpg", ["--batch", "--yes", "--output", signature, "--detach-sign", "\(world.path)/else"])
    #expect(other.status == 0, "\(other.errors)")
    let forged = try Self.postkeep(world, world.program("verify"))
    #expect(forged.status == 1 && forged.output.contains("the signature is bad"), "\(forged)")
    try FileWriting.write(genuine, to: signature)
    #expect(try Self.postkeep(world, world.program("verify", String(base.dropLast(8)))).status == 0)
    _ = try Self.run(world, "gpgconf", ["--kill", "all"])
  }

  @Test("A base without a signature below a signed snapshot is told by its id, and nothing is restored from it")
  func unsignedBase() throws {
    let world = try Self.keyedWorld()
    for options in [[], ["--since", "last"]] {
      let taken = try Self.postkeep(world, world.program("create", "--sign", "pm@example.com") + options)
      #expect(taken.status == 0, "\(taken.errors)")
    }
    let base = try #require(
      try FileReading.names(inDirectory: world.storePath).filter { $0.hasSuffix(".tar.zst") }.min {
        $0.count < $1.count
      })
    let id = String(base.dropLast(8))
    let signature = "\(world.storePath)/\(base).sig"
    let genuine = try FileReading.contents(of: signature)
    func restore() throws -> Answer {
      try Self.postkeep(
        world,
        [
          "restore", "run", "merge", "-c", world.postfix.configurationDirectory, "--store", world.storePath, "--state",
          "\(world.path)/state", "--apply", "--yes", "--quiet",
        ])
    }
    func expectRefusal(_ word: String) throws {
      let verified = try Self.postkeep(world, world.program("verify", "--quiet"))
      #expect(verified.status == 2 && verified.output.contains("\(id): \(word)"), "\(verified)")
      #expect(verified.output.contains("not all of it is signed") && !verified.output.contains(": good"))
      let folded = try Self.postkeep(world, world.program("fold", "last", "--sign", "pm@example.com"))
      #expect(folded.status == 1 && folded.errors.contains(id), "\(folded)")
      let restored = try restore()
      #expect(restored.status == 1 && restored.errors.contains("\(id), on which it builds"), "\(restored)")
      for words in [["plan", "merge"], ["run", "merge"]] {
        let planned = try Self.postkeep(
          world,
          ["restore"] + words + [
            "-c", world.postfix.configurationDirectory, "--store", world.storePath, "--state", "\(world.path)/state",
          ])
        #expect(planned.status == 1 && planned.errors.contains("a run refuses "), "\(planned)")
        #expect(planned.errors.contains("\(id), on which it builds: "), "\(planned)")
      }
    }
    #expect(try Subprocess.run("rm", [signature]).status == 0)
    try expectRefusal("NOT SIGNED")

    // Nothing that is signed is built on it: a full one is taken, or an error told.
    let named = try Self.postkeep(world, world.program("create", "--since", id, "--sign", "pm@example.com"))
    #expect(named.status == 64 && named.errors.contains("it is not signed"), "\(named)")

    try FileWriting.write(Array("no signature".utf8), to: signature)
    try expectRefusal("no signature")

    // Somebody else's key, which gpg has and nobody vouches for.
    let gnupg = "\(world.path)/other"
    let script = """
      mkdir -m 700 "$1" && GNUPGHOME="$1" gpg --batch --passphrase '' --quick-gen-key evil@example.com default &&
      GNUPGHOME="$1" gpg --export evil@example.com | gpg --import &&
      GNUPGHOME="$1" gpg --batch --yes --detach-sign --output "$2.sig" "$2" && GNUPGHOME="$1" gpgconf --kill all
      """
    let made = try Self.run(world, "sh", ["-c", script, "sh", gnupg, "\(world.storePath)/\(base)"])
    #expect(made.status == 0, "\(made.errors)")
    try expectRefusal("signed by evil@example.com")

    try FileWriting.write(genuine, to: signature)
    #expect(try Self.postkeep(world, world.program("verify")).status == 0)
    let restored = try restore()
    #expect(restored.status == 0, "\(restored)")
    _ = try Self.run(world, "gpgconf", ["--kill", "all"])
  }
}

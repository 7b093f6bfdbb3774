// Modes and owners of files that a restore of a configuration puts in their places.

import SystemAccess
import TestSupport
import Testing

@Suite("Live: owners of restored configurations", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct RestoredOwnersTests {
  @Test("Files have the mode, owner and group that they had, and what is kept has those that it had")
  func owners() throws {
    let world = try ConfigurationWorld(["smtpd_banner = one"]) { world in
      try world.append("transport_maps = texthash:\(world.etc)/transport\n", to: world.main)
      try world.write("one first\n", to: "\(world.etc)/transport", mode: "640", owner: "root:postfix")
      try world.append("virtual_alias_maps = texthash:\(world.etc)/virtual\n", to: world.main)
      try world.write("two first\n", to: "\(world.etc)/virtual", mode: "604", owner: "postfix:root")
    }
    let (changed, same) = ("\(world.etc)/transport", "\(world.etc)/virtual")
    try world.write("one second\n", to: changed, mode: "600", owner: "postfix:postdrop")
    try world.write("two first\n", to: same, mode: "666", owner: "postfix:postfix")
    let plan = try world.plan("configuration")
    #expect(plan.output.contains("1 files to get their mode or owner back:\n  \(same)\n"), "\(plan.output)")
    let answer = try world.restore("configuration")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("replaced 1 files") && answer.output.contains("1 got their mode or owner back"))
    #expect(try world.access(changed) == "640 root:postfix")
    #expect(try world.access(same) == "604 postfix:root")
    let kept = try #require(
      try FileReading.names(inDirectory: world.etc).first { $0.hasPrefix("transport.before-") })
    #expect(try world.access("\(world.etc)/\(kept)") == "600 postfix:postdrop")
    #expect(try world.restore("configuration").output.contains("replaced 0 files"))
  }

  @Test("A file whose owner this host does not have is root's, and that is told")
  func missingName() throws {
    let world = try ConfigurationWorld { world in
      try world.write("one first\n", to: "\(world.etc)/table")
    }
    // The archive as another host would have written it.
    let name = try #require(
      try FileReading.names(inDirectory: "\(world.path)/snapshots").first { $0.hasSuffix(".tar.zst") })
    let made = try Subprocess.run(
      "sh",
      [
        "-c",
        """
        cd '\(world.path)' && mkdir other && cd other && tar --zstd -xf '../snapshots/\(name)' \
        && sed -i 's/ root root \\(.*\\/table\\)$/ mailmaster 4242424 \\1/' config/facts/listing.txt \
        && tar --zstd -cf ../other.tar.zst manifest.json config index.jsonl
        """,
      ])
    try #require(made.status == 0, "\(String(decoding: made.errors, as: UTF8.self))")
    try world.write("one second\n", to: "\(world.etc)/table")
    let answer = try world.restore("configuration", "--from", "\(world.path)/other.tar.zst")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(
      answer.output.contains("\(world.etc)/table: of root: this host has no user mailmaster\n"), "\(answer.output)")
    let status = try #require(FileReading.status(of: "\(world.etc)/table"))
    #expect(status.owner == 0 && status.group == 4_242_424)
  }
}

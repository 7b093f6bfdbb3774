// What a verification says is so: of the snapshot that was named, of newer ones, and of what is stored in a base.

import JSONText
import Recovery
import SnapshotArchive
import SystemAccess
import TestSupport
import Testing

@Suite("Verified snapshots: the truth", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct VerifiedTruthTests {
  private let world: SnapshotWorld
  private let older: String
  private let newer: String

  init() throws {
    var options = QueueOptions()
    options.bodyLines = 1...2
    world = try SnapshotWorld(seed: 52, count: 10, options)
    // Of an archive that cannot be read, only the second in its name is known.
    older = try world.create(at: LocalTime.milliseconds - 5000).manifest.id
    newer = try world.create().manifest.id
  }

  private func expectPassedOver(_ id: String) throws {
    for more in [[], ["-q"], ["--format", "json"]] {
      let answer = try BuiltProgram.run(world.program("verify", "last") + more)
      #expect(answer.status == 1 && answer.errors.contains("\(id) is passed over"), "\(answer)")
      if more.isEmpty { #expect(answer.output.contains("\(older): good"), "\(answer)") }
      guard more.last == "json" else { continue }
      let json = try JSONReader().read(Array(answer.output.utf8))
      #expect(try JSONSchema(file: "postkeep.snapshot.verify-1.schema.json").problems(of: json) == [])
      #expect(json["id"]?.text == older && json["good"]?.bool == true, "\(answer)")
      #expect(json["broken_newer"]?.elements?.count == 1, "\(answer)")
    }
    let own = try BuiltProgram.run(world.program("verify", older))
    #expect(own.status == 0, "\(own)")
  }

  @Test("A timer that verifies the last one learns that the newest is damaged, and which one is good")
  func damagedNewest() throws {
    #expect(try BuiltProgram.run(world.program("verify", "last")).status == 0)
    var bytes = try FileReading.contents(of: world.archive(newer))
    bytes[bytes.count - 200] ^= 0x40
    try FileWriting.write(bytes, to: world.archive(newer))
    try expectPassedOver(newer)
  }

  @Test("A timer that verifies the last one learns that the base of the newest is gone")
  func baseGone() throws {
    let newest = try world.create(since: newer).manifest.id
    try FileWriting.remove(world.archive(newer))
    try expectPassedOver(newest)
  }

  @Test("An archive that was written over by another snapshot's is not good; a copy of another name is")
  func writtenOver() throws {
    let bytes = try FileReading.contents(of: world.archive(newer))
    try FileWriting.write(bytes, to: world.archive(older))
    for word in [older, world.archive(older)] {
      let answer = try BuiltProgram.run(world.program("verify", word))
      #expect(answer.status == 1 && answer.output.contains("holds \(newer), and not"), "\(answer)")
    }
    try FileWriting.write(bytes, to: world.archive("copy"))
    try FileWriting.write(bytes, to: world.archive("\(newer)-copy"))
    for word in [newer, "copy", "\(newer)-copy"] {
      let answer = try BuiltProgram.run(world.program("verify", word))
      #expect(answer.status == 0, "\(word): \(answer)")
    }
  }
}

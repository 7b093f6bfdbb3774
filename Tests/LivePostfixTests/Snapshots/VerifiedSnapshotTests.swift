// What verify has found is not forgotten with the catalogue: real snapshots, by the program.

import JSONText
import Recovery
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@Suite("Verified snapshots", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct VerifiedSnapshotTests {
  @Test("An archive that cannot be read to its end is told in JSON as well")
  func damagedJSON() throws {
    let world = try SnapshotWorld(seed: 32, count: 20, QueueOptions())
    let id = try world.create().manifest.id
    let whole = try FileReading.contents(of: world.archive(id))
    let schema = try JSONSchema(file: "postkeep.snapshot.verify-1.schema.json")
    for place in [10, whole.count / 2] {
      var bytes = whole
      bytes[place] ^= 0x40
      try FileWriting.write(bytes, to: world.archive(id))
      for word in [id, world.archive(id)] {
        let answer = try BuiltProgram.run(world.program("verify", word, "--format", "json"))
        #expect(answer.status == 1, "\(answer)")
        let json = try JSONReader().read(Array(answer.output.utf8))
        #expect(schema.problems(of: json) == [] && json["id"]?.text == id, "\(answer)")
        #expect(json["good"]?.bool == false && json["problems"]?.elements?.isEmpty == false, "\(answer)")
      }
    }
  }

  @Test("After the catalogue is deleted, prune keeps the snapshot that was verified last, and says why")
  func catalogueDeleted() throws {
    let world = try SnapshotWorld(seed: 31, count: 20, QueueOptions())
    let verified = try world.create().manifest.id
    #expect(try BuiltProgram.run(world.program("verify", verified)).status == 0)
    let last = try world.create().manifest.id
    try FileWriting.remove("\(world.storePath)/\(SnapshotCatalogue.fileName)")

    let plan = try BuiltProgram.run(world.program("prune", "--keep-last", "1"))
    let lines = plan.output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("keep  \(verified) ") && $0.hasSuffix("  last verified") }, "\(plan)")
    #expect(try BuiltProgram.run(world.program("prune", "--keep-last", "1", "--apply")).status == 0)
    for id in [verified, last] { #expect(FileReading.exists(world.archive(id))) }

    // Once the newer one is verified, the older one may go.
    #expect(try BuiltProgram.run(world.program("verify", last)).status == 0)
    try FileWriting.remove("\(world.storePath)/\(SnapshotCatalogue.fileName)")
    #expect(try BuiltProgram.run(world.program("prune", "--keep-last", "1", "--apply")).status == 0)
    #expect(!FileReading.exists(world.archive(verified)) && FileReading.exists(world.archive(last)))
  }
}

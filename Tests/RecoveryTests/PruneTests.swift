// Thinning out a store of real archives.

import Bytes
import JSONText
import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Prune")
struct PruneTests {
  private static func policy(_ change: (inout RetentionPolicy) -> Void) -> RetentionPolicy {
    var policy = RetentionPolicy()
    change(&policy)
    return policy
  }

  private static func archive(_ number: Int) -> String { "\(StoreWorld.chain[number].id).tar.zst" }

  private static func prune(_ world: StoreWorld, keepLast: Int) throws -> PruneReport {
    let store = try SnapshotStore.writing(world.path)
    let policy = Self.policy { $0.counts[.last] = .number(keepLast) }
    return try Prune(policy, of: store, now: 1_800_000_000).carryOut(on: store)
  }

  @Test("Archives go with their signatures and their rows; a base stays for as long as it is needed")
  func removes() throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    for number in 0..<4 { try world.put([1], to: Self.archive(number) + ".sig") }
    #expect(try Self.prune(world, keepLast: 2).removed.map(\.fileName) == [Self.archive(0)])
    #expect(try !world.names().contains { $0.hasPrefix(StoreWorld.chain[0].id) })
    #expect(try world.open().opened == 0)
    #expect(try Self.prune(world, keepLast: 1).removed.map(\.fileName) == [Self.archive(2), Self.archive(1)])
    #expect(try world.names().filter { $0.hasPrefix("mail1") } == [Self.archive(3), Self.archive(3) + ".sig"])
    #expect(try Self.prune(world, keepLast: 1).removed.isEmpty)
  }

  @Test("The last verified snapshot stays when the catalogue is lost, and a damaged one is not taken for a whole one")
  func verifiedWithoutCatalogue() throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    try SnapshotStore.writing(world.path).note([
      Self.archive(0): SnapshotRecord.Verification(time: 1_793_900_000_000, isGood: true),
      Self.archive(3): SnapshotRecord.Verification(time: 1_793_900_000_000, isGood: false),
    ])
    world.own.remove("snapshots/\(SnapshotCatalogue.fileName)")
    let prune = try Prune(Self.policy { $0.counts[.last] = .number(1) }, of: try world.open().store, now: 1_800_000_000)
    #expect(prune.plan.removed.isEmpty)
    #expect(prune.plan.decisions.first?.reasons == [.lastVerified])
    #expect(prune.plan.decisions.last?.reasons.first?.description.contains("it was found damaged on") == true)
    #expect(try Self.prune(world, keepLast: 1).removed.isEmpty)
  }

  @Test("Nothing is removed while an archive is not what the catalogue says, be it one that stays")
  func unconfirmed() throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    let catalogue = try SnapshotCatalogue(in: Directory(world.path))
    var records = try world.open().store.records
    // The base of the last one, which it needs, is forgotten.
    records[2].base = nil
    try catalogue.change(adding: records)
    let report = try Self.prune(world, keepLast: 2)
    #expect(report.removed.isEmpty && report.left.count == 2)
    #expect(report.left.first?.reason.contains("\(Self.archive(2)) is not what the catalogue says") == true)
    #expect(try StoreWorld.chain.indices.allSatisfy { try world.names().contains(Self.archive($0)) })
    world.own.remove("snapshots/\(SnapshotCatalogue.fileName)")
    #expect(try Self.prune(world, keepLast: 2).removed.map(\.fileName) == [Self.archive(0)])
  }

  @Test("Without a policy nothing is removed")
  func noPolicy() throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    for policy in [RetentionPolicy(), Self.policy { $0.counts[.daily] = .number(0) }, Self.policy { $0.tags = [[]] }] {
      do {
        _ = try Prune(policy, of: try world.open().store, now: 0)
        Issue.record("taken: \(policy)")
      } catch {
        #expect((error as? RecoveryFailure)?.kind == .usage)
      }
    }
  }

  @Test("What an interrupted run left of a snapshot is shown and removed, and signatures of others are not")
  func orphans() throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    try world.put([1], to: "mail1-20261031T100000Z.tar.zst.sig")
    try world.put([1], to: "letter.txt.sig")
    let prune = try Prune(Self.policy { $0.counts[.last] = .unlimited }, of: try world.open().store, now: 0)
    #expect(prune.text.contains("remove mail1-20261031T100000Z.tar.zst.sig"))
    _ = try Self.prune(world, keepLast: 9)
    #expect(try world.names().filter { $0.hasSuffix(".sig") } == ["letter.txt.sig"])
  }

  @Test("The plan says of each snapshot what becomes of it, and why")
  func plan() throws {
    let world = try StoreWorld()
    try world.write(Array(StoreWorld.chain.prefix(3)))
    try world.put(Array("no archive".utf8), to: "broken.tar.zst")
    let prune = try Prune(Self.policy { $0.counts[.last] = .number(1) }, of: try world.open().store, now: 1_800_000_000)
    let lines = prune.text.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("remove  mail1-20261101T100000Z") })
    #expect(lines.contains { $0.hasPrefix("keep    mail1-20261102") && $0.hasSuffix("base of mail1-20261103T100000Z") })
    #expect(lines.contains { $0.hasPrefix("keep    mail1-20261103") && $0.hasSuffix("last, last complete") })
    #expect(prune.problems.count == 1)
    let json = try JSONReader().read(prune.json(nil))
    #expect(json["schema"]?.text == "postkeep.snapshot.prune/1")
    #expect(json["snapshots"]?.elements?.filter { $0["keep"]?.bool == false }.count == 1)
  }
}

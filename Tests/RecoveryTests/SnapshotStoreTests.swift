// The directory of a store: what counts as a snapshot, how one is named and found, and who may change it.

import Bytes
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess
import TestSupport
import Testing

@testable import Recovery

@Suite("Store of snapshots")
struct SnapshotStoreTests {
  private static func failure(_ work: () throws -> Void) -> RecoveryFailure? {
    do { try work() } catch { return error as? RecoveryFailure }
    return nil
  }

  @Test("A store is made for its owner alone, and nothing above it")
  func made() throws {
    let own = try PrivateDirectory()
    let store = try SnapshotStore.writing("\(own.path)/snapshots/")
    #expect(try store.directory.status().mode == 0o700)
    let failure = Self.failure { _ = try SnapshotStore.writing("\(own.path)/not/mounted") }
    #expect(failure?.kind == .unreadable)
    for option in [StoreOption.to, .store] {
      let failure = Self.failure { _ = try SnapshotStore.reading("\(own.path)/none", option: option) }
      #expect(failure?.description.contains("Name another with \(option.rawValue)") == (option == .store))
      #expect(failure?.description.contains("name another with \(option.rawValue)") == (option == .to))
    }
  }

  @Test("A snapshot is newer than its base, also where the clock was ahead when that was taken")
  func orderOfChains() throws {
    let world = try StoreWorld()
    let time: Int64 = 1_793_527_200
    try world.write([
      StoreWorld.Draft("ahead", time + 3000), StoreWorld.Draft("first", time, base: "ahead"),
      StoreWorld.Draft("second", time + 60, base: "first"), StoreWorld.Draft("before", time - 60),
    ])
    let store = try world.open().store
    #expect(store.records.map(\.id) == ["before", "ahead", "first", "second"])
    #expect(try store.find("last", origin: nil).record.id == "second")
    var policy = RetentionPolicy()
    policy.counts = [.last: .number(1)]
    let plan = RetentionPlan(policy, for: store.records, now: time + 120, zone: .host)
    #expect(plan.decisions.last?.record.id == "second" && plan.decisions.last?.isKept == true)
    // What is further ahead is wrong, and draws nothing with it.
    try world.write([StoreWorld.Draft("wrong", time + 90_000), StoreWorld.Draft("late", time + 30, base: "wrong")])
    #expect(try world.open().store.records.map(\.id).last == "wrong")
  }

  @Test("An id is the first label of the host with the time, and unique")
  func newID() throws {
    let world = try StoreWorld()
    #expect(
      try SnapshotStore.writing(world.path).newID(host: "mail1.example.com", time: 1_793_527_200)
        == "mail1-20261101T100000Z")
    try world.write(StoreWorld.chain[0])
    #expect(
      try SnapshotStore.writing(world.path).newID(host: "mail1.example.com", time: 1_793_527_200)
        == "mail1-20261101T100000Z-2")
    try world.put([], to: "mail1-20261101T100000Z-2.tar.zst.age")
    #expect(
      try SnapshotStore.writing(world.path).newID(host: "mail1", time: 1_793_527_200) == "mail1-20261101T100000Z-3")
    #expect(try SnapshotStore.writing(world.path).newID(host: "../ü", time: 0) == "host-19700101T000000Z")
  }

  @Test(
    "A snapshot is found by its id and by what makes it unique",
    arguments: [
      ("mail1-20261103T100000Z", 2), ("mail1-20261103", 2), ("20261101", 0), ("20261104T1", 3), ("last", 3),
      ("mail1-20261102T100000Z.tar.zst", 1),
    ])
  func found(_ word: String, _ number: Int) throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    let store = try world.open().store
    let origin = SnapshotOrigin(host: "mail1.example.com", queueDirectory: "/var/spool/postfix")
    let found = try store.find(word, origin: origin)
    #expect(found.record.id == StoreWorld.chain[number].id)
    #expect(try SnapshotStore.archive(found.path).record.id == found.record.id)
  }

  @Test(
    "A word that means no snapshot, or several, is an error that helps",
    arguments: [
      ("mail1-20261103T100001Z", "Did you mean mail1-20261103T100000Z?"), ("mail1", "20261104T100000Z"),
      ("20261", "not unique"), ("", "no snapshot"), ("yesterday", "snapshot list"), ("./none.tar.zst", "no such file"),
    ])
  func notFound(_ word: String, _ hint: String) throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    let store = try world.open().store
    let failure = try #require(Self.failure { _ = try store.find(word, origin: nil) })
    #expect(failure.description.contains(hint), "\(failure)")
  }

  @Test("The last snapshot is the last whole one of the same queue")
  func last() throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    var other = StoreWorld.Draft("mail2-20261105T100000Z", 1_793_872_800)
    other.host = "mail2.example.com"
    try world.write(other)
    var half = StoreWorld.Draft("mail1-20261106T100000Z", 1_793_959_200)
    half.isFinished = false
    try world.write(half)
    let store = try world.open().store
    let origin = SnapshotOrigin(host: "mail1.example.com", queueDirectory: "/var/spool/postfix")
    #expect(try store.find("last", origin: origin).record.id == StoreWorld.chain[3].id)
    #expect(try store.find("last", origin: nil).record.id == other.id)
    let elsewhere = SnapshotOrigin(host: "mail1.example.com", queueDirectory: "/var/spool/postfix-out")
    #expect(Self.failure { _ = try store.find("last", origin: elsewhere) }?.description.contains("postfix-out") == true)
  }

  @Test("Of an archive that cannot be opened, the name is known")
  func unopened() throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    try world.put(Array("age-encryption.org/v1\n".utf8), to: "mail1-20261105T100000Z.tar.zst.age")
    try world.put(Array("signature".utf8), to: "mail1-20261105T100000Z.tar.zst.age.sig")
    try world.put(Array("no archive".utf8), to: "mail1-20261106T100000Z.tar.zst")
    let (store, opened) = try world.open()
    #expect(opened == 6)
    #expect(try world.open().opened == 0)
    let encrypted = try store.find("20261105", origin: nil).record
    #expect(encrypted.encryption == .age)
    #expect(encrypted.isSigned)
    #expect(encrypted.problem == nil)
    #expect(encrypted.created == 1_793_872_800_000)
    #expect(SnapshotStandings(store.records).of(encrypted) == .unknown("it is encrypted, and only its name is known"))
    #expect(try store.find("20261106", origin: nil).record.problem != nil)
    let list = SnapshotList(store)
    #expect(list.problems.count == 1)
    #expect(list.text.contains("encrypted (age)"))
  }

  @Test("What a killed writer has left is not listed, and goes when somebody changes the store")
  func leftovers() throws {
    let world = try StoreWorld()
    try world.write(StoreWorld.chain)
    let dead = ".mail1-20261105T100000Z.tar.zst.tmp99999999-0"
    let alive = ".mail1-20261105T100000Z.tar.zst.tmp\(Host.processID)-0"
    for name in [dead, alive, ".notes.tmp99999999-0", "notes.txt"] { try world.put([1], to: name) }
    #expect(try world.open().store.records.count == 4)
    #expect(try world.names().contains(dead))
    _ = try SnapshotStore.writing(world.path)
    let names = try world.names()
    #expect(!names.contains(dead))
    #expect(names.contains(alive) && names.contains(".notes.tmp99999999-0") && names.contains("notes.txt"))
  }

  @Test("Only one at a time may change a store")
  func locked() throws {
    let world = try StoreWorld()
    let holder = try SnapshotStore.writing(world.path)
    #expect(Self.failure { _ = try SnapshotStore.writing(world.path) }?.kind == .locked)
    withExtendedLifetime(holder) {}
  }

  @Test("An archive that was just written is entered without being opened")
  func added() throws {
    let world = try StoreWorld()
    let store = try SnapshotStore.writing(world.path)
    let draft = StoreWorld.chain[0]
    try world.write(draft)
    let inspected = try ArchiveInspection.inspect(store.directory, ArchiveName(id: draft.id).fileName)
    try store.add(ArchiveName(id: draft.id), inspected)
    let (again, opened) = try world.open()
    #expect(opened == 0)
    #expect(again.records == store.records)
    #expect(again.records.first?.isComplete == true)
  }
}

// Wherever a transfer is killed, on whichever host, every message is live once or beside the old host's queue, and the
// command run again finishes.
//
// `make test` kills at every seventh call, `make soak` at every one (POSTKEEP_SOAK).

import Glibc
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: interrupted transfers",
  .enabled(if: PrivatePostfix.canRun && Interruption.canRun, "needs root, Postfix, strace"))
struct InterruptedTransferTests {
  enum Work: String, CaseIterable, CustomTestStringConvertible {
    case send, accept, acceptIntoDeferred, settle, refuse, cancel
    var testDescription: String { rawValue }

    /// Brings a world to the point where the command can be run.
    func prepare(_ world: TransferWorld) throws {
      if self == .send { return }
      try world.run(world.sendAll)
      switch self {
      case .settle: try world.run(world.accept)
      case .cancel: try world.run(world.refuse(try world.id()))
      default: break
      }
    }

    func command(_ world: TransferWorld) throws -> [String] {
      switch self {
      case .send: world.sendAll
      case .accept: world.accept
      case .acceptIntoDeferred: world.accepting(world.archive, "--into", "deferred")
      case .settle: world.settle
      case .refuse: world.refuse(try world.id())
      case .cancel: world.cancel(world.receipt)
      }
    }

    /// The command run again, as a person would.
    func again(_ world: TransferWorld) throws {
      switch self {
      case .send:
        let transfers = try world.transfers()
        try world.run(transfers.isEmpty ? world.sendAll : world.send("--resume", transfers[0].id))
      case .accept, .acceptIntoDeferred:
        // One that was killed with nothing left to do but to write its receipt was accepted before.
        let result = try BuiltProgram.run(try command(world))
        let isRepeated = result.status == 64 && result.errors.contains("accepted before")
        #expect(result.status == 0 || isRepeated, "\(result.errors)")
      default: try world.run(try command(world))
      }
    }

    /// The rest of the way.
    func finish(_ world: TransferWorld) throws {
      switch self {
      case .send:
        try world.run(world.accept)
        try world.run(world.settle)
      case .accept, .acceptIntoDeferred: try world.run(world.settle)
      case .refuse: try world.run(world.cancel(world.receipt))
      case .settle, .cancel: break
      }
    }

    var isMoving: Bool { self != .refuse && self != .cancel }

    func directory(_ world: TransferWorld) -> String {
      switch self {
      case .send, .settle, .cancel: world.old.directory.path
      case .accept, .acceptIntoDeferred, .refuse: world.standby.directory.path
      }
    }
  }

  private static func sample(_ points: [Interruption], _ work: Work, _ kind: Interruption.Kind) -> [Interruption] {
    guard getenv("POSTKEEP_SOAK") == nil else { return points }
    let start = (Work.allCases.firstIndex(of: work) ?? 0) + (Interruption.Kind.allCases.firstIndex(of: kind) ?? 0)
    return points.indices.filter { $0 % 7 == start % 7 }.map { points[$0] }
  }

  @Test(
    "A command that is stopped anywhere leaves each message live once at most, and finishes when it is run again",
    arguments: Work.allCases, Interruption.Kind.allCases)
  func stopped(_ work: Work, _ kind: Interruption.Kind) throws {
    let model = try TransferWorld()
    try work.prepare(model)
    let points = try Interruption.all(
      kind, of: try work.command(model), touching: work.directory(model), log: "\(model.old.directory.path)/trace")
    #expect(points.count > 12, "\(points)")
    try work.finish(model)
    if work.isMoving { try model.expectMoved("\(work)") } else { try model.expectBack("\(work)") }
    let sample = Self.sample(points, work, kind)
    let next = Counter()
    let happened = Counter()
    try Lanes.run(2) { _ in
      while let index = next.next(below: sample.count) {
        let point = sample[index]
        let world = try TransferWorld()
        try work.prepare(world)
        let result = try point.run(try work.command(world))
        if result.status != 0 { _ = happened.next(below: .max) }
        try world.expectOneCopy("\(work) \(point), stopped")
        // An error that was none for the command has let it finish.
        if result.status != 0 || work != .send { try work.again(world) }
        try world.expectOneCopy("\(work) \(point), run again")
        let names = try FileReading.names(inDirectory: world.old.directory.path)
        #expect(names.filter { $0.hasPrefix(".") } == [], "\(work) \(point)")
        try work.finish(world)
        if work.isMoving { try world.expectMoved("\(work) \(point)") } else { try world.expectBack("\(work) \(point)") }
      }
    }
    // Threads make their calls in any order: now and then there are fewer before the one that was meant.
    let count = happened.next(below: .max) ?? 0
    #expect(count * 2 >= sample.count || kind != .kill, "only \(count) of \(sample.count) happened")
  }

  @Test("A host that has begun to accept cannot refuse, and one that has not can", arguments: [1, 2, 3])
  func refusal(_ part: Int) throws {
    let model = try TransferWorld()
    try model.run(model.sendAll)
    let points = try Interruption.all(
      .kill, of: model.accept, touching: model.standby.directory.path, log: "\(model.old.directory.path)/trace")
    for point in points.indices.filter({ $0 % 9 == part }).map({ points[$0] }) {
      let world = try TransferWorld()
      try world.run(world.sendAll)
      _ = try point.run(world.accept)
      let refusal = try BuiltProgram.run(world.refuse(try world.id()))
      if refusal.status == 0 {
        #expect(try TransferWorld.messages(world.standby).isEmpty, "\(point)")
        try world.run(world.cancel(world.receipt))
        try world.expectBack("\(point)")
        try world.run(world.accept, status: 64)
        try world.expectBack("\(point)")
      } else {
        #expect(refusal.errors.contains("cannot be taken back"), "\(point)")
        try Work.accept.again(world)
        try world.run(world.settle)
        try world.expectMoved("\(point)")
      }
    }
  }

  @Test("Until an archive has its end, a transfer can be cancelled without the standby", arguments: [1, 2, 3])
  func withoutArchive(_ part: Int) throws {
    let model = try TransferWorld()
    let points = try Interruption.all(
      .kill, of: model.sendAll, touching: model.old.directory.path, log: "\(model.old.directory.path)/trace")
    for point in points.indices.filter({ $0 % 9 == part }).map({ points[$0] }) {
      let world = try TransferWorld()
      _ = try point.run(world.sendAll)
      guard let transfer = try world.transfers().first else { continue }
      let result = try BuiltProgram.run(world.cancel(transfer.id))
      if result.status == 0 {
        #expect(!FileReading.exists(world.archive), "\(point)")
        try world.expectBack("\(point)")
      } else {
        #expect(result.errors.contains("may have accepted"), "\(point): \(result.errors)")
        try world.expectOneCopy("\(point)")
      }
    }
  }
}

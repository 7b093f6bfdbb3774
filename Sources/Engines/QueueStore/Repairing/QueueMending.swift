// Mends a queue that people have restored by hand, with tar, cp or rsync: owners, modes, names and places.
//
//   let mending = try QueueMending(store)
//   let outcome = try mending.carryOut(try mending.plan()) { change in try journal.write(change) }
//
// Postfix has to be stopped. No content is changed, nothing is deleted, and nothing takes the place of anything else.
// Whoever is interrupted makes a new plan: it holds what is still to be done.

import Bytes
public import SystemAccess

public struct QueueMending: Sendable {
  private let store: QueueStore
  private let standards: MendingStandards

  /// Throws while Postfix runs, and on a host that does not know the mail owner.
  public init(_ store: QueueStore) throws(SystemError) {
    self.store = store
    standards = try MendingStandards(store.settings)
    try MasterLock.check(store)
  }

  /// Looks at everything in the queue; changes nothing.
  public func plan() throws(SystemError) -> MendingPlan {
    try MasterLock.check(store)
    return try MendingPlanning(store, standards).plan
  }

  /// Changes what the plan says. Postfix cannot be started meanwhile.
  ///
  /// - Parameter journal: is told of each change before it is made; what it throws ends the work there.
  public func carryOut(
    _ plan: MendingPlan, journal: (MendingChange) throws -> Void
  ) throws -> MendingOutcome {
    let lock = try MasterLock(store)
    var outcome = MendingOutcome()
    var stuck: Set<Int> = []
    for change in plan.changes {
      let message: Int? = if case .move(let move) = change.action { move.message } else { nil }
      if let message, stuck.contains(message) { continue }
      try journal(change)
      do throws(SystemError) {
        if try carryOut(change.action) {
          outcome.done[change.kind, default: 0] += 1
        } else {
          outcome.changed += 1
        }
      } catch {
        outcome.failures.append("\(error)")
        // A message never goes ahead of its logs.
        if let message { stuck.insert(message) }
      }
    }
    if !plan.isEmpty { try store.directory.syncFileSystem() }
    _ = consume lock
    return outcome
  }

  /// Returns false when what was seen is not there any more.
  private func carryOut(_ action: MendingAction) throws(SystemError) -> Bool {
    switch action {
    case .directory(let found):
      var directory = store.directory
      for name in found.names { directory = try directory.directory(name) }
      guard try directory.status().inode == found.status.inode else { return false }
      guard case .correct(let owner, let group, let mode) = found.repair else { return false }
      if owner != nil || group != nil {
        try directory.setOwner(owner ?? found.status.owner, group ?? found.status.group)
      }
      // A change of owner may take set-id bits away.
      if let mode { try directory.setMode(mode) }
    case .repair(let repair, let place): return try store.carryOut(repair, at: place) == .repaired
    case .ownFile(let found):
      guard let directory = try store.folder(found.directory.description), let file = try directory.open(found.name),
        try file.status().inode == found.status.inode, case .correct(let owner, let group, _) = found.repair
      else { return false }
      try file.setOwner(
        owner ?? found.status.owner, group ?? found.status.group, named: "\(directory.path)/\(found.name)")
    case .move(let move): return try store.carryOut(move, standards.owner)
    case .removeDirectory(let folder):
      guard let name = folder.hash.last,
        let parent = try store.open(EntryFolder(folder.area, hash: folder.hash.dropLast()))
      else { return false }
      return try parent.removeDirectory(name)
    }
    return true
  }
}

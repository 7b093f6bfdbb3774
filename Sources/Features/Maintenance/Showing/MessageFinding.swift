// Finds the files that have an id, and holds them open: one that is removed meanwhile can still be shown.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

/// An open file that is passed around.
final class HeldFile {
  private let file: OpenFile
  var number: Int32 { file.number }

  init(_ file: consuming OpenFile) { self.file = file }
}

extension MessageShowing {
  /// - Parameter isAlone: whether only one file can be shown.
  func find(alone isAlone: Bool) throws(MaintenanceFailure) -> [(file: QueuedFile, open: HeldFile)] {
    var found: [(file: QueuedFile, open: HeldFile)] = []
    // A message that moves from a queue not looked into yet to one already left is met at the next try.
    for _ in 0..<5 where found.isEmpty { found = try look(at: { () throws(SystemError) in try store.find(id) }) }
    if found.isEmpty { found = try look(at: { store.findAnywhere(id) }) }
    guard !found.isEmpty else {
      throw MaintenanceFailure(
        .unreadable,
        "there is no message \(id)\(inode.map { " with inode \($0)" } ?? "") in \(store.settings.directory)\n"
          + "  It may have been delivered. The mail log tells: look for \(id).")
    }
    guard !isAlone || found.count == 1 else {
      throw MaintenanceFailure(
        .usage,
        "there are \(found.count) files with the id \(id):\n"
          + found.map { "  \($0.file.path), inode \($0.file.status.inode)\n" }.joined() + "  Name one with --inode.")
    }
    return found
  }

  private func look(
    at files: () throws(SystemError) -> [QueuedFile]
  ) throws(MaintenanceFailure) -> [(file: QueuedFile, open: HeldFile)] {
    do throws(SystemError) {
      var found: [UInt64: (file: QueuedFile, open: HeldFile)] = [:]
      var order: [UInt64] = []
      for file in try files() {
        guard inode == nil || inode == file.status.inode else { continue }
        // One that was moved since is found where it is now, or at the next try.
        guard let open = try store.open(file.folder)?.open(id) else { continue }
        let status = try open.status()
        guard status.kind == .regular else { continue }
        if found[status.inode] == nil { order.append(status.inode) }
        found[status.inode] = (QueuedFile(file.folder, id, status), HeldFile(open))
      }
      return order.compactMap { found[$0] }
    } catch {
      throw MaintenanceFailure(error)
    }
  }
}

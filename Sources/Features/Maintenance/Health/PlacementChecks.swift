// Does a file lie where its name belongs, and has the name that its inode asks for? What does not, postsuper moves, whatever
// lies there already.

import PostfixQueue
import QueueStore
import SystemAccess

struct PlacementChecks {
  let standards: HealthStandards
  let store: QueueStore

  /// - Parameter entry: no other of its name lies in the queues.
  func check(_ entry: QueueEntry, _ add: (HealthFinding) -> Void) {
    guard let id = QueueID(entry.name) else { return }
    if entry.folder.hash != store.home(of: entry.name, in: entry.folder.area) {
      add(HealthFinding(.misplacedFile, entry))
    }
    guard entry.folder.area.queue != nil, id.inode != entry.status.inode else { return }
    let detail = "the id says \(id.inode), the file is \(entry.status.inode)"
    add(HealthFinding(id.isLong && standards.settings.usesLongIDs ? .longIDMismatch : .inodeMismatch, entry, detail))
  }
}

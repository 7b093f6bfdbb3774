// Are the directories of the queue Postfix's own, and its own alone?

import PostfixQueue
import QueueStore
import SystemAccess

struct DirectoryChecks {
  let standards: HealthStandards

  func check(_ folder: EntryFolder, _ status: FileStatus, _ add: (HealthFinding) -> Void) {
    let place = RepairPlace(folder, nil, status)
    func found(_ kind: HealthKind, _ detail: String, _ repair: Repair? = nil) {
      add(HealthFinding(kind, folder.path, detail, repair: repair, at: place))
    }
    let isMaildrop = folder.area.queue == .maildrop
    if status.device != standards.device { found(.otherFileSystem, "") }
    if let owner = standards.owner, status.owner != owner.id {
      found(.directoryOwner, "owner \(status.owner)", .correct(owner: owner.id, group: nil, mode: nil))
    }
    if isMaildrop, folder.hash.isEmpty, let group = standards.submissionGroup, status.group != group {
      found(.directoryGroup, "group \(status.group)", .correct(owner: nil, group: group, mode: nil))
    }
    // Local programs drop mail into maildrop without seeing what is there; Debian adds the sticky bit.
    let wanted: UInt32 = isMaildrop ? 0o730 | status.mode & 0o1000 : 0o700
    let mode = "mode \(String(status.mode, radix: 8))"
    let repair = Repair.correct(owner: nil, group: nil, mode: wanted)
    if status.mode & wanted != wanted {
      found(.directoryClosed, mode, repair)
    } else if status.mode & ~wanted & 0o777 != 0 {
      found(.directoryOpen, mode, repair)
    }
  }

  /// An empty directory in which nothing is put any more.
  func checkEmpty(_ folder: EntryFolder, _ status: FileStatus, _ store: QueueStore, _ add: (HealthFinding) -> Void) {
    guard folder.hash.count > store.depth(of: folder.area) else { return }
    add(
      HealthFinding(
        .surplusDirectory, folder.path, repair: .removeEmptyDirectory, at: RepairPlace(folder, nil, status)))
  }
}

// What the status of a message file or a log tells: owner, group, mode and links.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct FileChecks {
  let standards: HealthStandards

  func check(_ entry: QueueEntry, _ add: (HealthFinding) -> Void) {
    if entry.status.links > 1, entry.folder.area.queue == nil {
      add(HealthFinding(.linkedLog, entry, "\(entry.status.links) names"))
    }
    if entry.status.mode & 0o7000 != 0 {
      add(HealthFinding(.setIDBits, entry, mode(entry), repair: setMode(entry.status.mode & 0o777)))
    }
    switch entry.folder.area {
    case .messages(let queue):
      checkOwner(entry, queue, add)
      // What lies in corrupt keeps the mark for which it was put there.
      if queue != .corrupt { checkMode(entry, queue, add) }
    case .flush: break
    case .logs(let log):
      if let owner = standards.owner, entry.status.owner != owner.id {
        let repair = Repair.correct(owner: owner.id, group: owner.group, mode: nil)
        let kind: HealthKind = log == .defer ? .foreignDeferLogOwner : .foreignLogOwner
        add(HealthFinding(kind, entry, "owner \(entry.status.owner)", repair: repair))
      }
      if entry.status.size > HealthStandards.hugeLog {
        add(HealthFinding(.hugeLog, entry, SizeText.bytes(entry.status.size)))
      }
    }
  }

  private func checkOwner(_ entry: QueueEntry, _ queue: QueueName, _ add: (HealthFinding) -> Void) {
    guard let owner = standards.owner else { return }
    // Files in maildrop belong to those who have sent them.
    if queue == .maildrop { return checkSubmission(entry, owner, add) }
    if entry.status.owner != owner.id {
      let repair = Repair.correct(owner: owner.id, group: owner.group, mode: nil)
      let isSeen = queue != .corrupt && MessageMode(rawValue: entry.status.mode).isComplete
      add(
        HealthFinding(
          isSeen ? .foreignOwner : .foreignUnseenOwner, entry, "owner \(entry.status.owner)", repair: repair))
    } else if entry.status.group != owner.group {
      let repair = Repair.correct(owner: nil, group: owner.group, mode: nil)
      add(HealthFinding(.foreignGroup, entry, "group \(entry.status.group)", repair: repair))
    }
  }

  /// pickup has no other rights than the mail owner with its primary group. Source: pickup.c.
  private func checkSubmission(_ entry: QueueEntry, _ owner: UserNames.User, _ add: (HealthFinding) -> Void) {
    let status = entry.status
    guard MessageMode(rawValue: status.mode).isComplete, status.owner != owner.id,
      status.mode & (status.group == owner.group ? 0o040 : 0o004) == 0
    else { return }
    add(
      HealthFinding(
        .unreadableSubmission, entry, "owner \(status.owner), group \(status.group), \(mode(entry))",
        repair: setMode(0o744)))
  }

  private func checkMode(_ entry: QueueEntry, _ queue: QueueName, _ add: (HealthFinding) -> Void) {
    let mode = MessageMode(rawValue: entry.status.mode)
    let age = standards.age(entry.status)
    if !mode.isComplete {
      let isBeingWritten = HealthStandards.writtenQueues.contains(queue) && age < HealthStandards.writingTime
      guard mode.isMarkedCorrupt || !isBeingWritten else { return }
      // postsuper asks for no reason before it deletes.
      let isDoomed = age > HealthStandards.purgeAge
      let kind: HealthKind = isDoomed ? .doomedUnfinished : mode.isMarkedCorrupt ? .corruptMark : .unfinishedFile
      add(HealthFinding(kind, entry, "\(self.mode(entry)), \(Quantity.time(age)) old"))
    } else if mode.isExpired {
      // Postfix gives 0710, and 0750 to a message that was flushed too.
      let others = entry.status.mode & 0o027 != 0
      let kind = entry.status.mode & 0o777 == 0o710 ? HealthKind.expired : .expiredByChmod
      add(HealthFinding(kind, entry, self.mode(entry), repair: others ? setMode(0o700) : nil))
    } else if entry.status.mode & 0o037 != 0, queue != .maildrop {
      let repair = setMode(0o700 | entry.status.mode & 0o040)
      add(HealthFinding(.unusualMode, entry, self.mode(entry), repair: repair))
    }
  }

  private func setMode(_ mode: UInt32) -> Repair { .correct(owner: nil, group: nil, mode: mode) }
  private func mode(_ entry: QueueEntry) -> String { "mode \(String(entry.status.mode, radix: 8))" }
}

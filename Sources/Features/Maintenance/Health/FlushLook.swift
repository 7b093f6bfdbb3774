// In flush, Postfix keeps lists of messages by destination. They are none of a check's business, but postsuper goes through
// them as it goes through queues, and dies of the same names.

import PostfixQueue
import QueueStore
import SystemAccess

struct FlushLook: EntryVisitor {
  private let names: OneCharacterChecks
  private(set) var findings = HealthFindings()

  init(_ standards: HealthStandards) { names = OneCharacterChecks(standards: standards) }

  mutating func visit(_ entry: QueueEntry, in directory: Directory) {
    if OneCharacterChecks.isDirectoryName(entry) {
      names.check(entry, in: directory) { findings.add(RepairObstacle(entry, in: directory).applied(to: $0)) }
    }
  }

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) {}
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {}
  mutating func miss(_ area: QueueArea) {}
}

// Why a repair of something is not to be planned: it would be refused, or change more than was looked at.

import QueueStore
import SystemAccess

struct RepairObstacle {
  let isImmutable: Bool
  private let hasOtherNames: Bool

  init(_ entry: QueueEntry, in directory: Directory) {
    isImmutable = directory.isImmutable(entry.name)
    hasOtherNames = entry.status.kind == .regular && entry.status.links > 1
  }

  /// Of a directory.
  init(_ directory: Directory?) {
    isImmutable = directory?.isImmutable() == true
    hasOtherNames = false
  }

  /// The finding, without a repair where there is an obstacle to it.
  func applied(to finding: HealthFinding) -> HealthFinding {
    guard let repair = finding.repair else { return finding }
    if isImmutable { return finding.leftAlone("it is immutable; 'chattr -i -a' takes the flag away") }
    guard case .correct = repair, hasOtherNames else { return finding }
    return finding.leftAlone("it has another name, which would be changed as well; remove that first")
  }
}

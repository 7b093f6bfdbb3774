// What a name and its kind of file tell, before anything is opened.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct NameChecks {
  let standards: HealthStandards

  /// Returns whether it is a file whose name Postfix could have given: one to look into.
  func check(_ entry: QueueEntry, _ add: (HealthFinding) -> Void) -> Bool {
    guard entry.status.kind == .regular else {
      checkKind(entry, add)
      return false
    }
    if entry.name.count == 1 {
      add(HealthFinding(.oneCharacterFile, entry, repair: .setAside))
      return false
    }
    if QueueID.isLegalName(entry.name) {
      if entry.name.count < 6 {
        add(HealthFinding(.shortName, entry))
      } else if QueueID(entry.name) == nil {
        add(HealthFinding(.noQueueID, entry))
      }
      return true
    }
    if isInterruptedRepair(entry.name) {
      add(HealthFinding(.interruptedRepair, entry))
    } else if isTemporary(entry.name) {
      let age = standards.age(entry.status)
      if age > HealthStandards.day { add(HealthFinding(.staleTemporary, entry, "\(Quantity.time(age)) old")) }
    } else {
      add(HealthFinding(.foreignName, entry))
    }
    return false
  }

  private func checkKind(_ entry: QueueEntry, _ add: (HealthFinding) -> Void) {
    // Where postsuper removes everything that is no file.
    let isSwept = entry.folder.area != .messages(.corrupt) && entry.folder.area != .logs(.trace)
    let isRemoved = isSwept && entry.name.count > 1 && QueueID.isLegalName(entry.name)
    switch entry.status.kind {
    case .regular: break
    case .directory:
      if entry.status.device != standards.device {
        add(HealthFinding(.otherFileSystem, entry))
      } else {
        add(HealthFinding(.strayDirectory, entry))
      }
    case .link where entry.name.count == 1: add(HealthFinding(.oneCharacterLink, entry, repair: .setAside))
    case .link: add(HealthFinding(.link, entry, repair: isRemoved ? .remove : .setAside))
    case .fifo: add(HealthFinding(.fifo, entry, repair: isRemoved ? .remove : .setAside))
    case .socket: add(HealthFinding(.socket, entry, repair: isRemoved ? .remove : .setAside))
    case .device: add(HealthFinding(.device, entry))
    }
  }

  /// "ID#FIX". Source: postsuper.c.
  private func isInterruptedRepair(_ name: ByteString) -> Bool {
    name.hasSuffix("#FIX") && QueueID.isLegalName(ByteString(name.bytes.dropLast(4)))
  }

  /// "usec.pid". Source: mail_queue_enter.
  private func isTemporary(_ name: ByteString) -> Bool {
    let parts = name.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }
  }
}

// What a name and its kind of file tell, before anything is opened.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct NameChecks {
  let standards: HealthStandards

  /// Returns whether it is a file whose name Postfix could have given: one to look into.
  func check(_ entry: QueueEntry, in directory: Directory, _ add: (HealthFinding) -> Void) -> Bool {
    if OneCharacterChecks.isDirectoryName(entry) {
      OneCharacterChecks(standards: standards).check(entry, in: directory, add)
      return false
    }
    guard entry.status.kind == .regular else {
      checkKind(entry, in: directory, add)
      return false
    }
    let area = entry.folder.area
    if entry.name.count == 1 {
      // pickup takes it for a message.
      let isMessage = area == .messages(.maildrop) && QueueID.isLegalName(entry.name)
      add(HealthFinding(isMessage ? .noQueueID : .foreignName, entry))
      return isMessage
    }
    if QueueID.isLegalName(entry.name) {
      if entry.name.count < 6 {
        add(HealthFinding(.shortName, entry))
      } else if QueueID(entry.name) == nil, area.queue != nil {
        // In a directory of logs it is one without a message.
        add(HealthFinding(.noQueueID, entry))
      }
      return true
    }
    if Self.markedID(entry.name) != nil {
      add(HealthFinding(isPassedOver(area) ? .repairMark : .interruptedRepair, entry))
    } else if isTemporary(entry.name) {
      let age = standards.age(entry.status)
      if age > HealthStandards.day { add(HealthFinding(.staleTemporary, entry, "\(Quantity.time(age)) old")) }
    } else {
      add(HealthFinding(.foreignName, entry))
    }
    return false
  }

  private func checkKind(_ entry: QueueEntry, in directory: Directory, _ add: (HealthFinding) -> Void) {
    let repair: Repair = isRemoved(entry) ? .remove : .setAside
    switch entry.status.kind {
    case .regular: break
    case .directory:
      if entry.status.device != standards.device { return add(HealthFinding(.otherFileSystem, entry)) }
      let names = (try? FileReading.names(inDirectory: "\(directory.path)/\(entry.name)")) ?? []
      add(
        names.isEmpty
          ? HealthFinding(.strayDirectory, entry)
          : HealthFinding(.strayFiles, entry, "\(names.count) file\(names.count == 1 ? "" : "s")"))
    case .link:
      let mayHide = HiddenMessages.mayLie(behind: entry) && LinkEnd(of: entry.name, in: directory) == .something
      add(HealthFinding(.link, entry, repair: mayHide ? nil : repair))
    case .fifo: add(HealthFinding(.fifo, entry, repair: repair))
    case .socket: add(HealthFinding(.socket, entry, repair: repair))
    case .device: add(HealthFinding(.device, entry))
    }
  }

  /// Whether postsuper removes what is no file there.
  private func isRemoved(_ entry: QueueEntry) -> Bool {
    !isPassedOver(entry.folder.area) && QueueID.isLegalName(entry.name)
  }

  /// Whether postsuper does not look there.
  private func isPassedOver(_ area: QueueArea) -> Bool { area == .messages(.corrupt) || area == .logs(.trace) }

  /// The id in "ID#FIX". Source: postsuper.c.
  static func markedID(_ name: ByteString) -> ByteString? {
    guard name.hasSuffix("#FIX") else { return nil }
    let id = ByteString(name.bytes.dropLast(4))
    return QueueID.isLegalName(id) ? id : nil
  }

  /// "usec.pid". Source: mail_queue_enter.
  private func isTemporary(_ name: ByteString) -> Bool {
    let parts = name.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }
  }
}

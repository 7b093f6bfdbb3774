// Names of one character. Postfix takes each for a directory and goes into it, whatever it is: it follows a link, and dies
// of what is no directory. Source: scan_dir.c, postsuper.c, qmgr_scan.c, showq.c.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct OneCharacterChecks {
  let standards: HealthStandards

  /// Whether Postfix takes it for a directory. In maildrop it expects none, and into corrupt and trace nothing looks.
  static func isDirectoryName(_ entry: QueueEntry) -> Bool {
    entry.name.count == 1 && ![.messages(.maildrop), .messages(.corrupt), .logs(.trace)].contains(entry.folder.area)
  }

  func check(_ entry: QueueEntry, in directory: Directory, _ add: (HealthFinding) -> Void) {
    switch entry.status.kind {
    case .link: checkLink(entry, in: directory, add)
    case .directory:
      add(HealthFinding(entry.status.device == standards.device ? .strayDirectory : .otherFileSystem, entry))
    case .regular: add(HealthFinding(.oneCharacterFile, entry, repair: .setAside))
    case .fifo: add(HealthFinding(.oneCharacterFile, entry, "a FIFO", repair: .setAside))
    case .socket: add(HealthFinding(.oneCharacterFile, entry, "a socket", repair: .setAside))
    case .device: add(HealthFinding(.oneCharacterFile, entry, "a device", repair: .setAside))
    }
  }

  private func checkLink(_ entry: QueueEntry, in directory: Directory, _ add: (HealthFinding) -> Void) {
    let end = LinkEnd(of: entry.name, in: directory)
    // What is there goes with the link; and where a hash directory belongs, something may be there at any time.
    let repair: Repair? = end == .something || standards.settings.isHashDirectory(entry) ? nil : .setAside
    add(HealthFinding(.oneCharacterLink, entry, end.text, repair: repair))
  }
}

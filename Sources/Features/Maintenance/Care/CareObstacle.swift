// Messages that Postfix's own tools would lose, or do not find. They are left alone, and it is said why.

import PostfixQueue
import QueueStore
import SystemAccess

extension Care {
  /// Why a message must not be given to the tool; nil when it may.
  /// - Parameters:
  ///   - file: where it lies.
  ///   - files: every file that has its id.
  func obstacle(_ message: PlannedMessage, _ file: QueuedFile, among files: [QueuedFile]) -> String? {
    let rivals = files.filter { action.movesAmong.contains($0.queue) }
    if rivals.count > 1 {
      let queues = rivals.map(\.queue.rawValue).joined(separator: " and ")
      return "\(rivals.count) files have this id, in \(queues), and one would replace the other; see 'queue check'"
    }
    if file.folder.path != store.folder(of: file.name, in: file.queue).path {
      return "it lies in \(file.folder.path), where postsuper(1) does not look; 'postsuper -s' moves it to its place"
    }
    // pickup(8) removes from maildrop what it cannot read, and what has a second name.
    guard action == .requeue else { return nil }
    if file.status.links > 1 { return "the file has \(file.status.links) names, and pickup(8) removes such files" }
    return message.isDamaged ? "the message is damaged, and pickup(8) would remove it" : nil
  }
}

extension CareAction {
  /// Where a file with the same id is in danger: postsuper(1) moves by rename(2), which replaces what has the name.
  fileprivate var movesAmong: Set<QueueName> {
    switch self {
    case .hold, .release: [.incoming, .active, .deferred, .hold]
    case .requeue: [.maildrop, .incoming, .active, .deferred, .hold]
    case .expire, .flush: []
    }
  }
}

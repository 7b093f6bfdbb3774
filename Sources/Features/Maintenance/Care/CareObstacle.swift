// Messages that Postfix's own tools would lose, or do not find. They are left alone, and it is said why.

import PostfixQueue
import QueueStore
import SystemAccess

extension Care {
  static let isCorrupt = "it lies in corrupt now, where Postfix puts what is damaged"

  /// Why a message must not be given to the tool; nil when it may.
  /// - Parameters:
  ///   - file: where it lies.
  ///   - files: every file that has its id.
  ///   - around: what else has to be known.
  func obstacle(
    _ message: PlannedMessage, _ file: QueuedFile, among files: [QueuedFile], _ around: CareSurroundings
  ) -> String? {
    if file.queue == .corrupt { return Self.isCorrupt }
    let rivals = files.filter { action.movesAmong.contains($0.queue) }
    if rivals.count > 1 {
      let queues = rivals.map(\.queue.rawValue).joined(separator: " and ")
      return "\(rivals.count) files have this id, in \(queues), and the other one may be hit; see 'queue check'"
    }
    if file.folder.path != store.folder(of: file.name, in: file.queue).path {
      let place = "it lies in \(file.folder.path), where \(action.tool)(1) does not look"
      // postsuper warns of a bogus file name.
      guard QueueID(file.name) != nil else { return "\(place), and its name is no queue id: postsuper leaves it there" }
      return "\(place); 'postsuper -s', with Postfix stopped, moves it to its place"
    }
    if let why = around.otherNames(of: file, action) { return why }
    // Nobody but postsuper, which only moves it, can do anything with it.
    if action != .hold, let why = around.foreignOwner(of: file) { return why }
    // It goes on wherever the file is moved to: what is requeued comes twice, what is held goes out.
    if action.movesFromActive, around.locked.contains(file.status.device, file.status.inode) {
      return Purge.isInDelivery
    }
    switch action {
    case .hold, .release: return nil
    case .expire, .flush:
      return file.status.links > 1
        ? "the file has \(file.status.links) names, and Postfix leaves such files alone" : nil
    case .requeue:
      // pickup(8) removes from maildrop what it cannot read, and what has a second name.
      if file.status.links > 1 { return "the file has \(file.status.links) names, and pickup(8) removes such files" }
      return message.isDamaged ? "the message is damaged, and pickup(8) would remove it" : nil
    }
  }
}

extension CareAction {
  /// Where a file with the same id is in danger: the tools move by rename(2), which replaces what has the name, and
  /// change the first file that they find. Sources: postsuper.c, flush.c.
  fileprivate var movesAmong: Set<QueueName> {
    switch self {
    case .hold, .release, .expire: [.incoming, .active, .deferred, .hold]
    case .requeue: [.maildrop, .incoming, .active, .deferred, .hold]
    case .flush: [.incoming, .active, .deferred]
    }
  }

  /// What a delivery that had begun makes of a message that was changed; nil where there is none.
  func harm(to file: QueuedFile, _ locked: LockedFiles) -> String? {
    guard movesFromActive, locked.contains(file.status.device, file.status.inode) else { return nil }
    return self == .hold
      ? "it is on hold, but a delivery had begun: it may be delivered all the same"
      : "it is requeued, but a delivery had begun: it may be delivered twice"
  }

  /// Whether it takes a file away that a delivery agent may have open.
  fileprivate var movesFromActive: Bool { self == .hold || self == .requeue }
}

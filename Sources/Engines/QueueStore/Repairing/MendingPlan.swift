// What is to be changed in a queue that was restored by hand, in the order in which it has to happen, and what is left
// alone. A plan is made from the disk alone: after an interruption the next plan holds what is still to do.

public import Bytes
public import PostfixQueue
public import SystemAccess

/// One change: at most one file or directory gets another name, place, owner or mode.
public struct MendingChange: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// Owner, group or mode of a directory.
    case directory
    /// Something that is no message goes to the directory for lost things.
    case setAside = "set-aside"
    /// A second copy of a message or of a log goes there too.
    case duplicate
    /// Owner, group or mode of a message or of a log.
    case correction
    /// Owner or group of a file of Postfix's own, as in pid and private.
    case ownFile = "own-file"
    /// A log gets the new id of its message, or goes where it belongs.
    case log
    /// A message gets the id that matches its inode.
    case rename
    /// A message with the right id goes to the directory where it belongs.
    case place
    /// The mark of an unfinished renaming is taken off a message.
    case finish
    /// An empty directory that the configuration has no use for.
    case surplusDirectory = "surplus-directory"
  }

  public let kind: Kind
  /// Which owner, group or mode it gets; of which file it is a copy.
  public let detail: String
  let action: MendingAction

  init(_ kind: Kind, _ action: MendingAction, _ detail: String = "") {
    self.kind = kind
    self.detail = detail
    self.action = action
  }

  /// Below the queue directory; "." for that itself.
  public var path: String {
    switch action {
    case .directory(let found): found.names.isEmpty ? "." : found.names.map(\.description).joined(separator: "/")
    case .repair(_, let place): place.folder.path + (place.name.map { "/\($0)" } ?? "")
    case .ownFile(let file): "\(file.directory)/\(file.name)"
    case .move(let move): move.path
    case .removeDirectory(let folder): folder.path
    }
  }

  /// As it was: for whoever wants its owner or mode back. Nil where these do not change.
  public var before: FileStatus? {
    if case .repair(.correct, let place) = action { place.status } else { nil }
  }

  /// Where it goes; nil where it stays.
  public var target: String? {
    switch action {
    case .move(let move): move.target
    case .repair(.setAside, _): QueueStore.lostDirectory.description
    case .directory, .repair, .ownFile, .removeDirectory: nil
    }
  }
}

enum MendingAction: Sendable {
  case directory(MendingDirectory)
  case repair(Repair, RepairPlace)
  case ownFile(MendingOwnFile)
  case move(MendingMove)
  case removeDirectory(EntryFolder)
}

/// A message that gets another id.
public struct MendedID: Hashable, Sendable {
  public let queue: QueueName
  public let old: ByteString
  public let new: ByteString
}

/// Something that is not as it should be and stays so.
public struct MendingLeft: Sendable {
  public enum Reason: String, CaseIterable, Sendable {
    case unfinishedFile = "unfinished-file"
    case emptyFile = "empty-file"
    case damagedMessage = "damaged-message"
    case corruptMark = "corrupt-mark"
    case hardLink = "hard-link"
    /// The same, and owner, group or mode are wrong.
    case wrongHardLink = "wrong-hard-link"
    /// The same of a submission.
    case linkedSubmission = "linked-submission"
    case noQueueID = "no-queue-id"
    case longID = "long-id"
    case temporary = "temporary-file"
    case foreignName = "foreign-name"
    case strayDirectory = "stray-directory"
    case otherFileSystem = "other-file-system"
    /// A link in the place of a hash directory, with something behind it.
    case directoryLink = "directory-link"
    case device
    /// Of two copies each has recipients done that the other has not.
    case divergedCopies = "diverged-copies"
    /// Two logs about one message that differ.
    case divergedLogs = "diverged-logs"
    /// A log that several messages of one id could have.
    case doubtfulLog = "doubtful-log"

    /// Whether a Postfix that is started returns mail for it, deletes it or dies of it.
    public var isObstacle: Bool { self == .wrongHardLink || self == .linkedSubmission }
  }

  public let reason: Reason
  /// Below the queue directory.
  public let path: String
  /// What is special about this one; empty for nothing.
  public let detail: String
  /// Of a file that has another name elsewhere.
  public let status: FileStatus?

  init(_ reason: Reason, _ path: String, _ detail: String = "", _ status: FileStatus? = nil) {
    self.reason = reason
    self.path = path
    self.detail = detail
    self.status = status
  }
}

public struct MendingPlan: Sendable {
  public internal(set) var changes: [MendingChange] = []
  public internal(set) var ids: [MendedID] = []
  public internal(set) var left: [MendingLeft] = []
  /// What could not be read.
  public internal(set) var problems: [SystemError] = []
  /// How many message files were seen.
  public internal(set) var messages = 0

  public var isEmpty: Bool { changes.isEmpty }
  /// What no repair changes, and what Postfix must not meet.
  public var obstacles: [MendingLeft] { left.filter(\.reason.isObstacle) }

  /// The same with changes of some kinds alone. They come first, so that the others can follow later.
  public func only(_ kinds: Set<MendingChange.Kind>) -> MendingPlan {
    var plan = self
    plan.changes = changes.filter { kinds.contains($0.kind) }
    return plan
  }
}

/// What came of it.
public struct MendingOutcome: Sendable {
  public internal(set) var done: [MendingChange.Kind: Int] = [:]
  /// Changes that had no object any more: somebody else was there.
  public internal(set) var changed = 0
  /// Each as a sentence.
  public internal(set) var failures: [String] = []
}

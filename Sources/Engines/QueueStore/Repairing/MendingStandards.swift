// Whom files and directories of a queue belong to, and which modes they have. Source: conf/postfix-files, mail_stream.c.

import Bytes
import PostfixQueue
import SystemAccess

struct MendingStandards: Sendable {
  /// mail_owner with its primary group.
  let owner: UserNames.User
  /// setgid_group.
  let submissionGroup: UInt32

  init(_ settings: QueueSettings) throws(SystemError) {
    owner = try settings.ownerUser()
    guard let group = UserNames.group(settings.submissionGroup) else {
      throw SystemError.refusal(
        "find", settings.submissionGroup, "/etc/group has no such group, which mail is given to")
    }
    submissionGroup = group
  }

  /// Set by a delivery agent that could not read the file, and by nobody else.
  static func isCorruptMark(_ mode: UInt32) -> Bool { mode & 0o777 == 0o400 }

  // MARK: Files

  /// Nil when everything is right.
  func correction(of message: FoundMessage) -> Repair? {
    let status = message.entry.status
    let mode = self.mode(of: message)
    guard message.queue == .maildrop, !message.facts.isCleaned else {
      return correction(status, owner: owner.id, group: owner.group, mode: mode)
    }
    // It belongs to whoever has submitted it.
    let isRelic = status.owner == 0 && status.group != submissionGroup
    return correction(status, owner: status.owner, group: isRelic ? submissionGroup : status.group, mode: mode)
  }

  func correction(of log: FoundLog) -> Repair? {
    correction(log.entry.status, owner: owner.id, group: owner.group, mode: 0o600)
  }

  private func mode(of message: FoundMessage) -> UInt32 {
    let mode = message.entry.status.mode
    guard message.facts.isComplete, message.queue != .corrupt, !Self.isCorruptMark(mode) else { return mode }
    // A damaged message that can be seen goes to corrupt; one that cannot is deleted after a week.
    // pickup reads what others have submitted.
    if message.queue == .maildrop, !message.facts.isCleaned { return 0o744 }
    // A flush and an expiry that Postfix itself has asked for. The bit of the latter means nothing beside foreign ones.
    return [0o700, 0o740, 0o710].contains(mode) ? mode : 0o700
  }

  private func correction(_ status: FileStatus, owner: UInt32, group: UInt32, mode: UInt32) -> Repair? {
    let repair = Repair.correct(
      owner: status.owner == owner ? nil : owner, group: status.group == group ? nil : group,
      mode: status.mode == mode ? nil : mode)
    return repair == .correct(owner: nil, group: nil, mode: nil) ? nil : repair
  }

  // MARK: Directories

  /// The directories of Postfix that lie in the queue directory; "" is the queue directory itself.
  static let directories: [ByteString] =
    ["", "pid"] + QueueArea.all.map { ByteString($0.name) } + ["flush", "saved", "private", "public"]

  /// Nil when everything is right.
  func correction(ofDirectory name: ByteString, _ status: FileStatus) -> Repair? {
    switch name {
    case "", "pid":
      let isOpen = status.mode & 0o755 == 0o755 && status.mode & 0o022 == 0
      return correction(status, owner: 0, group: status.group, mode: isOpen ? status.mode : 0o755)
    case "maildrop":
      // Debian adds the sticky bit.
      let mode = 0o730 | status.mode & 0o1000
      return correction(status, owner: owner.id, group: submissionGroup, mode: mode)
    case "public":
      let mode = 0o710 | status.mode & 0o2000
      return correction(status, owner: owner.id, group: submissionGroup, mode: mode)
    default: return correction(status, owner: owner.id, group: status.group, mode: 0o700)
    }
  }

  // MARK: Files of Postfix's own

  /// Directories whose files belong to the mail owner though they are neither messages nor logs about them.
  static let ownDirectories: [ByteString] = ["pid", "flush", "saved", "private", "public"]

  func correction(ofFile name: ByteString, in directory: ByteString, _ status: FileStatus) -> Repair? {
    // The master, who is root, has its own lock there.
    if directory == "pid", !name.hasPrefix("unix."), !name.hasPrefix("inet."), !name.hasPrefix("pass.") { return nil }
    return correction(status, owner: owner.id, group: status.group, mode: status.mode)
  }
}

/// A directory as it was seen.
struct MendingDirectory: Sendable {
  /// Below the queue directory; empty for that itself.
  let names: [ByteString]
  let status: FileStatus
  let repair: Repair
}

/// A file of Postfix's own as it was seen.
struct MendingOwnFile: Sendable {
  let directory: ByteString
  let name: ByteString
  let status: FileStatus
  let repair: Repair
}

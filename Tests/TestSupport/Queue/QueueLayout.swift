// The directories of a queue, with their owners and modes.
//
// Source: conf/postfix-files.

public import Glibc

/// The directories that hold messages.
public enum MessageQueue: String, CaseIterable, Sendable {
  case maildrop, hold, incoming, active, deferred, corrupt
}

public enum QueueLayout {
  /// Makes a queue directory, or what it lacks. Only root can.
  public static func make(_ path: String, owners: QueueOwners) throws {
    try make(path, 0o755, 0, 0)
    try make("\(path)/pid", 0o755, 0, 0)
    try make("\(path)/maildrop", 0o730, owners.user, owners.dropGroup)
    try make("\(path)/public", 0o710, owners.user, owners.dropGroup)
    for name in [
      "incoming", "active", "deferred", "hold", "corrupt", "bounce", "defer", "trace", "flush", "saved", "private",
    ] {
      try make("\(path)/\(name)", 0o700, owners.user, 0)
    }
  }

  private static func make(_ path: String, _ mode: mode_t, _ user: uid_t, _ group: gid_t) throws {
    guard mkdir(path, mode) == 0 || errno == EEXIST, chown(path, user, group) == 0, chmod(path, mode) == 0 else {
      throw TestFailure("cannot make \(path): errno \(errno)")
    }
  }
}

/// Whom the files of a queue belong to.
public struct QueueOwners: Sendable {
  /// mail_owner and its group.
  public let user: uid_t
  public let group: gid_t
  /// setgid_group.
  public let dropGroup: gid_t

  /// Of the installed Postfix.
  public static func installed() throws -> QueueOwners {
    guard let user = getpwnam("postfix")?.pointee else { throw TestFailure("there is no user postfix") }
    guard let group = getgrnam("postdrop")?.pointee else { throw TestFailure("there is no group postdrop") }
    return QueueOwners(user: user.pw_uid, group: user.pw_gid, dropGroup: group.gr_gid)
  }
}

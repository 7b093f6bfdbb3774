// The directory in which one drill has its Postfix: made, watched over, and removed.
//
//     DIR/lock                   one drill at a time
//     DIR/state.json             how the last one ended
//     DIR/20261127T031500Z/      etc, spool, data and state of a drill, with a lock that it holds while it lives
//
// The directory belongs to root, and only the group of mail_owner may pass through it. A shell waits for the end of a pipe
// from us: the system closes it however this process ends, and the shell stops the Postfix and removes the directory. What
// even so was left, by a host that lost its power, is cleared away by the next drill.

import Bytes
import QueueStore
import SystemAccess

final class DrillPlace {
  let path: String
  let id: String
  private let lock: FileLock
  private let ownLock: FileLock
  private let keeper: Pipeline

  var configuration: String { "\(path)/etc" }
  var queue: String { "\(path)/spool" }
  var state: String { "\(path)/state" }
  var log: String { "\(path)/data/mail.log" }

  private static let lockName: ByteString = "lock"
  /// Marks a directory that somebody wants to look at.
  private static let keptName: ByteString = "kept"

  /// Told to the shell when nothing is left for it to do.
  private static let done = "done"

  /// Waits for the end of the pipe. Without master.cf a master that is just being started ends by itself; one that has read
  /// it has locked its queue before, and is stopped.
  private static let script = """
    trap '' HUP INT TERM
    read answer
    [ "$answer" = \(done) ] && exit 0
    rm -f "$1/etc/master.cf"
    postfix -c "$1/etc" stop
    exec rm -rf "$1"
    """

  private init(
    _ path: String, _ id: String, _ lock: consuming FileLock, _ ownLock: consuming FileLock, _ keeper: Pipeline
  ) {
    self.path = path
    self.id = id
    self.lock = lock
    self.ownLock = ownLock
    self.keeper = keeper
  }

  /// Clears away what killed drills have left, and makes the directory of a new one.
  ///
  /// - Parameters:
  ///   - base: made if need be, with the directory above it.
  ///   - owner: mail_owner.
  ///   - now: seconds since the epoch.
  static func make(
    in base: String, owner: UserNames.User, now: Int64
  ) throws(RecoveryFailure) -> DrillPlace {
    try RecoveryFailure.translating("A drill is for root, and needs a directory: name one with --work.") {
      let (parent, name) = FilePath.split(base)
      try Self.makeDirectory(name, in: Directory.made(parent, mode: 0o700), mode: 0o711)
      let directory = try Directory(base)
      guard let lock = try FileLock(lockName, in: directory) else {
        throw RecoveryFailure(.locked, "another drill holds \(base)/lock\n  Try again when it has ended.")
      }
      let place = FileReading.resolved(base) ?? base
      try requireWay(to: place, for: owner)
      try clearLeftovers(in: directory, place)
      let id = try freeName(in: directory, now)
      let path = "\(place)/\(id)"
      let own = try directory.directory(ByteString(id))
      try own.setOwner(0, owner.group)
      try own.setMode(0o710)
      guard let ownLock = try FileLock(lockName, in: own) else {
        throw RecoveryFailure(.locked, "somebody holds \(path)/lock\n  Try again.")
      }
      return DrillPlace(path, id, lock, ownLock, try Aftermath.begin(script, path))
    }
  }

  /// Postfix's own user has to reach the queue: master(8) and others open files by their whole paths.
  private static func requireWay(to path: String, for owner: UserNames.User) throws(RecoveryFailure) {
    var folder = path
    while folder != "/" {
      guard let status = FileReading.status(of: folder) else { return }
      let bit: UInt32 = status.owner == owner.id ? 0o100 : status.group == owner.group ? 0o010 : 0o001
      guard status.mode & bit != 0 else {
        throw RecoveryFailure(
          .unreadable,
          "Postfix's own user cannot pass through \(folder)\n  Name a directory elsewhere with --work, or let others "
            + "pass: chmod o+x \(folder)")
      }
      folder = FilePath.split(folder).directory
    }
  }

  /// With these bits, whatever the mask of the one who calls.
  private static func makeDirectory(
    _ name: ByteString, in directory: Directory, mode: UInt32
  ) throws(SystemError) {
    if try directory.makeDirectory(name, mode: mode) { try directory.setMode(of: name, mode) }
  }

  private static func freeName(in directory: Directory, _ now: Int64) throws(SystemError) -> String {
    var id = LocalTime.compactUTC(now)
    var number = 1
    while try !directory.makeDirectory(ByteString(id), mode: 0o700) {
      number += 1
      id = "\(LocalTime.compactUTC(now))-\(number)"
    }
    return id
  }

  /// Makes the configuration, and what Postfix needs beside its queue.
  func furnish(_ configuration: DrillConfiguration, owner: UserNames.User) throws(RecoveryFailure) {
    try RecoveryFailure.translating("The drill was not begun.") {
      let directory = try Directory(path)
      try Self.makeDirectory("etc", in: directory, mode: 0o755)
      try Self.makeDirectory("spool", in: directory, mode: 0o755)
      try Self.makeDirectory("data", in: directory, mode: 0o700)
      let etc = try directory.directory("etc")
      for (name, text) in [("main.cf", configuration.mainFile), ("master.cf", configuration.masterFile)] {
        try etc.create(ByteString(name), mode: 0o644).write(Array(text.utf8), named: "\(path)/etc/\(name)")
        try etc.setMode(of: ByteString(name), 0o644)
      }
      // Commands that have become the mail owner append to the log, and die of a log that belongs to root.
      let data = try directory.directory("data")
      _ = try data.create("mail.log", mode: 0o600)
      try data.setOwner(of: "mail.log", owner.id, owner.group)
      try directory.setOwner(of: "data", owner.id, owner.group)
    }
  }

  /// Stops the Postfix and takes everything away. Throws when a master lives on.
  /// - Parameter keeping: whether the directory stays.
  func tearDown(keeping: Bool) throws(RecoveryFailure) {
    try Self.stop(path)
    if keeping { try? FileWriting.write([], to: "\(path)/\(Self.keptName)") } else { FileTree.remove(path) }
    _ = try? Array("\(Self.done)\n".utf8).withUnsafeBytes { try keeper.write($0) }
    _ = keeper.failure()
    guard keeping || !FileReading.exists(path) else {
      throw RecoveryFailure(.unreadable, "\(path) cannot be removed\n  Remove it yourself: rm -r \(path)")
    }
  }

  private static func stop(_ path: String) throws(RecoveryFailure) {
    guard FileReading.exists("\(path)/etc/main.cf") else { return }
    let postfix = PostfixControl(
      configuration: "\(path)/etc", consequence: "Stop it: postfix -c \(path)/etc stop")
    guard try postfix.isRunning else { return }
    try postfix.stop()
    guard try !postfix.isRunning else {
      throw RecoveryFailure(
        .unreadable, "the drill's Postfix goes on running\n  Stop it: postfix -c \(path)/etc stop")
    }
  }

  /// Directories with a lock that nobody holds: the pid file of each one's own queue says whether a master is left.
  private static func clearLeftovers(in directory: Directory, _ base: String) throws {
    for name in try FileReading.names(inDirectory: base) where name.first?.isNumber ?? false {
      let path = "\(base)/\(name)"
      guard let status = try directory.status(of: ByteString(name)), status.kind == .directory,
        !FileReading.exists("\(path)/\(keptName)"), let own = try? directory.directory(ByteString(name))
      else { continue }
      guard let lock = try FileLock(lockName, in: own) else { continue }
      try stop(path)
      FileTree.remove(path)
      withExtendedLifetime(lock) {}
    }
  }
}

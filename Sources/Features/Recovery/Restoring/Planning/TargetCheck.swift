// Whether a queue can take what a restore brings: owners, room, one file system.

import Bytes
import ConfigurationDirectory
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

struct TargetCheck {
  /// What has to be put right first.
  private(set) var obstacles: [String] = []
  /// What is good to know.
  private(set) var notes: [String] = []

  /// Bytes that are left alone: Postfix itself needs room.
  private static let reserve: UInt64 = 16 << 20

  /// - Parameters:
  ///   - bytes: of all files that are to be made.
  ///   - files: how many.
  ///   - isRunning: whether Postfix runs.
  init(_ target: RestoreTarget, bytes: Int, files: Int, isRunning: Bool) throws(SystemError) {
    let settings = target.settings
    let isOwn = HostPostfix.isOwnConfiguration(target.configuration)
    let place = isOwn ? "" : " -c \(ShellWord.quoted(FilePath.absolute(target.configuration)))"
    guard let owner = UserNames.user(settings.owner) else {
      obstacles.append(Self.missingOwner(settings))
      return
    }
    if UserNames.group(settings.submissionGroup) == nil {
      obstacles.append("/etc/group has no \(settings.submissionGroup), the setgid_group of the configuration")
    }
    let queue = try Directory(settings.directory)
    let device = try queue.status().device
    for area in QueueArea.all {
      let path = "\(settings.directory)/\(area.name)"
      guard let status = try queue.status(of: ByteString(area.name)) else {
        obstacles.append("\(path) is missing; 'postfix check' makes it")
        continue
      }
      if status.kind != .directory || status.device != device {
        obstacles.append("\(path) is on another file system than \(settings.directory): nothing can be moved there")
      } else if status.owner != owner.id || status.mode & 0o700 != 0o700 {
        obstacles.append(
          "\(path) does not belong to \(settings.owner) with mode 0700: Postfix would stop there; "
            + "'postkeep restore run repair\(place)' puts it right")
      }
    }
    checkRoom(try queue.space(), settings.directory, bytes: bytes, files: files)
    notes.append(isRunning ? "Postfix is running" : "Postfix is not running")
  }

  private mutating func checkRoom(_ space: FileSystemSpace, _ path: String, bytes: Int, files: Int) {
    if space.isReadOnly { obstacles.append("the file system of \(path) is read-only") }
    // Each file takes a block more than its size at most.
    let needed = UInt64(clamping: bytes) + UInt64(clamping: files) * 4096 + Self.reserve
    if space.freeBytes < needed {
      obstacles.append(
        "\(path) has room for \(SizeText.bytes(Int(clamping: space.freeBytes))) and needs "
          + SizeText.bytes(Int(clamping: needed)))
    }
    if space.totalFiles > 0, space.freeFiles < UInt64(clamping: files) + 100 {
      obstacles.append("\(path) has room for \(space.freeFiles) files and needs \(files)")
    }
  }

  static func missingOwner(_ settings: QueueSettings) -> String {
    "/etc/passwd has no user \(settings.owner), the mail_owner of the configuration, or /etc/group no "
      + "\(settings.submissionGroup); install Postfix first"
  }
}

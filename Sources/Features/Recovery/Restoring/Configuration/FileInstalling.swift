// Puts files of a configuration in their places. What is replaced is kept as "NAME.before-RUN", with its mode and owner.

import Bytes
import SystemAccess

struct FileInstalling {
  let run: String
  /// All that the run puts in its place.
  let changes: [InstallationPlan.Change]

  func carryOut(_ change: InstallationPlan.Change) throws {
    let (directory, name) = try place(of: change.place)
    guard let content = change.content else {
      try directory.setOwner(of: name, change.owner, change.group)
      try directory.setMode(of: name, change.mode)
      return
    }
    if let old = try directory.status(of: name), let kept = try directory.open(name) {
      // An earlier part of the run may have kept it already.
      let backup = ByteString("\(name).before-\(run)")
      if try directory.status(of: backup) == nil {
        try make(
          backup, try kept.content(limit: FileReading.defaultLimit, named: change.place), old.mode, old.owner,
          old.group,
          in: directory)
      }
    }
    try make(name, content, change.mode, change.owner, change.group, in: directory)
    try directory.sync()
  }

  /// Makes a file that is complete when it has its name, and on the disk.
  private func make(
    _ name: ByteString, _ content: [UInt8], _ mode: UInt32, _ owner: UInt32, _ group: UInt32, in directory: Directory
  ) throws {
    let path = "\(directory.path)/\(name)"
    let temporary = ByteString("\(name).new-\(run)")
    try directory.remove(temporary)
    let file = try directory.create(temporary, mode: 0o600)
    try file.write(content, named: path)
    let made = try file.status()
    if made.owner != owner || made.group != group { try file.setOwner(owner, group, named: path) }
    // Only what permissions are: nothing set-id.
    try file.setMode(mode & 0o777, named: path)
    try file.sync(named: path)
    try directory.replace(name, by: temporary)
  }

  /// The directory of a path, with all directories that are missing above it.
  private func place(of path: String) throws -> (Directory, ByteString) {
    let (parent, name) = FilePath.split(path)
    var directory = try Directory("/")
    var begun = ""
    for part in parent.split(separator: "/") {
      let part = ByteString(String(part))
      if try directory.status(of: part) == nil {
        try directory.makeDirectory(part, mode: mode(above: begun + "/\(part)/"))
      }
      directory = try Directory("\(directory.path)/\(part)")
      begun += "/\(part)"
    }
    return (directory, name)
  }

  /// Of a directory that is made: where only root may read what comes into it, nobody else needs to enter.
  private func mode(above prefix: String) -> UInt32 {
    let below = changes.filter { $0.place.hasPrefix(prefix) }
    return below.allSatisfy { $0.owner == 0 && $0.mode & 0o077 == 0 } ? 0o700 : 0o755
  }
}

// The configuration of a snapshot, unpacked beside the journal of a run, and put in its place file by file.
//
//     RUN/configuration/etc/postfix/main.cf

import Bytes
import SnapshotArchive
import SystemAccess

struct RestoredConfiguration {
  /// Where files lie in an archive, in front of the paths that they had.
  private static let prefix: ByteString = "config/files/"
  /// The largest file that is unpacked, in bytes.
  private static let largest = 256 << 20

  /// "RUN/configuration"
  let path: String
  /// The configuration directory of the host of the snapshot.
  let origin: String

  init(_ run: RestoreRun, _ manifest: SnapshotManifest) {
    path = "\(run.directory.path)/configuration"
    origin = manifest.queue.configurationDirectory
  }

  /// Where main.cf is unpacked.
  var directory: String { path + origin }

  /// Unpacks everything; what was unpacked before is replaced.
  /// - Returns: how many files.
  func extract(from chain: SnapshotChain) throws -> Int {
    var count = 0
    try chain.links[0].file.read(isWhole: true) { reader in
      while let entry = try reader.next() {
        guard entry.path.hasPrefix(Self.prefix) else { continue }
        let name = ByteString(entry.path.bytes[Self.prefix.count...])
        let content = try reader.content(limit: Self.largest)
        let (directory, last) = try place(of: name.description, below: path)
        try make(last, content, mode: entry.mode, in: directory)
        count += 1
      }
    }
    return count
  }

  /// Puts every file in its place; main.cf comes last. What is replaced is kept as "NAME.before-RUN".
  /// - Parameters:
  ///   - target: the configuration directory that takes what the old one held.
  ///   - replacing: called with each path before it is changed.
  /// - Returns: how many files were changed, and how many were the same already.
  func install(
    into target: String, run: String, replacing: (String) throws -> Void
  ) throws -> (changed: Int, same: Int) {
    var counts = (changed: 0, same: 0)
    let files = try Self.files(below: path).sorted {
      ($0.hasSuffix("/main.cf") ? 1 : 0, $0) < ($1.hasSuffix("/main.cf") ? 1 : 0, $1)
    }
    for file in files {
      let goal = file.hasPrefix(origin + "/") ? target + file.dropFirst(origin.count) : file
      let content = try FileReading.contents(of: path + file)
      if let there = try? FileReading.contents(of: goal), there == content {
        counts.same += 1
        continue
      }
      try replacing(goal)
      try replace(goal, content, mode: FileReading.status(of: path + file)?.mode ?? 0o600, run)
      counts.changed += 1
    }
    return counts
  }

  private func replace(_ goal: String, _ content: [UInt8], mode: UInt32, _ run: String) throws {
    let (directory, name) = try place(of: goal, below: "")
    if let old = try directory.status(of: name), let kept = try directory.open(name) {
      // An earlier part of the run may have kept it already.
      let backup = ByteString("\(name).before-\(run)")
      if try directory.status(of: backup) == nil {
        try make(backup, try kept.content(limit: Self.largest, named: goal), mode: old.mode, in: directory)
      }
    }
    let newer = ByteString("\(name).new-\(run)")
    try make(newer, content, mode: mode, in: directory)
    try directory.replace(name, by: newer)
    try directory.sync()
  }

  /// Makes a file that is complete when it has its name, and on the disk.
  private func make(_ name: ByteString, _ content: [UInt8], mode: UInt32, in directory: Directory) throws {
    let path = "\(directory.path)/\(name)"
    let temporary = name + ".tmp"
    try directory.remove(temporary)
    let file = try directory.create(temporary, mode: 0o600)
    try file.write(content, named: path)
    // Only what permissions are: nothing set-id.
    try file.setMode(mode & 0o777, named: path)
    try file.sync(named: path)
    try directory.replace(name, by: temporary)
  }

  /// The directory of a path, with all directories that are missing above it.
  private func place(of path: String, below root: String) throws -> (Directory, ByteString) {
    let (parent, name) = FilePath.split("/" + path.drop { $0 == "/" })
    var directory = try Directory(root.isEmpty ? "/" : try made(root))
    for part in parent.split(separator: "/") {
      let part = ByteString(String(part))
      if try directory.status(of: part) == nil { try directory.makeDirectory(part, mode: root.isEmpty ? 0o755 : 0o700) }
      directory = root.isEmpty ? try Directory("\(directory.path)/\(part)") : try directory.directory(part)
    }
    return (directory, name)
  }

  private func made(_ path: String) throws -> String {
    let (parent, name) = FilePath.split(path)
    try Directory(parent).makeDirectory(name, mode: 0o700)
    return path
  }

  /// Paths of all files, as they were on the host of the snapshot.
  private static func files(below root: String, _ inner: String = "") throws -> [String] {
    try FileReading.names(inDirectory: root + inner).flatMap { name in
      let path = "\(inner)/\(name)"
      return FileReading.isDirectory(root + path) ? try files(below: root, path) : [path]
    }
  }
}

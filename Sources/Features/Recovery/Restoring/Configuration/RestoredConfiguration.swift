// The configuration of a snapshot, unpacked beside the journal of a run, where a person can look at it and put it right.
//
//     RUN/configuration/etc/postfix/main.cf

import Bytes
import PostfixConfig
import SystemAccess

struct RestoredConfiguration {
  let path: String
  private let archived: ArchivedConfiguration

  init(_ run: RestoreRun, _ archived: ArchivedConfiguration) {
    path = "\(run.directory.path)/configuration"
    self.archived = archived
  }

  /// Where main.cf is unpacked.
  var directory: String { path + archived.origin }

  /// Unpacks everything; what was unpacked before is replaced.
  /// - Returns: how many files.
  func extract() throws -> Int {
    for file in archived.files {
      let (parent, name) = FilePath.split(file.path)
      let directory = try folder(parent)
      let temporary = name + ".tmp"
      try directory.remove(temporary)
      let new = try directory.create(temporary, mode: 0o600)
      try new.write(file.content, named: path + file.path)
      try new.setMode(file.mode, named: path + file.path)
      try new.sync(named: path + file.path)
      try directory.replace(name, by: temporary)
    }
    return archived.files.count
  }

  /// What is to be done with the unpacked files, as they are now.
  /// - Parameters:
  ///   - target: the configuration directory that takes what the old one held.
  ///   - done: places of files that an earlier part of the run has put there.
  func installation(into target: String, done: Set<String>) throws -> InstallationPlan {
    let known = Dictionary(archived.files.map { ($0.path, $0) }) { first, _ in first }
    let files = try Self.files(below: path).map { file in
      let content = try FileReading.contents(of: path + file)
      let mode = FileReading.status(of: path + file)?.mode ?? 0o600
      let old = known[file]
      return RestoredFile(
        path: file, content: content, mode: old?.mode ?? mode & 0o777, listed: old?.listed,
        isMasked: (old?.isMasked ?? false) && (content == old?.content || Self.hasMask(content)))
    }
    return InstallationPlan(files, lacking: archived.lacking, from: archived.origin, into: target, done: done)
  }

  /// Whether a place is left where a secret was.
  private static func hasMask(_ content: [UInt8]) -> Bool {
    [InlineSecrets.mask, PEMText.note].contains { content.firstOccurrence(of: Array($0.utf8)) != nil }
  }

  private func folder(_ inner: String) throws -> Directory {
    var directory = try Directory.made(path, mode: 0o700)
    for part in inner.split(separator: "/") {
      let part = ByteString(String(part))
      try directory.makeDirectory(part, mode: 0o700)
      directory = try directory.directory(part)
    }
    return directory
  }

  /// Paths of all files, as they were on the host of the snapshot.
  private static func files(below root: String, _ inner: String = "") throws -> [String] {
    try FileReading.names(inDirectory: root + inner).flatMap { name in
      let path = "\(inner)/\(name)"
      return FileReading.isDirectory(root + path) ? try files(below: root, path) : [path]
    }
  }
}

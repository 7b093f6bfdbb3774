// Makes one full snapshot of an incremental one and all that it builds on, without the queue.

import Bytes
import SnapshotArchive
import SystemAccess

public enum SnapshotFolding {
  fileprivate struct Wanted {
    /// Where it is to be in the new archive.
    let path: ByteString
    let digest: SHA256Sum
    /// The message that it is; nil for a log.
    let message: IndexedMessage?
  }

  /// - Parameters:
  ///   - id: the name of the new snapshot.
  ///   - progress: is told how many files of how many are copied.
  public static func fold(
    _ chain: SnapshotChain, as id: String, _ options: SnapshotOptions, to target: SnapshotCreation.Target,
    progress: (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    try RecoveryFailure.translating("No snapshot was made.") {
      var manifest = chain.manifest
      manifest.id = id
      manifest.base = nil
      manifest.baseDigest = nil
      return try SnapshotCreation.write(to: target, options) { archive in
        try fill(archive, manifest, chain, progress)
      }
    }
  }

  private static func fill(
    _ archive: consuming ArchiveWriter, _ manifest: SnapshotManifest, _ chain: SnapshotChain,
    _ progress: (Int, Int) -> Void
  ) throws -> SnapshotReport {
    var writer = try SnapshotWriter(archive, manifest)
    var wanted: [String: [ByteString: Wanted]] = [:]
    var summary = SnapshotSummary()
    let own = try chain.forEachMessage { message in
      summary.count(message)
      for (place, file) in message.unsettle() {
        let other = wanted[place.snapshot, default: [:]].updateValue(file, forKey: place.path)
        // Two files with one id have one set of logs.
        guard other == nil || file.path.hasPrefix("log/") else {
          throw SnapshotFlaw("\(place.path) is in its index twice")
        }
      }
      try writer.add(.message(message.stored))
    }
    let total = wanted.values.reduce(0) { $0 + $1.count }
    for link in chain.links {
      try copy(
        link, wanted[link.manifest.id] ?? [:], withConfiguration: link.manifest.id == chain.manifest.id, to: &writer,
        &summary
      ) { progress($0, total) }
    }
    guard summary.stored == total else {
      throw SnapshotFlaw("\(total - summary.stored) files are missing in the snapshots that it builds on")
    }
    summary.guarantee = own.guarantee
    summary.problems = own.problems
    summary.end = own.end
    let finished = summary
    let size = try writer.finish(finished)
    return SnapshotReport(manifest: manifest, summary: finished, archiveBytes: size)
  }

  private static func copy(
    _ link: SnapshotChain.Link, _ wanted: [ByteString: Wanted], withConfiguration: Bool,
    to writer: inout SnapshotWriter, _ summary: inout SnapshotSummary, progress: (Int) -> Void
  ) throws {
    try link.file.read(isWhole: true) { reader in
      try copy(&reader, link, wanted, withConfiguration, &writer, &summary, progress)
    }
  }

  private static func copy(
    _ reader: inout ArchiveReader, _ link: SnapshotChain.Link, _ wanted: [ByteString: Wanted],
    _ withConfiguration: Bool, _ writer: inout SnapshotWriter, _ summary: inout SnapshotSummary,
    _ progress: (Int) -> Void
  ) throws {
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while var entry = try reader.next() {
      let isConfiguration = withConfiguration && entry.path.hasPrefix("config/")
      let file = wanted[entry.path]
      guard file != nil || isConfiguration else { continue }
      if let file { entry.path = file.path }
      // They may have changed since, and the content not.
      if let message = file?.message {
        (entry.mode, entry.owner, entry.group) = (message.mode, message.owner, message.group)
      }
      var digest = SHA256Digest()
      try writer.begin(entry)
      while true {
        let count = try reader.read(into: &piece)
        if count == 0 { break }
        digest.update(Array(piece[..<count]))
        try writer.write(Array(piece[..<count]))
      }
      try writer.end()
      guard let file else { continue }
      guard digest.sum() == file.digest else {
        throw SnapshotFlaw("\(entry.path) in \(link.manifest.id) is not what the index says: its sum differs")
      }
      summary.stored += 1
      progress(summary.stored)
    }
  }
}

extension IndexedMessage {
  /// Where its files are stored, with what is wanted of them.
  fileprivate func unsettle() -> [(StoredElsewhere, SnapshotFolding.Wanted)] {
    var places: [(StoredElsewhere, SnapshotFolding.Wanted)] = []
    if let elsewhere { places.append((elsewhere, SnapshotFolding.Wanted(path: path, digest: digest, message: self))) }
    for log in logs {
      guard let elsewhere = log.elsewhere else { continue }
      places.append((elsewhere, SnapshotFolding.Wanted(path: path(of: log.kind), digest: log.digest, message: nil)))
    }
    return places
  }

  /// The same, stored in the archive of which the line is.
  fileprivate var stored: IndexedMessage {
    var message = self
    message.elsewhere = nil
    for number in logs.indices { message.logs[number].elsewhere = nil }
    return message
  }
}

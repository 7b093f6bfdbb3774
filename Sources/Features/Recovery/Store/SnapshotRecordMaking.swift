// From a file of a store to its record.

import Bytes
public import SnapshotArchive
public import SnapshotCatalogue
import SystemAccess

extension SnapshotRecord {
  /// The record of an archive that says what it is.
  init(_ file: StoreListing.Archive, _ inspected: InspectedSnapshot) {
    let manifest = inspected.manifest
    self.init(
      id: manifest.id, fileName: file.name.fileName, fileSize: file.size, fileModified: file.modified,
      created: manifest.window.start, windowEnd: manifest.window.end)
    host = manifest.host
    queueDirectory = manifest.queue.directory
    base = manifest.base
    guarantee = manifest.guarantee.rawValue
    reason = manifest.reason
    selection = manifest.selection
    messages = manifest.messages
    bytes = manifest.bytes
    tags = manifest.tags
    hasConfiguration = manifest.hasConfiguration
    hasSecrets = manifest.hasSecrets
    postfix = manifest.postfix
    encryption = file.name.encryption
    isSigned = file.isSigned
    guard let summary = inspected.summary else {
      problem = "it was not finished: its index has no summary"
      return
    }
    // What came out in the end counts, and not what was promised in the beginning.
    guarantee = summary.guarantee.rawValue
    windowEnd = max(manifest.window.end, summary.end)
    messages = summary.messages
    storedFiles = summary.stored
    bytes = summary.bytes
    finished = summary.finished
    damaged = summary.damaged
  }

  /// The record of an archive of which only the name is known.
  init(_ file: StoreListing.Archive, problem: String?) {
    let time = (file.name.time ?? file.modified.seconds).multipliedReportingOverflow(by: 1000)
    self.init(
      id: file.name.id, fileName: file.name.fileName, fileSize: file.size, fileModified: file.modified,
      created: time.overflow ? 0 : time.partialValue, windowEnd: time.overflow ? 0 : time.partialValue)
    encryption = file.name.encryption
    isSigned = file.isSigned
    self.problem = problem
  }

  /// What the snapshot claims; nil where the archive could not be opened.
  public var claim: SnapshotGuarantee? { guarantee.flatMap(SnapshotGuarantee.init(rawValue:)) }

  /// Whether the archive could be opened: without, neither its queue nor its base is known.
  public var isOpened: Bool { guarantee != nil }

  /// Whether it is encrypted and nothing is known against it or of it, because it could not be opened.
  var isUndecrypted: Bool { !isOpened && problem == nil && encryption != nil }

  /// Whether it claims to have everything that was in the queue.
  public var isComplete: Bool { selection == nil && (claim == .proved || claim == .quiesced) }

  /// Whether it is dated in the future: a clock was wrong once, and it would be the last one for years. The clock of
  /// another host may be ahead by an hour.
  /// - Parameter now: seconds since the epoch.
  func isAhead(of now: Int64) -> Bool { created / 1000 > now.addingReportingOverflow(3600).partialValue }

  /// Where it comes from.
  public var origin: SnapshotOrigin { SnapshotOrigin(host: host, queueDirectory: queueDirectory) }

  public var archiveName: ArchiveName { ArchiveName(ByteString(fileName)) ?? ArchiveName(id: id) }
}

/// The queue that a snapshot was taken from.
public struct SnapshotOrigin: Hashable, Sendable {
  /// The host's own name.
  public var host: String
  /// queue_directory.
  public var queueDirectory: String

  public init(host: String, queueDirectory: String) {
    self.host = host
    self.queueDirectory = queueDirectory
  }
}

// What a snapshot is to be, and where it comes from.

import QueueStore
public import SnapshotArchive
import SnapshotCatalogue

public struct SnapshotOptions: Sendable {
  /// Of zstd, 1 to 19. Level 3 takes twice the time for a fourteenth less; see docs/benchmarks.md.
  public var level = 1
  /// That compress beside the one that writes.
  public var threads = 1
  public var tags: [String] = []
  /// Whether Postfix was stopped for it.
  public var isQuiesced = false
  /// The configuration that goes with it, if it does.
  public var configuration: ConfigurationCapture?
  public var hasSecrets = false
  /// Which messages; nil for all.
  public var filter: MessageFilter?
  /// For whom the archive is encrypted, if it is.
  public var encryption: Encryption?
  /// A file with the secret key, where the snapshot builds on one that age encrypted.
  public var identity: String?
  /// Who signs it, if somebody does. Only for files.
  public var signing: Signing?

  public init() {}
}

extension ArchiveName {
  /// The name of an archive with these options.
  init(id: String, _ options: SnapshotOptions) {
    self.init(
      id: id, encryption: options.encryption.flatMap { SnapshotRecord.Encryption(rawValue: $0.tool.rawValue) })
  }
}

/// Where a snapshot comes from.
public struct SnapshotSource: Sendable {
  /// The snapshot's name.
  public var id: String
  public var host: String
  /// The version of postkeep.
  public var program: String
  /// The version of Postfix.
  public var postfix: String?
  public var configurationDirectory: String
  /// Of the queue where the messages belong, when they are read from elsewhere.
  var settings: QueueSettings?

  public init(id: String, host: String, program: String, postfix: String?, configurationDirectory: String) {
    self.id = id
    self.host = host
    self.program = program
    self.postfix = postfix
    self.configurationDirectory = configurationDirectory
  }
}

/// What came of it.
public struct SnapshotReport: Sendable {
  public let manifest: SnapshotManifest
  public let summary: SnapshotSummary
  /// Bytes of the archive.
  public internal(set) var archiveBytes: Int
  /// The archive that is damaged, where it was to build on it and became a full one.
  var damagedFoundation: SnapshotFile?
  /// Whether Postfix was stopped for it and could not be started again.
  public internal(set) var leavesPostfixStopped = false
  /// What of the configuration could not be stored, in sentences.
  public internal(set) var configurationProblems: [String] = []
  /// Mail of this host that is in no queue and so not in the snapshot, in sentences. The archive does not tell of it: what it
  /// claims is about the queue.
  public internal(set) var outside: [String] = []
  /// What else a person should know, in sentences.
  public internal(set) var remarks: [String] = []
}

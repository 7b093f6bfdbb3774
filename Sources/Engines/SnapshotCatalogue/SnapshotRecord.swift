// What a store knows about one of its snapshots without opening the archive: a row of the catalogue.

public import SystemAccess

public struct SnapshotRecord: Hashable, Sendable {
  /// The snapshot's own name, "mail1-20261126T224603Z". The file is named after it unless somebody renamed the file.
  public var id: String
  /// The archive: its name in the store, its size in bytes, and when it was written.
  public var fileName: String
  public var fileSize: Int
  public var fileModified: FileStatus.Time

  /// The host's own name; empty where the archive could not be opened.
  public var host = ""
  /// queue_directory; empty where the archive could not be opened.
  public var queueDirectory = ""
  /// When the queue was looked at first, in milliseconds since the epoch.
  public var created: Int64
  /// When nothing in the queue was unknown any more, in milliseconds since the epoch.
  public var windowEnd: Int64
  /// The id of the snapshot that this one builds on; nil for a full one.
  public var base: String?
  /// What the snapshot claims, in the manifest's words; nil where the archive could not be opened.
  public var guarantee: String?
  /// Why it claims no more.
  public var reason: String?

  /// Which messages it was to have; nil for all.
  public var selection: String?

  public var messages = 0
  /// Files that the archive holds itself.
  public var storedFiles = 0
  /// Bytes of all messages and logs, those in the base included.
  public var bytes = 0
  /// Messages that went away while the snapshot was taken.
  public var finished = 0
  /// Messages whose records are damaged.
  public var damaged = 0
  public var tags: [String] = []
  public var hasConfiguration = false
  public var hasSecrets = false
  /// Version of Postfix.
  public var postfix: String?

  /// With what the archive is encrypted, for example "age".
  public var encryption: Encryption?
  /// Whether a signature lies beside it.
  public var isSigned = false
  public var verification: Verification?
  /// Why the archive is no whole snapshot, as the end of a sentence; nil for a whole one. An encrypted archive that
  /// could not be opened has none: nothing is known against it.
  public var problem: String?

  public enum Encryption: String, Sendable, CaseIterable { case age, gpg }

  /// The last time that all of the archive was checked.
  public struct Verification: Hashable, Sendable {
    /// In milliseconds since the epoch.
    public var time: Int64
    public var isGood: Bool

    public init(time: Int64, isGood: Bool) {
      self.time = time
      self.isGood = isGood
    }
  }

  public init(
    id: String, fileName: String, fileSize: Int, fileModified: FileStatus.Time, created: Int64, windowEnd: Int64
  ) {
    self.id = id
    self.fileName = fileName
    self.fileSize = fileSize
    self.fileModified = fileModified
    self.created = created
    self.windowEnd = windowEnd
  }
}

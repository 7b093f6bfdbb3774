// How much an archive may hold before the reader gives up.

public struct ArchiveLimits: Hashable, Sendable {
  /// Files and directories.
  public var entries: Int
  /// Bytes of content of one file.
  public var entryBytes: Int
  /// Bytes of content of all files.
  public var totalBytes: Int
  /// How many bytes a byte of the archive may become, once the first 64 MiB are read; nil for any number.
  public var ratio: Int?

  public init(entries: Int, entryBytes: Int, totalBytes: Int, ratio: Int?) {
    self.entries = entries
    self.entryBytes = entryBytes
    self.totalBytes = totalBytes
    self.ratio = ratio
  }

  /// None to speak of, for archives that Postkeep wrote on this host: whatever was in the queue has to come back, be it millions of
  /// messages, or messages of nothing but zeros that compress 30,000 times.
  public static let none = ArchiveLimits(
    entries: 100_000_000, entryBytes: 1 << 50, totalBytes: 1 << 55, ratio: nil)

  /// For archives of unknown origin: 2 million files of up to 4 GiB, 256 GiB in all.
  public static let foreign = ArchiveLimits(
    entries: 2_000_000, entryBytes: 4 << 30, totalBytes: 256 << 30, ratio: 10_000)
}

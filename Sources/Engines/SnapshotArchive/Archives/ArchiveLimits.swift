// How much an archive may hold before the reader gives up.

public struct ArchiveLimits: Hashable, Sendable {
  /// Files and directories.
  public var entries: Int
  /// Bytes of content of one file.
  public var entryBytes: Int
  /// Bytes of content of all files.
  public var totalBytes: Int
  /// How many bytes a byte of the archive may become, once the harmless ones are read; nil for any number.
  public var ratio: Int?
  /// The ratio counts from here on, in bytes of tar: a few zeros compress as well as a bomb does.
  public var harmless = 64 << 20

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

  /// The same, raised by what an archive says in its beginning that it has: mail of that size is no bomb, and whoever restores it is told
  /// the size before. What comes beyond is held against the limits as if nothing had been said.
  ///
  /// - Parameters:
  ///   - bytes: of all messages. Any number: nobody has checked it.
  ///   - messages: how many.
  public func raised(by bytes: Int, messages: Int) -> ArchiveLimits {
    let bytes = min(max(0, bytes), Self.none.entryBytes)
    let messages = min(max(0, messages), Self.none.entries)
    var limits = self
    // Each may have three logs, and a header of up to three blocks.
    limits.entries += 4 * messages
    limits.entryBytes = max(entryBytes, bytes)
    limits.totalBytes += bytes
    limits.harmless += bytes + 2048 * messages
    return limits
  }

  /// For archives of unknown origin: 2 million files of up to 4 GiB, 256 GiB in all.
  public static let foreign = ArchiveLimits(
    entries: 2_000_000, entryBytes: 4 << 30, totalBytes: 256 << 30, ratio: 10_000)
}

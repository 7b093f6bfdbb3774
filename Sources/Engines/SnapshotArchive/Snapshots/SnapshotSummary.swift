// The last line of a snapshot's index: what the archive came to. Without it the snapshot is not complete.

public struct SnapshotSummary: Hashable, Sendable {
  /// Messages of the snapshot, those that are stored in its base included.
  public var messages = 0
  /// Logs about them.
  public var logs = 0
  /// Bytes of both, those that are stored in the base included.
  public var bytes = 0
  /// Files that this archive holds itself.
  public var stored = 0
  /// Messages that were delivered or removed while the snapshot was taken, and are left out.
  public var finished = 0
  /// Messages whose records are damaged. They are kept as they are.
  public var damaged = 0
  /// Messages of the base that are not in the queue any more.
  public var gone = 0
  /// What could not be read.
  public var problems: [String] = []
  /// What is true in the end; never better than what the manifest says.
  public var guarantee = SnapshotGuarantee.bestEffort
  /// When the last file was read, in milliseconds since the epoch.
  public var end: Int64 = 0

  public init() {}
}

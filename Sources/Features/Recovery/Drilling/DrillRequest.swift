// What is to be rehearsed: which snapshot, for which configuration, where, and with which log.

public struct DrillRequest: Sendable {
  public enum Source: Sendable {
    /// A word of the command line: an id, "last", or the path of an archive.
    case snapshot(String)
    /// A new one of the queue of the configuration.
    case fresh(SnapshotSource)
  }

  public var source: Source
  /// The store with the snapshots on which it builds.
  public var store: String
  /// A file with the secret key, for archives that age encrypted.
  public var identity: String?
  /// Of the Postfix that is rehearsed. It is only read.
  public var configuration: String
  /// Nil for queue_directory.
  public var queue: String?
  public var log: Restoring.Log?
  /// Where each drill gets a directory of its own.
  public var work: String
  /// How long mail may take to be delivered, in seconds.
  public var timeout = 600
  /// Whether the drill's directory stays for a look.
  public var keepsDirectory = false

  /// Not in /var/lib/postkeep, which is for root alone: Postfix has to reach its queue.
  public static let usualWork = "/var/lib/postkeep-drills"

  public init(source: Source, store: String, configuration: String, work: String = Self.usualWork) {
    self.source = source
    self.store = store
    self.configuration = configuration
    self.work = work
  }
}

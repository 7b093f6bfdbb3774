// The first file of a snapshot, manifest.json: where it comes from and what it claims. docs/snapshot-format.md is the
// reference.

public import Bytes

public struct SnapshotManifest: Hashable, Sendable {
  public static let path: ByteString = "manifest.json"
  /// The version of the format. A reader takes this one and older ones.
  public static let version = 1

  /// Milliseconds since the epoch.
  public struct Window: Hashable, Sendable {
    public var start: Int64
    public var end: Int64

    public init(start: Int64, end: Int64) {
      self.start = start
      self.end = end
    }
  }

  /// The parameters of the queue that a restore has to know.
  public struct Queue: Hashable, Sendable {
    /// queue_directory.
    public var directory: String
    public var configurationDirectory: String
    public var hashedQueues: [String]
    public var hashDepth: Int
    public var usesLongIDs: Bool
    /// mail_owner.
    public var owner: String
    /// Seconds.
    public var maximalLifetime: Int64
    /// Seconds.
    public var bounceLifetime: Int64

    public init(
      directory: String, configurationDirectory: String, hashedQueues: [String], hashDepth: Int, usesLongIDs: Bool,
      owner: String, maximalLifetime: Int64, bounceLifetime: Int64
    ) {
      self.directory = directory
      self.configurationDirectory = configurationDirectory
      self.hashedQueues = hashedQueues
      self.hashDepth = hashDepth
      self.usesLongIDs = usesLongIDs
      self.owner = owner
      self.maximalLifetime = maximalLifetime
      self.bounceLifetime = bounceLifetime
    }
  }

  /// The name of the snapshot: "mail1-20261126T224603Z".
  public var id: String
  /// The host's own name.
  public var host: String
  /// The version of postkeep.
  public var program: String
  /// The version of Postfix; nil when it could not be told.
  public var postfix: String?
  public var queue: Queue
  /// From the first look at the queue to the moment when nothing in it was unknown.
  public var window: Window
  public var guarantee: SnapshotGuarantee
  /// Why the guarantee is no better; nil for the best one.
  public var reason: String?
  /// The snapshot that this one builds on; nil for a full one.
  public var base: String?
  /// SHA-256 of that one's manifest; nil for a full one, and in older ones.
  public var baseDigest: String?
  /// Which messages; nil for all.
  public var selection: String?
  public var tags: [String]
  /// Whether the archive holds the configuration, and whether with its secrets.
  public var hasConfiguration: Bool
  public var hasSecrets: Bool
  /// Messages that were in the queue.
  public var messages: Int
  /// How large their files were, in bytes.
  public var bytes: Int

  public init(
    id: String, host: String, program: String, postfix: String?, queue: Queue, window: Window,
    guarantee: SnapshotGuarantee, reason: String? = nil, base: String? = nil, selection: String? = nil,
    tags: [String] = [], hasConfiguration: Bool = false, hasSecrets: Bool = false, messages: Int, bytes: Int
  ) {
    self.id = id
    self.host = host
    self.program = program
    self.postfix = postfix
    self.queue = queue
    self.window = window
    self.guarantee = guarantee
    self.reason = reason
    self.base = base
    self.selection = selection
    self.tags = tags
    self.hasConfiguration = hasConfiguration
    self.hasSecrets = hasSecrets
    self.messages = messages
    self.bytes = bytes
  }
}

// What the configuration says about the queue: where it lies, how it is laid out, how long mail is kept.

import Bytes
public import PostfixConfig
public import SystemAccess

public struct QueueSettings: Sendable {
  /// Where the queue lies: queue_directory, or wherever else it is looked for.
  public private(set) var directory: String
  /// queue_directory.
  public let configuredDirectory: String
  /// hash_queue_names.
  public private(set) var hashedQueues: Set<String>
  /// hash_queue_depth.
  public let hashDepth: Int
  /// mail_owner.
  public let owner: String
  /// setgid_group.
  public let submissionGroup: String
  /// enable_long_queue_ids.
  public let usesLongIDs: Bool
  /// smtputf8_enable: without it, Postfix shows bytes above 127 as "?".
  public let usesUTF8: Bool
  /// maximal_queue_lifetime in seconds.
  public let maximalLifetime: Int64
  /// bounce_queue_lifetime in seconds: for mail with the null sender.
  public let bounceLifetime: Int64
  /// maximal_backoff_time in seconds.
  public let maximalBackoff: Int64

  /// Nil when queue_directory cannot be told.
  public init?(_ configuration: Configuration) {
    func text(_ name: ByteString) -> String? { configuration.value(name)?.text?.description }
    func value(_ name: ByteString, in service: Service? = nil) -> ParameterValue? {
      guard let text = configuration.value(name, in: service)?.text, let parameter = ParameterFacts.known[name] else {
        return nil
      }
      return try? ParameterValue(text, of: parameter)
    }
    func number(_ name: ByteString, _ fallback: Int64, in service: Service? = nil) -> Int64 {
      switch value(name, in: service) {
      case .time(let number), .number(let number): Int64(number)
      default: fallback
      }
    }
    guard let directory = text("queue_directory"), directory.hasPrefix("/") else { return nil }
    self.directory = directory
    configuredDirectory = directory
    hashedQueues = Set(
      Words.ofList(configuration.value("hash_queue_names")?.text ?? .empty).map { $0.text.description })
    hashDepth = Int(number("hash_queue_depth", 1))
    owner = text("mail_owner") ?? "postfix"
    submissionGroup = text("setgid_group") ?? "postdrop"
    usesLongIDs = value("enable_long_queue_ids") == .boolean(true)
    usesUTF8 = value("smtputf8_enable") != .boolean(false)
    // master.cf may have its own values for the one daemon that uses them.
    let manager = configuration.services.first { $0.program == "qmgr" || $0.program == "oqmgr" }
    maximalLifetime = number("maximal_queue_lifetime", 432_000, in: manager)
    bounceLifetime = number("bounce_queue_lifetime", 432_000, in: manager)
    maximalBackoff = number("maximal_backoff_time", 4000, in: manager)
  }

  /// The same for a queue that lies elsewhere.
  public func at(_ directory: String) -> QueueSettings {
    var settings = self
    settings.directory = directory
    return settings
  }

  /// The same for a place without hashed queues.
  func flat(at directory: String) -> QueueSettings {
    var settings = at(directory)
    settings.hashedQueues = []
    return settings
  }

  /// The user whom the queue belongs to. Throws when /etc/passwd does not have it.
  public func ownerUser() throws(SystemError) -> UserNames.User {
    if let user = UserNames.user(owner) { return user }
    throw SystemError.refusal("find", owner, "/etc/passwd has no such user, who should own the queue")
  }

  /// How many directories lie one in the other below a queue or a directory of logs.
  public func depth(of name: String) -> Int { hashedQueues.contains(name) ? max(0, hashDepth) : 0 }
}

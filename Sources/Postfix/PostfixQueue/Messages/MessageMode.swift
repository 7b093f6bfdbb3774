// The permission bits of a message file, which are its state. Source: mail_open_ok.c, mail_stream.c, flush.c, postsuper.c.

public struct MessageMode: RawRepresentable, Hashable, Sendable {
  /// As in st_mode; only the permission bits count.
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The owner may read, write and execute: the message is complete, and Postfix sees it.
  public var isComplete: Bool { rawValue & 0o700 == 0o700 }
  /// To be delivered without waiting, set by a flush.
  public var isUnthrottled: Bool { rawValue & 0o040 != 0 }
  /// To be returned to its sender at the next attempt, set by `postsuper -e`, and by any careless chmod.
  public var isExpired: Bool { rawValue & 0o010 != 0 }
  /// Found damaged by a delivery agent.
  public var isMarkedCorrupt: Bool { rawValue & 0o700 == 0o400 }
}

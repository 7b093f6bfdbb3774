// What is asked of a shape.

public import MessageSelections

public struct ShapeOptions: Sendable {
  public var dimension = ShapeDimension.recipientDomain
  public var buckets = AgeBuckets()
  /// Rows for parent domains as well, of those that have at least this many subdomains; nil for none.
  public var parents: Int?
  public var selection = Selection.all

  public init() {}
}

/// What the rows of a shape are.
public enum ShapeDimension: String, CaseIterable, Sendable {
  case sender, recipient
  case senderDomain = "sender-domain"
  case recipientDomain = "recipient-domain"
  case reason, dsn, transport
  case saslUsername = "sasl_username"

  /// Whether messages are counted; recipients otherwise.
  public var countsMessages: Bool {
    switch self {
    case .sender, .senderDomain, .transport, .saslUsername: true
    case .recipient, .recipientDomain, .reason, .dsn: false
    }
  }

  public var hasDomains: Bool { self == .senderDomain || self == .recipientDomain }
}

// Why a command about the queue cannot do its work.

public struct MaintenanceFailure: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    case usage, unreadable, permission, locked
  }

  public let kind: Kind
  /// What, where, why and what to do.
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

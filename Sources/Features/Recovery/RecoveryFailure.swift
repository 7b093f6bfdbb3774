// Why a snapshot or a restore cannot do its work.

public struct RecoveryFailure: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    case usage, unreadable, permission, locked
    /// Something that was checked is not as it should be.
    case damaged
  }

  public let kind: Kind
  /// What, where, why and what to do.
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

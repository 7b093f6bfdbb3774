// Why a command about the queue cannot do its work.

import SystemAccess

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

  /// - Parameter advice: what to do, or what was not done; empty for nothing.
  init(_ error: SystemError, _ advice: String = "") {
    self.init(error.isPermission ? .permission : .unreadable, "\(error)" + (advice.isEmpty ? "" : "\n  \(advice)"))
  }
}

// Why a snapshot or a restore cannot do its work.

import Glibc
import SnapshotArchive
import SystemAccess

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

extension RecoveryFailure {
  /// What, where and why, without what to do.
  var headline: String { description.split(separator: "\n").first.map(String.init) ?? description }

  /// Each thing that is wrong, without what to do.
  var problems: [String] {
    description.split(separator: "\n").filter { !$0.hasPrefix("  ") }.map(String.init)
  }

  /// Runs work and says what its errors mean.
  /// - Parameter advice: what the reader can do, or what has become of the work.
  static func translating<Result>(_ advice: String, _ work: () throws -> Result) throws(RecoveryFailure) -> Result {
    do { return try work() } catch { throw RecoveryFailure(error, advice) }
  }

  /// What an error means.
  /// - Parameter advice: for one that has none yet.
  init(_ error: any Error, _ advice: String) {
    let chain = error as? ChainFailure
    let error = chain?.cause ?? error
    let failure = error as? RecoveryFailure ?? Self.failure(error, of: chain?.file?.path, advice)
    guard let chain, !chain.problems.isEmpty else {
      self = failure
      return
    }
    self.init(.damaged, chain.problems.joined(separator: "\n") + "\n\(failure)")
  }

  private static func failure(_ error: any Error, of path: String?, _ advice: String) -> RecoveryFailure {
    guard let flaw = error as? SnapshotFlaw else { return RecoveryFailure(kind(of: error), "\(error)\n  \(advice)") }
    let told = path.map { flaw.told(of: $0) } ?? flaw
    return flaw.isOfNewerFormat
      ? RecoveryFailure(.unreadable, "\(told)\n  Take the version of postkeep that wrote it, or a later one.")
      : RecoveryFailure(.damaged, "\(told)\n  \(advice)")
  }

  private static func kind(of error: any Error) -> Kind {
    switch error {
    case let error as SystemError: error.isPermission ? .permission : .unreadable
    case let error as ArchiveError:
      switch error.cause {
      case .system(let code): code == EACCES || code == EPERM ? .permission : .unreadable
      case .exists, .misuse: .unreadable
      case .damaged, .refused, .tooLarge: .damaged
      }
    default: .unreadable
    }
  }
}

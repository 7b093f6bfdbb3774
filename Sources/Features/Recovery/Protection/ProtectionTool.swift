// The tools that protect snapshots. Keys are their business, not ours.

public import SystemAccess

public enum ProtectionTool: String, Sendable, CaseIterable {
  case age, gpg

  /// The Debian package that holds it.
  var package: String { self == .age ? "age" : "gnupg" }

  /// Starts it in a pipeline; a missing tool is told with its package.
  func start(_ direction: Pipeline.Direction, _ arguments: [String]) throws(RecoveryFailure) -> Pipeline {
    do throws(SystemError) {
      return try Pipeline(direction, rawValue, arguments)
    } catch {
      guard error.isMissing else { throw RecoveryFailure(.unreadable, "\(error)") }
      throw RecoveryFailure(
        .unreadable, "\(rawValue) is not installed\n  Install the Debian package \(package): apt-get install \(package)"
      )
    }
  }
}

extension RecoveryFailure {
  /// - Parameter work: what was being done, such as "encrypt the snapshot".
  public init(_ failure: ToolFailure, while work: String) {
    var text = "cannot \(work): \(failure)"
    let said = failure.lastLine ?? ""
    if failure.tool == "gpg", said.contains("Unusable public key") || said.contains("no assurance") {
      text += "\n  gpg does not trust the key, or the key is not for encryption. A full fingerprint needs no trust."
    } else if failure.tool == "gpg", said.contains("No public key") {
      text += "\n  Import the key first: gpg --import"
    }
    self.init(.unreadable, text)
  }
}

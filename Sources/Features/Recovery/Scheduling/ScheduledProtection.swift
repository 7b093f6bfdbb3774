// For whom a schedule encrypts its snapshots, and who signs them.
//
// A timer has no secret key to decrypt with, and should have none. So every encrypted snapshot is a whole one, as an
// increment would have to read the one before; and nothing is scheduled that reads them. A key that signs is another
// matter: it has to be there, without a passphrase.

import SystemAccess

public struct ScheduledProtection: Sendable {
  /// As the user wrote them.
  let recipients: [String]
  /// A key of gpg.
  let signer: String?
  private let encryption: Encryption?

  public init() {
    recipients = []
    signer = nil
    encryption = nil
  }

  /// - Parameter signer: a key of gpg; nil for no signature.
  public init(recipients: [String], signer: String?) throws(RecoveryFailure) {
    encryption = try recipients.isEmpty ? nil : Encryption(for: recipients)
    if let signer { _ = try Signing(key: signer) }
    self.recipients = recipients
    self.signer = signer
  }

  /// Encrypts and signs nothing at all, as the jobs will: what a tool refuses would be noticed at night.
  ///
  /// - Parameter gpgHome: gpg's directory; the jobs are root's and have no other.
  public func tryKeys(gpgHome: String = "/root/.gnupg") throws(RecoveryFailure) {
    let nothing: OpenFile
    do { nothing = try OpenFile.nowhere() } catch { throw RecoveryFailure(.unreadable, "\(error)") }
    if !recipients.isEmpty {
      let pipeline = try Encryption(for: recipients, gpgHome: gpgHome).start(writingTo: nothing.number)
      do throws(ToolFailure) { try pipeline.finish() } catch {
        let names = recipients.joined(separator: ", ")
        throw RecoveryFailure(error, while: "encrypt to \(names) with the keys that root has")
      }
    }
    if let signer {
      _ = try Signing(key: signer, gpgHome: gpgHome)
        .signature(of: nothing.number, while: "sign as \(signer) with the keys that root has")
    }
  }

  var isEncrypted: Bool { encryption != nil }

  /// As options of `snapshot create`.
  var words: [String] { recipients.flatMap { ["--encrypt-to", $0] } + (signer.map { ["--sign", $0] } ?? []) }

  /// Files of keys.
  var files: [String] { recipients.filter(Encryption.isPath) }

  /// Whether a job needs gpg's directory: to encrypt, to sign, or to check signatures.
  func usesGnuPG(in job: ScheduledJob) -> Bool {
    switch job {
    case .snapshot, .full: signer != nil || encryption?.tool == .gpg
    case .verify, .drill: signer != nil
    case .prune, .purge: false
    }
  }
}

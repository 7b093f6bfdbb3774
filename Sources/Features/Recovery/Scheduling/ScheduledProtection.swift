// For whom a schedule encrypts its snapshots, and who signs them.
//
// A timer has no secret key to decrypt with, and should have none. So every encrypted snapshot is a whole one, as an
// increment would have to read the one before; and nothing is scheduled that reads them. A key that signs is another
// matter: it has to be there, without a passphrase.

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

// Who can read an archive, and who answers for it.

import ArgumentParser
import Recovery

struct ProtectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Encrypt for a key of age or ssh, a file of such keys, or a key of gpg. May be given again.",
      valueName: "recipient"), completion: .file())
  var encryptTo: [String] = []
  @Option(help: ArgumentHelp("Sign with a key of gpg.", valueName: "key")) var sign: String?

  func apply(to options: inout SnapshotOptions) throws {
    options.encryption = try Failure.translating { encryptTo.isEmpty ? nil : try Encryption(for: encryptTo) }
    options.signing = try Failure.translating { try sign.map { try Signing(key: $0) } }
  }
}

struct IdentityOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The file with your secret key, for archives that age encrypted.", valueName: "file"),
    completion: .file(),
    transform: PathWord.read)
  var identity: String?
}

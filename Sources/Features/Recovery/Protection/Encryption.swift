// Encrypting a snapshot for somebody: which tool, and how it is called.
//
// The form of a recipient says which tool it is for:
//     age1…, ssh-ed25519 …, ssh-rsa …    a public key, for age
//     /path, ./path                      a file with such keys, for age
//     anything else                      a key of gpg's keyring: a fingerprint, a key id, a mail address

public import SystemAccess

public struct Encryption: Hashable, Sendable {
  public let tool: ProtectionTool
  /// The tool's arguments: what comes in at standard input goes encrypted to standard output.
  public let arguments: [String]

  /// What the name of an encrypted file ends with.
  public var suffix: String { ".\(tool.rawValue)" }

  /// - Parameters:
  ///   - recipients: as the user wrote them; each of them can decrypt.
  ///   - gpgHome: gpg's directory; nil for the user's own.
  public init(for recipients: [String], gpgHome: String? = nil) throws(RecoveryFailure) {
    guard !recipients.isEmpty else { throw RecoveryFailure(.usage, "nobody to encrypt to") }
    if let odd = recipients.first(where: { $0.isEmpty || $0.hasPrefix("-") }) {
      throw RecoveryFailure(
        .usage, "'\(odd)' is no recipient\n  Name an age or ssh key, a file of keys, or a key of gpg.")
    }
    let isAge = recipients.map(Self.isForAge)
    guard Set(isAge).count == 1 else {
      throw RecoveryFailure(.usage, "recipients of age and of gpg cannot be mixed")
    }
    if isAge[0] {
      tool = .age
      arguments = ["--encrypt"] + recipients.flatMap { [Self.isPath($0) ? "--recipients-file" : "--recipient", $0] }
    } else {
      tool = .gpg
      let keys = recipients.map { Self.fingerprint($0) ?? $0 }
      // Whoever names the whole fingerprint has chosen the key, and gpg need not vouch for it. A name or a short id says
      // less than that: then the key must be trusted.
      let isChosen = recipients.allSatisfy { Self.fingerprint($0) != nil }
      arguments =
        GnuPG.options(home: gpgHome) + (isChosen ? ["--trust-model", "always"] : [])
        + ["--compress-algo", "none", "--encrypt"] + keys.flatMap { ["--recipient", $0] }
    }
  }

  /// Starts the tool: what is written to the pipeline goes encrypted to the descriptor.
  public func start(writingTo descriptor: Int32) throws(RecoveryFailure) -> Pipeline {
    try tool.start(.writing(to: descriptor), arguments)
  }

  private static func isForAge(_ recipient: String) -> Bool {
    isPath(recipient) || recipient.hasPrefix("age1") || recipient.hasPrefix("ssh-ed25519 ")
      || recipient.hasPrefix("ssh-rsa ")
  }

  static func isPath(_ recipient: String) -> Bool {
    ["/", "./", "../"].contains { recipient.hasPrefix($0) }
  }

  /// A full fingerprint without its blanks; nil for anything shorter.
  static func fingerprint(_ text: String) -> String? {
    let digits = text.filter { $0 != " " }
    let bare = digits.hasPrefix("0x") ? String(digits.dropFirst(2)) : digits
    return (bare.utf8.count == 40 || bare.utf8.count == 64) && bare.allSatisfy(\.isHexDigit) ? bare : nil
  }
}

enum GnuPG {
  /// No questions: cron has nobody to ask.
  static func options(home: String?) -> [String] {
    ["--batch", "--yes", "--no-tty", "--quiet"] + (home.map { ["--homedir", $0] } ?? [])
  }
}

// Decrypting a snapshot: the tool is told by the first bytes of the file, whatever its name is.
//
// Sources: the age specification, RFC 4880.

import Bytes
public import SystemAccess

public struct Decryption: Hashable, Sendable {
  public let tool: ProtectionTool
  /// The tool's arguments: what comes in encrypted at standard input goes to standard output.
  public let arguments: [String]

  /// How many bytes of a file tell whether it is encrypted.
  public static let headLength = 64

  /// The tool that made a file that begins so; nil for one that is not encrypted.
  public static func tool(for head: some Sequence<UInt8>) -> ProtectionTool? {
    let head = Array(head.prefix(headLength))
    func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
    if begins("age-encryption.org/") || begins("-----BEGIN AGE ENCRYPTED FILE-----") { return .age }
    if begins("-----BEGIN PGP MESSAGE-----") { return .gpg }
    guard let first = head.first, head.count > 2 else { return nil }
    // A session key for a public key (tag 1) or for a passphrase (tag 3), in the old and the new form of packets.
    return (0x84...0x87).contains(first) || (0x8C...0x8F).contains(first) || first == 0xC1 || first == 0xC3 ? .gpg : nil
  }

  /// - Parameters:
  ///   - identity: a file with the secret key, for age; gpg asks its agent.
  ///   - gpgHome: gpg's directory; nil for the user's own.
  public init(by tool: ProtectionTool, identity: String? = nil, gpgHome: String? = nil) throws(RecoveryFailure) {
    self.tool = tool
    switch tool {
    case .age:
      guard let identity else {
        throw RecoveryFailure(
          .usage, "the snapshot is encrypted with age\n  Name the file with your key: --identity FILE")
      }
      arguments = ["--decrypt", "--identity", identity]
    case .gpg: arguments = GnuPG.options(home: gpgHome) + ["--decrypt"]
    }
  }

  /// Starts the tool: what is read from the pipeline is what was encrypted in the file, from its current position on.
  ///
  /// Nothing of it is proven until `finish()` has not thrown: a tool notices only at the end that a file was cut.
  public func start(readingFrom descriptor: Int32) throws(RecoveryFailure) -> Pipeline {
    try tool.start(.reading(from: descriptor), arguments)
  }
}

// Snapshots for somebody's eyes only, with the real age and gpg.

import Bytes
import Glibc
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite("Encryption")
struct EncryptionTests {
  static let content = PipelineTests.content
  let ring: KeyRing

  init() throws { ring = try KeyRing() }

  @Test(
    "The form of a recipient decides about the tool",
    arguments: [
      ("age1qqqsyqcyq5rqwzqf", "age --encrypt --recipient age1qqqsyqcyq5rqwzqf"),
      ("ssh-ed25519 AAAA me@host", "age --encrypt --recipient ssh-ed25519 AAAA me@host"),
      ("/etc/postkeep/recipients", "age --encrypt --recipients-file /etc/postkeep/recipients"),
      (
        "postmaster@example.com",
        "gpg --batch --yes --no-tty --quiet --compress-algo none --encrypt --recipient postmaster@example.com"
      ),
      (
        "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567",
        "gpg --batch --yes --no-tty --quiet --trust-model always --compress-algo none --encrypt --recipient "
          + "0123456789ABCDEF0123456789ABCDEF01234567"
      ),
      (
        "89ABCDEF",
        "gpg --batch --yes --no-tty --quiet --compress-algo none --encrypt --recipient 89ABCDEF"
      ),
    ])
  func forms(_ recipient: String, _ line: String) throws {
    let encryption = try Encryption(for: [recipient])
    #expect(([encryption.tool.rawValue] + encryption.arguments).joined(separator: " ") == line)
    #expect(encryption.suffix == ".\(encryption.tool)")
  }

  @Test("What is no recipient, or a mixture, is refused", arguments: [[], [""], ["--output"], ["age1q", "me@host"]])
  func refused(recipients: [String]) {
    #expect(throws: RecoveryFailure.self) { try Encryption(for: recipients) }
  }

  @Test("Trust is not lowered for a name because a fingerprint stands beside it")
  func mixedTrust() throws {
    let encryption = try Encryption(for: ["0123456789ABCDEF0123456789ABCDEF01234567", "me@example.com"])
    #expect(!encryption.arguments.contains("always"))
  }

  @Test("age: what was encrypted to a key or to a file of keys is decrypted with the identity")
  func age() throws {
    let recipient = try ring.makeIdentity()
    try ring.directory.write(recipient + "\n", to: "recipients")
    let sample = Sample(directory: ring.directory)
    for (index, name) in [recipient, "\(ring.directory.path)/recipients"].enumerated() {
      try sample.encrypt(Self.content, Encryption(for: [name]), to: "archive\(index)")
      let stored = try FileReading.contents(of: "\(ring.directory.path)/archive\(index)")
      #expect(Decryption.tool(for: stored) == .age)
      #expect(try sample.decrypt("archive\(index)", Decryption(by: .age, identity: ring.identity)) == Self.content)
    }
  }

  @Test("age: a wrong identity, a cut file and a changed byte are failures")
  func ageFailures() throws {
    let sample = Sample(directory: ring.directory)
    let other = try KeyRing()
    _ = try other.makeIdentity()
    try sample.encrypt(Self.content, Encryption(for: [try ring.makeIdentity()]), to: "archive")
    let error = #expect(throws: ToolFailure.self) {
      try sample.decrypt("archive", Decryption(by: .age, identity: other.identity))
    }
    #expect(error?.description.contains("no identity matched") == true, "\(String(describing: error))")
    var stored = try FileReading.contents(of: "\(ring.directory.path)/archive")
    try ring.directory.write(Array(stored.dropLast(1000)), to: "cut")
    stored[stored.count / 2] ^= 1
    try ring.directory.write(stored, to: "changed")
    for name in ["cut", "changed"] {
      #expect(throws: ToolFailure.self, "\(name)") {
        try sample.decrypt(name, Decryption(by: .age, identity: ring.identity))
      }
    }
    #expect(throws: RecoveryFailure.self) { try Decryption(by: .age) }
  }

  @Test("gpg: what was encrypted to a fingerprint is decrypted through the agent")
  func gpg() throws {
    let key = try ring.makeKey("Postmaster <postmaster@example.com>")
    let sample = Sample(directory: ring.directory)
    try sample.encrypt(Self.content, Encryption(for: [key], gpgHome: ring.gpgHome), to: "archive")
    let stored = try FileReading.contents(of: "\(ring.directory.path)/archive")
    #expect(Decryption.tool(for: stored) == .gpg)
    #expect(try sample.decrypt("archive", Decryption(by: .gpg, gpgHome: ring.gpgHome)) == Self.content)
    try ring.directory.write(Array(stored.dropLast(1000)), to: "cut")
    #expect(throws: ToolFailure.self) { try sample.decrypt("cut", Decryption(by: .gpg, gpgHome: ring.gpgHome)) }
  }

  @Test(
    "gpg: a key that nobody vouches for is refused by name and taken by its fingerprint; without its secret, no way back"
  )
  func gpgTrust() throws {
    let key = try ring.makeKey("Postmaster <postmaster@example.com>")
    try ring.gpg("--output", "\(ring.directory.path)/public", "--export", key)
    let other = try KeyRing()
    try other.gpg("--import", "\(ring.directory.path)/public")
    let sample = Sample(directory: other.directory)
    let error = #expect(throws: ToolFailure.self) {
      try sample.encrypt([1], Encryption(for: ["postmaster@example.com"], gpgHome: other.gpgHome), to: "refused")
    }
    if let error {
      #expect(RecoveryFailure(error, while: "encrypt the snapshot").description.contains("full fingerprint"))
    }
    try sample.encrypt([1], Encryption(for: [key], gpgHome: other.gpgHome), to: "archive")
    #expect(throws: ToolFailure.self) {
      try sample.decrypt("archive", Decryption(by: .gpg, gpgHome: other.gpgHome))
    }
  }

  @Test("A full disk is told in the tool's words", arguments: ProtectionTool.allCases)
  func fullDisk(tool: ProtectionTool) throws {
    let recipient = tool == .age ? try ring.makeIdentity() : try ring.makeKey("a@example.com")
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(full) }
    let pipeline = try Encryption(for: [recipient], gpgHome: ring.gpgHome).start(writingTo: full)
    let error = #expect(throws: ToolFailure.self) {
      try Self.content.withUnsafeBytes { try pipeline.write($0) }
      try pipeline.finish()
    }
    #expect(error?.description.lowercased().contains("no space left") == true, "\(String(describing: error))")
  }

  @Test(
    "What is not encrypted is not taken for it",
    arguments: [
      [], [0x28, 0xB5, 0x2F, 0xFD, 4, 0], Array("manifest.json\0\0".utf8), [0x84], Array("age-encryption".utf8),
    ])
  func plain(head: [UInt8]) {
    #expect(Decryption.tool(for: head) == nil)
  }
}

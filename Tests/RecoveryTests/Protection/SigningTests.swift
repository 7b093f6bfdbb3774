// Who took a snapshot, by the real gpg.

import Bytes
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite("Signing")
struct SigningTests {
  let ring: KeyRing

  init() throws {
    ring = try KeyRing()
    try ring.directory.write("the archive", to: "archive")
  }

  private func sign(_ key: String) throws {
    let file = try Sample(directory: ring.directory).open("archive")
    try ring.directory.write(
      Signing(key: key, gpgHome: ring.gpgHome).signature(of: file.number), to: "archive.sig")
  }

  private func verify(in home: String? = nil) throws -> SignatureVerdict {
    let file = try Sample(directory: ring.directory).open("archive")
    let verdicts = try Signing.verify(
      file.number, signature: "\(ring.directory.path)/archive.sig", gpgHome: home ?? ring.gpgHome)
    #expect(verdicts.count == 1)
    return try #require(verdicts.first)
  }

  @Test("A good signature says whose it is, and when it was made")
  func good() throws {
    let key = try ring.makeKey("Postmaster Ä <postmaster@example.com>")
    try sign(key)
    let verdict = try verify()
    #expect(verdict.state == .good)
    #expect(verdict.key == key)
    #expect(verdict.user == "Postmaster Ä <postmaster@example.com>")
    #expect(verdict.trust == .ultimate)
    #expect(abs((verdict.time ?? 0) - LocalTime.now) < 600)
    #expect(verdict.description == "signed by Postmaster Ä <postmaster@example.com>, key \(key)")
  }

  @Test("An archive that was changed after it was signed has a bad signature")
  func bad() throws {
    try sign(try ring.makeKey("a@example.com"))
    try ring.directory.write("the archivE", to: "archive")
    let verdict = try verify()
    #expect(verdict.state == .bad)
    #expect(verdict.user == "a@example.com")
  }

  @Test("A key that gpg does not have is unknown; one that nobody vouches for is good, with a word about it")
  func unknown() throws {
    let key = try ring.makeKey("a@example.com")
    try sign(key)
    let other = try KeyRing()
    let verdict = try verify(in: other.gpgHome)
    #expect(verdict.state == .unknownKey)
    #expect(verdict.key == key)
    try ring.gpg("--output", "\(ring.directory.path)/public", "--export", key)
    try other.gpg("--import", "\(ring.directory.path)/public")
    let imported = try verify(in: other.gpgHome)
    #expect(imported.state == .good)
    #expect(imported.description.contains("does not know whether the key is theirs"))
  }

  @Test("A key that has expired since is told")
  func expired() throws {
    let key = try ring.makeKey("old@example.com", at: "20200101T000000", validFor: "2d")
    try ring.gpg(
      "--faked-system-time", "20200101T100000", "--local-user", key, "--output", "\(ring.directory.path)/archive.sig",
      "--detach-sign", "\(ring.directory.path)/archive")
    let verdict = try verify()
    #expect(verdict.state == .expired)
    #expect(verdict.user == "old@example.com")
  }

  @Test("What is no signature is not checked, and a key that is not there cannot sign")
  func none() throws {
    try ring.directory.write("no signature", to: "archive.sig")
    #expect(try verify().state == .unchecked)
    let error = #expect(throws: RecoveryFailure.self) { try sign("nobody@example.com") }
    #expect(error?.description.contains("cannot sign the snapshot: gpg") == true)
    #expect(throws: RecoveryFailure.self) { try Signing(key: "--output") }
  }
}

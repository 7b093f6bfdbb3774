// Paths of MAIL FROM and RCPT TO as a real smtpd understood them.
//
// Fixtures/addresses/envelope-paths.json was recorded from Postfix 3.7.11 with a policy service that saw the sender or the
// recipient. Each line has the path, then the sender and the recipient that smtpd made of it (null for a refusal), then
// both again with strict_rfc821_envelopes.

import Bytes
import JSONText
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@testable import AccessPolicy

@Suite("Envelope paths")
struct EnvelopePathTests {
  static let resolver = AddressResolver(
    Configuration(
      main: MainFile(
        Array(
          """
          compatibility_level = 3.6
          myhostname = mail.local.test
          mydestination = local.test
          inet_interfaces = 127.0.0.1
          inet_protocols = ipv4
          append_at_myorigin = no
          allow_min_user = yes
          resolve_numeric_domain = yes
          """.utf8)),
      master: nil, build: PostfixBuild(PostfixVersion(3, 7, 11))), sources: .none)

  @Test("A path means what smtpd made of it")
  func recordedPaths() throws {
    let file = "\(Repository.root)/Fixtures/addresses/envelope-paths.json"
    let rows = try #require(try JSONReader().read(FileReading.contents(of: file)).elements)
    #expect(rows.count > 400)
    for row in rows {
      let columns = try #require(row.elements)
      let path = ByteString(try #require(columns[0].text))
      for (column, (isStrict, isSender)) in [(false, true), (false, false), (true, true), (true, false)].enumerated() {
        let address = EnvelopePath.address(path, isStrict: isStrict, isSender: isSender, resolver: Self.resolver)
        #expect(
          address == columns[column + 1].text.map { ByteString($0) },
          "\(path.description.debugDescription), strict \(isStrict), sender \(isSender)")
      }
    }
  }

  @Test("A domain beyond ASCII needs the SMTPUTF8 option")
  func internationalDomains() {
    func accepted(_ usesSMTPUTF8: Bool) -> ByteString? {
      EnvelopePath.address(
        "u@m\u{FC}nchen.example", isStrict: false, isSender: false, usesSMTPUTF8: usesSMTPUTF8, resolver: Self.resolver)
    }
    #expect(accepted(false) == nil)
    #expect(accepted(true) == "u@m\u{FC}nchen.example")
  }
}

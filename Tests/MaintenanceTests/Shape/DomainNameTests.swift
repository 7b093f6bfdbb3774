// What qshape makes of addresses. The expectations are what Perl printed for qshape's own patterns.

import Bytes
import Testing

@testable import Maintenance

@Suite("Domains of a shape")
struct DomainNameTests {
  @Test(
    "An address becomes the domain that qshape shows",
    arguments: [
      ("", "MAILER-DAEMON"), ("user@Example.COM", "example.com"), ("localonly", "localonly"), ("user@", ""),
      ("a@b@c.example", "c.example"), ("x@.dot.example.", "dot.example"), ("x@two..dots", "two.dots"),
      ("x@...", "."), ("x@.", "."), ("x@..", "."), ("x@....", "."), ("x@a...b", "a..b"), ("x@...a", ".a"),
      ("x@a...", "a."),
      ("new\nline@c.example", "new\nc.example"), ("x@b\u{C9}.example", "b\u{C9}.example"),
    ])
  func domain(_ address: String, _ domain: String) {
    #expect(DomainName.of(ByteString(address)) == ByteString(domain))
  }

  @Test("A long address does not end the memory of the next one")
  func long() {
    let label = String(repeating: "a", count: 2000)
    #expect(DomainName.of(ByteString("x@\(label).Example")) == ByteString("\(label).example"))
  }

  @Test(
    "Parents end below the top-level domain",
    arguments: [
      ("mail.a.example.com", ".a.example.com"), (".a.example.com", ".example.com"), (".example.com", nil),
      ("example.com", nil), ("com", nil), ("", nil), ("MAILER-DAEMON", nil), ("a..b.c", "..b.c"), ("..b.c", nil),
    ] as [(String, String?)])
  func parent(_ name: String, _ parent: String?) {
    #expect(DomainName.parent(of: ByteString(name)) == parent.map { ByteString($0) })
  }
}

// Reasons that differ only in whom they are about are one.

import Bytes
import Testing

@testable import Maintenance

@Suite("Grouped reasons")
struct ReasonPatternTests {
  @Test(
    "What varies is replaced, what tells the cause is kept",
    arguments: [
      ("connect to mx.a.example[192.0.2.1]:25: Connection timed out", "connect to *[*]:25: Connection timed out"),
      ("connect to mx.a.example[2001:db8::1]:587: No route to host", "connect to *[*]:587: No route to host"),
      (
        "host mx[192.0.2.1] said: 451 4.7.1 Greylisted, try again in 300 seconds (in reply to RCPT TO command)",
        "host *[*] said: 451 4.7.1 Greylisted, try again in * seconds (in reply to RCPT TO command)"
      ),
      (
        "host mx[192.0.2.1] said: 421-4.7.0 Try again later, closing connection. d2e1a72fcca58-5af1 - gsmtp",
        "host *[*] said: 421-4.7.0 Try again later, closing connection. * - gsmtp"
      ),
      (
        "Host or domain name not found. Name service error for name=a.example type=MX: Host not found, try again",
        "Host or domain name not found. Name service error for name=* type=MX: Host not found, try again"
      ),
      ("452 4.2.2 <user@a.example>: Mailbox full", "452 4.2.2 <*>: Mailbox full"),
      ("user=\"joe@a.example\" over quota", "user=\"*\" over quota"),
      ("see https://a.example/x?id=77 (S3140)", "see https://* (*)"),
      (
        "temporary failure. Command output: open /var/mail/joe: error",
        "temporary failure. Command output: open *: error"
      ),
      ("IPv6 is blocked, TLS is required 550 5.7.1", "IPv6 is blocked, TLS is required 550 5.7.1"),
      ("4.3.2 from 192.0.2.77 at 12:30:05", "4.3.2 from * at *"),
      ("  blanks \t are one ", "blanks are one"), ("", ""),
    ])
  func pattern(_ reason: String, _ pattern: String) {
    #expect(ReasonPattern.of(ByteString(reason)).description == pattern)
  }

  @Test("Any bytes are a reason")
  func anything() {
    for byte in UInt8.min...UInt8.max {
      _ = ReasonPattern.of(ByteString([byte]))
      _ = ReasonPattern.of(ByteString([byte, 0x5B, byte, 0x5D, 0x3D, byte, 0x2D, 0x34, 0x2E, byte]))
    }
  }
}

// What smtp(8) of Postfix 3.7.11 said to each relayhost: nothing, or why it died.

import Bytes
import Testing

@testable import PostfixConfig

@Suite("Next hops of an SMTP client")
struct ServerDescriptionTests {
  @Test(
    "What the client dies of is told in its words",
    arguments: [
      ("[127.0.0.1:587]", "valid hostname or network address required"),
      ("[host:587]", "valid hostname or network address required"),
      ("smtp.invalid:587:25", "valid hostname or network address required"),
      ("host.invalid.", "valid hostname or network address required"),
      ("-bad", "valid hostname or network address required"), ("::1", "valid hostname or network address required"),
      ("[]", "valid hostname or network address required"),
      ("[::1%lo]:1", "valid hostname or network address required"),
      ("[host.invalid", "missing \"]\""), ("[host.invalid]587", "garbage after \"]\""),
      (":25", "missing host information"), ("smtp:[host.invalid]", "unknown service"),
      ("[host.invalid]:0", "bad network port"), ("[host.invalid]:70000", "bad network port"),
    ])
  func refused(text: String, words: String) {
    let problem = ServerDescription.problem(of: ByteString(text))
    #expect(problem?.hasPrefix(words) == true, "\(text): \(problem ?? "nothing")")
  }

  @Test(
    "What it can use is left alone",
    arguments: [
      "example.com", "[smtp.example.com]", "[smtp.example.com]:587", "[smtp.example.com]:submission", "127.0.0.1",
      "[ho_st.invalid]:25", "[::1]:1", "[ipv6:::1]:1", "[IPv6:2001:db8::1]",
    ])
  func accepted(text: String) {
    #expect(ServerDescription.problem(of: ByteString(text)) == nil)
  }
}

// Secrets of a live file in the places of those that a snapshot does not have: the right ones, or none.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import TestSupport
import Testing

@testable import Recovery

@Suite("Configuration: secrets of the live file")
struct SecretFillingTests {
  /// What a restore makes of a snapshot of `old` where `live` is live.
  private static func filled(main old: String, live: String) -> String? {
    func masked(_ text: String) -> MaskedFile {
      let content = Array(text.utf8)
      let configuration = Configuration(
        main: MainFile(content), master: nil, build: PostfixBuild(PostfixVersion(3, 7, 11), .upstream), host: nil)
      return InlineSecrets(of: configuration).masked(main: content)
    }
    return SecretFilling(from: masked(live)).filled(masked(old).content).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func filled(master old: String, live: String) -> String? {
    func masked(_ text: String) -> MaskedFile {
      let content = Array(text.utf8)
      let configuration = Configuration(
        main: MainFile([]), master: MasterFile(content), build: PostfixBuild(PostfixVersion(3, 7, 11), .upstream),
        host: nil)
      return InlineSecrets(of: configuration).masked(master: content)
    }
    return SecretFilling(from: masked(live)).filled(masked(old).content).map { String(decoding: $0, as: UTF8.self) }
  }

  private static let secret = "smtp_sasl_password_maps = static:joe:hunter2"

  @Test("A secret that was changed since is the live one; all else is the snapshot's")
  func changed() {
    let old = "a = 1\n\(Self.secret)\n# old: \(Self.secret)\nb = 2"
    let live = "b = 3\n# old: \(Self.secret)\nsmtp_sasl_password_maps = static:joe:hunter3\n"
    #expect(
      Self.filled(main: old, live: live)
        == "a = 1\nsmtp_sasl_password_maps = static:joe:hunter3\n# old: \(Self.secret)\nb = 2")
  }

  @Test("A secret that was folded comes back with its lines, and the lines after it are not shifted")
  func folded() {
    let folded = "smtp_sasl_password_maps = inline:{\n  { a = joe:hunter2 },\n  { b = joe:hunter3 } }\n"
    let text = "a = 1\n\(folded)ldap_bind_pw = hunter4\nc = 2\n"
    #expect(
      Self.filled(main: text.replacing("c = 2", with: "c = 3"), live: text) == text.replacing("c = 2", with: "c = 3"))
  }

  @Test(
    "Nothing is filled in where a secret is not there, is a mask itself, or several might be meant",
    arguments: [
      "", "smtp_sasl_password_maps = static:…\n", "smtp_sasl_password_maps = hash:/etc/passwords\n",
      "lmtp_sasl_password_maps = static:joe:hunter2\n",
      "smtp_sasl_password_maps = static:joe:hunter2\nsmtp_sasl_password_maps = static:joe:hunter3\n",
    ])
  func refused(live: String) {
    #expect(Self.filled(main: "\(Self.secret)\n", live: live) == nil)
  }

  @Test("Services with lines that are alike have each its own secret, also in another order")
  func services() {
    func service(_ name: String, _ secret: String) -> String {
      "\(name) unix - n n - - pipe\n  user=nobody argv=/bin/x --password \(secret)\n"
    }
    let (one, two) = (service("one", "hunter2"), service("two", "hunter3"))
    #expect(Self.filled(master: one + two, live: two + one) == one + two)
    // The service is another one.
    #expect(Self.filled(master: one, live: service("three", "hunter2")) == nil)
  }

  @Test("A comment may have the sign of a mask")
  func comments() {
    let text = "# more …\n\(Self.secret)\n"
    #expect(Self.filled(main: text, live: text) == text)
  }
}

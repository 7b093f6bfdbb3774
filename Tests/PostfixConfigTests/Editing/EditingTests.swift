// Edits change what they are asked to change and keep what people wrote.

import Bytes
import PostfixConfig
import TestSupport
import Testing

@Suite("Editing configuration files")
struct EditingTests {
  private func main(_ text: String, setting name: ByteString, to value: ByteString) -> String {
    String(decoding: MainFile(Array(text.utf8)).setting(name, to: value), as: UTF8.self)
  }

  private func master(_ text: String, setting name: ByteString, to value: ByteString, for service: ByteString)
    -> String?
  {
    MasterFile(Array(text.utf8)).setting(name, to: value, for: service).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("A changed word leaves the comments and the folding of its list alone")
  func wordInFoldedList() {
    let before = "mydestination = a.example,\n# the old office\n   b.example,\n\n   c.example\nrelayhost =\n"
    #expect(
      main(before, setting: "mydestination", to: "a.example, x.example, c.example")
        == "mydestination = a.example,\n# the old office\n   x.example,\n\n   c.example\nrelayhost =\n")
  }

  @Test("A word is added where it belongs in a folded list")
  func addedWord() {
    #expect(
      main("mynetworks = 127.0.0.0/8\n  [::1]/128\n", setting: "mynetworks", to: "127.0.0.0/8 192.0.2.0/24 [::1]/128")
        == "mynetworks = 127.0.0.0/8 192.0.2.0/24\n  [::1]/128\n")
  }

  @Test("The last of several settings is changed, since it is the one that counts")
  func duplicates() {
    #expect(main("biff = yes\nbiff = yes\n", setting: "biff", to: "no") == "biff = yes\nbiff = no\n")
  }

  @Test("A new setting goes to the end, on a line of its own")
  func newSetting() {
    #expect(main("# end without newline", setting: "biff", to: "no") == "# end without newline\nbiff = no\n")
  }

  @Test("An empty value is filled after its equals sign")
  func emptyValue() {
    #expect(main("relayhost =\nbiff = no\n", setting: "relayhost", to: "[a]:25") == "relayhost = [a]:25\nbiff = no\n")
  }

  @Test("A removed setting leaves the comments between its lines")
  func removed() {
    let file = MainFile(Array("a = 1\nmynetworks = x\n# why\n  y\nb = 2\n".utf8))
    #expect(String(decoding: file.removing("mynetworks"), as: UTF8.self) == "a = 1\n# why\nb = 2\n")
  }

  @Test(
    "A -o is changed in place, in any of its forms",
    arguments: [
      ("  -o biff=no", "  -o biff=yes"), ("  -obiff=no", "  -obiff=yes"), ("  -vo biff=no", "  -vo biff=yes"),
      ("  -o { biff = no }", "  -o biff=yes"),
    ])
  func changedOverride(before: String, after: String) {
    #expect(
      master("smtp inet n - n - - smtpd\n\(before)\n# note\n", setting: "biff", to: "yes", for: "smtp/inet")
        == "smtp inet n - n - - smtpd\n\(after)\n# note\n")
  }

  @Test("A new -o goes after the last option, and gets braces when its value has blanks")
  func newOverride() {
    #expect(
      master(
        "smtp inet n - n - - smtpd -v\n\nx unix - - n - - smtp\n", setting: "smtpd_banner", to: "a b", for: "smtp/inet")
        == "smtp inet n - n - - smtpd -v\n  -o { smtpd_banner = a b }\n\nx unix - - n - - smtp\n")
  }

  @Test("A removed -o takes its line with it")
  func removedOverride() throws {
    let file = MasterFile(Array("smtp inet n - n - - smtpd\n  -o biff=no\n  -o mail_name=x\n".utf8))
    let bytes = try #require(file.removing("biff", from: "smtp/inet"))
    #expect(String(decoding: bytes, as: UTF8.self) == "smtp inet n - n - - smtpd\n  -o mail_name=x\n")
  }

  @Test("Whatever the file looks like, the edited value is read back and every comment is still there")
  func randomEdits() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<random.below(6) {
        let name = random.pick(["a", "b", "c"])
        text += random.pick(["# one\n", "", "\n", "   # two\n"])
        text += "\(name)\(random.pick([" = ", "=", " =\t"]))"
        for _ in 0..<random.below(4) {
          text += random.pick(["x", "y,", "z", "{ q r }"]) + random.pick([" ", "\n  ", "\n# three\n\t", "  "])
        }
        text += "\n"
      }
      let value = ByteString((0..<random.below(4)).map { _ in random.pick(["x", "y,", "w"]) }.joined(separator: " "))
      let edited = MainFile(Array(text.utf8)).setting("a", to: value)
      let read = MainFile(edited).setting("a")?.value
      #expect(Self.words(read) == Self.words(value), "\(text.debugDescription) -> \(value)")
      for comment in ["# one", "   # two", "# three"] {
        #expect(
          Self.count(comment, in: Array(text.utf8)) == Self.count(comment, in: edited),
          "\(text.debugDescription) lost \(comment)")
      }
    }
  }

  private static func words(_ value: ByteString?) -> [[UInt8]] {
    (value ?? "missing").bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).map { Array($0) }
  }

  private static func count(_ line: String, in bytes: [UInt8]) -> Int {
    bytes.split(separator: 0x0A).filter { String(decoding: $0, as: UTF8.self) == line }.count
  }
}

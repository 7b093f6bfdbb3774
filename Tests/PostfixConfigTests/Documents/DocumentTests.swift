// Files are read without loss and without fear.

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@Suite("Configuration documents")
struct DocumentTests {
  @Test("Random bytes are read, written back unchanged, and never trap")
  func randomBytes() {
    var random = SeededRandom(seed: 42)
    let alphabet = Array(" \t\n\r#={}$()?:,-oabc\u{0B}\u{0C}/!<>".utf8) + [0, 0xFF, 0xC3]
    for _ in 0..<(Int(Host.environment("POSTKEEP_FUZZ_ROUNDS") ?? "") ?? 600) {
      let bytes = (0..<random.below(200)).map { _ in random.pick(alphabet) }
      let main = MainFile(bytes)
      let master = MasterFile(bytes)
      #expect(main.bytes == bytes)
      #expect(master.bytes == bytes)
      let input = PostconfInput(
        directory: "/x", main: main, master: master, build: PostfixBuild(PostfixVersion(3, 11)),
        host: HostFacts(hostname: "h", interfaces: [], processID: 1))
      _ = Postconf.complaints(about: input)
      let configuration = Configuration(main: main, master: master, build: input.build)
      for name in main.names { _ = configuration.value(name) }
      _ = SilentTraps.found(in: configuration)
      _ = ValueCheck.problems(of: configuration)
    }
  }

  @Test("Every setting knows the place of its name and its value")
  func positions() throws {
    let text = "# c\nmyhostname = a\n\nmydestination =\n  b,\n# d\n  c\n"
    let file = MainFile(Array(text.utf8))
    let setting = try #require(file.setting("mydestination"))
    #expect(setting.nameSpan.start.line == 4)
    #expect(setting.valueSpan.start.line == 5)
    #expect(setting.valueSpan.start.column == 3)
    let last = setting.span(inValue: setting.value.count - 1, length: 1)
    #expect(last.start.line == 7)
    #expect(last.start.column == 3)
    #expect(file.bytes[last.start.offset] == UInt8(ascii: "c"))
  }

  @Test("One bad line does not hide the rest")
  func badLines() {
    let file = MainFile(Array("no equals here\nbiff = no\n= nothing\nmail_name = x\n".utf8))
    #expect(file.settings.map(\.name) == ["biff", "mail_name"])
    #expect(file.diagnostics.map(\.kind) == [.missingEquals, .missingName])
    #expect(file.diagnostics.map { $0.span?.start.line } == [1, 3])
  }

  @Test(
    "Values that refer to each other without end are refused in good time",
    arguments: [
      "a = $b\nb = $a\n", "a = ${{$a} == {x}}\n",
      (0..<40).map { "v\($0) = $v\($0 + 1)$v\($0 + 1)\n" }.joined() + "v40 = x\na = $v0\n",
    ])
  func endlessReferences(text: String) {
    let configuration = Configuration(
      main: MainFile(Array(text.utf8)), master: nil, build: PostfixBuild(PostfixVersion(3, 11)))
    #expect(configuration.value("a")?.text == nil)
    #expect(configuration.value("a")?.problem != nil)
  }
}

// Reading values of an expected shape.

import Testing
import YAMLDocuments

@Suite struct YAMLReadingTests {
  private func mapping(_ text: String) throws -> MappingReader { try YAMLDocument(Array(text.utf8)).root.mapping() }

  @Test("One text and a list of texts read alike")
  func texts() throws {
    var mapping = try mapping("one: a\nmany: [a, b]\nnone: []\nempty: ''")
    #expect(try mapping.required("one").texts() == ["a"])
    #expect(try mapping.required("many").texts() == ["a", "b"])
    #expect(try mapping.required("none").texts() == [])
    #expect(try mapping.required("empty").text() == "")
  }

  @Test(
    "A wrong shape is reported at the value",
    arguments: [
      ("k: [a]", "1:4: text is expected here, but this is a list"),
      ("k: {a: b}", "1:4: text is expected here, but this is a mapping"),
      ("k:", "1:3: text is expected here, but this is nothing"),
    ])
  func wrongShapes(_ source: String, _ message: String) throws {
    var mapping = try mapping(source)
    let node = try mapping.required("k")
    let error = #expect(throws: YAMLError.self) { try node.text() }
    #expect(error?.description == message)
  }

  @Test("A list of texts names the element that is none; a list and a mapping are told apart")
  func moreShapes() throws {
    var mapping = try mapping("texts: [a, [b]]\nmap: {a: b}\ntext: a")
    let (texts, map, text) = try (mapping.required("texts"), mapping.required("map"), mapping.required("text"))
    #expect(#expect(throws: YAMLError.self) { try texts.texts() }?.column == 12)
    #expect(throws: YAMLError.self) { try map.texts() }
    #expect(throws: YAMLError.self) { try map.list() }
    #expect(throws: YAMLError.self) { try texts.mapping() }
    #expect(throws: YAMLError.self) { try text.mapping() }
  }

  @Test("A missing key is reported at its mapping")
  func missingKey() throws {
    var mapping = try mapping("\n  a: 1")
    let error = #expect(throws: YAMLError.self) { try mapping.required("id") }
    #expect(error?.description == "2:3: the key \"id\" is missing")
    #expect(mapping.optional("name") == nil)
  }

  @Test("Entries that nobody asked for are unread, and the first is refused with a suggestion")
  func unreadEntries() throws {
    var mapping = try mapping("id: 1\nwen: a\nwhy: b")
    _ = try mapping.required("id")
    _ = mapping.optional("when")
    #expect(mapping.unread.map(\.key) == ["wen", "why"])
    let read = mapping
    let plain = #expect(throws: YAMLError.self) { try read.refuseUnread() }
    #expect(plain?.description == "2:1: the key \"wen\" is unknown")
    let helpful = #expect(throws: YAMLError.self) {
      try read.refuseUnread { key, known in known.first { $0.count == key.count + 1 } }
    }
    #expect(helpful?.message == "the key \"wen\" is unknown: did you mean \"when\"?")
    _ = (mapping.optional("wen"), mapping.entry("why"))
    try mapping.refuseUnread()
  }
}

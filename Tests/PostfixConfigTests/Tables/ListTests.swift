// Places and problems of match lists and map lists.

import Bytes
import PostfixConfig
import Testing

@Suite("Match lists and map lists")
struct ListTests {
  private func list(
    _ value: ByteString, _ sources: TableSources = .none, of subject: MatchList.Subject = .clients
  ) -> MatchList {
    MatchList(value, named: "mynetworks", of: subject, from: sources)
  }

  @Test("Elements of files are in the list, with the file's mark and their own place")
  func includedElements() throws {
    let sources = files(["/nets": "# c\n10.0.0.0/8 !/more\n", "/more": "Example.COM"])
    let list = list("127.0.0.1, !/nets", sources)
    #expect(list.elements.map(\.text) == ["127.0.0.1", "10.0.0.0/8", "Example.COM"])
    #expect(list.elements.map(\.isNegated) == [false, true, false])
    #expect(list.elements[0].place == .value(offset: 0))
    #expect(
      list.elements[1].place
        == .file(TablePlace(file: "/nets", position: SourcePosition(line: 2, column: 1, offset: 4))))
    guard case .matched(let element) = list.matches(name: "example.com", address: "192.0.2.1") else {
      Issue.record("no match"); return
    }
    #expect(element.text == "Example.COM")
    guard case .notMatched(by: let decisive?) = list.matches(name: "x", address: "10.1.1.1") else {
      Issue.record("no negative match"); return
    }
    #expect(decisive.text == "10.0.0.0/8")
  }

  @Test(
    "What will fail is a problem before it fails",
    arguments: [
      ("10.1.2.3/8", TableProblem.Kind.hostBits, TableProblem.Consequence.lookupsFail),
      ("[::1]/129", .badAddress, .lookupsFail), ("2001:db8::1", .unbracketedIPv6, .lookupsFail),
      ("::1", .unbracketedIPv6, .fatal), ("x:", .badName, .fatal), ("a !", .badName, .fatal),
      ("/none", .missingFile, .lookupsFail), ("a # b", .commentInList, .restIgnored),
      ("cidr:/none", .missingFile, .lookupsFail), ("hash:/none", .missingFile, .lookupsFail),
      ("nosuch:x", .unsupportedType, .lookupsFail),
    ])
  func problems(_ value: String, _ kind: TableProblem.Kind, _ consequence: TableProblem.Consequence) throws {
    let problem = try #require(list(ByteString(value)).problems.first)
    #expect(problem.kind == kind && problem.consequence == consequence)
  }

  @Test("Addresses do not matter in lists of names")
  func namesOnly() {
    #expect(list("10.1.2.3/8", of: .hostNames).problems.isEmpty)
  }

  @Test("Before 2.8 a comment is an element")
  func oldComments() {
    var options = TableOptions.matchList
    options.version = PostfixVersion(2, 7)
    let list = MatchList("a # b", named: "relay_domains", of: .hostNames, from: .none, options: options)
    #expect(list.elements.map(\.text) == ["a", "#", "b"])
  }

  @Test("An upper-case key of a text table is never found from a match list, that of a compiled table is")
  func foldingInLists() {
    let sources = files(["/t": "Example.COM x\n"])
    #expect(list("texthash:/t", sources).matches(string: "Example.COM").isMatch == false)
    #expect(list("hash:/t", sources).matches(string: "Example.COM").isMatch == true)
  }

  @Test("A table that cannot tell leaves the list open, unless an element before decides")
  func unknownElement() {
    let list = list("192.0.2.1 ldap:/x.cf")
    #expect(list.matches(address: "192.0.2.1").isMatch == true)
    guard case .cannotTell(_, let element) = list.matches(address: "192.0.2.2") else { Issue.record("told"); return }
    #expect(element.text == "ldap:/x.cf")
  }

  @Test("A map list asks its tables in order; only tables with fixed keys for partial keys")
  func mapList() {
    let maps = MapList("inline:{a=1}, static:2 regexp:{{/b/ 3}}", named: "m", from: .none)
    #expect(maps.lookup("a").value == "1" && maps.lookup("b").value == "2" && maps.lookup("") == .notFound)
    let patterns = MapList("regexp:{{/b/ 3}} inline:{b=4}", named: "m", from: .none)
    #expect(patterns.lookup("b").value == "3" && patterns.lookup("b", partial: true).value == "4")
    #expect(maps.elements.map(\.offset) == [0, 14, 23])
  }

  @Test("An empty result is a failure")
  func emptyResult() {
    let maps = MapList("inline:{a=}", named: "virtual_alias_maps", from: .none)
    #expect(maps.lookup("a") == .failed("virtual_alias_maps lookup of a returns an empty string result"))
  }

  @Test("An element of a map list without a type is fatal")
  func badMap() throws {
    let maps = MapList("hash:/a /etc/b hash:/c", named: "m", from: .none)
    let problem = try #require(maps.fatalProblem)
    #expect(problem.message == "open dictionary: expecting \"type:name\" form instead of \"/etc/b\"")
    #expect(problem.offset == 8 && maps.elements.count == 1)
    guard case .failed = maps.lookup("x") else { Issue.record("works"); return }
  }
}

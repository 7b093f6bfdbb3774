// Table names, places, problems, and what cannot be told.

import Bytes
import PostfixConfig
import Testing

/// Files that exist only in a test.
func files(_ contents: [String: String]) -> TableSources {
  TableSources { path in contents[path.description].map { .bytes(Array($0.utf8)) } ?? .missing }
}

func table(_ name: String, _ sources: TableSources = .none, options: TableOptions = TableOptions()) throws
  -> LookupTable
{
  LookupTable(try TableName(ByteString(name)), from: sources, options: options)
}

@Suite("Tables: names")
struct TableNameTests {
  @Test("Only the first colon splits", arguments: ["proxy:hash:/etc/aliases", "tcp:host:10", "inline:{a=b:c}"])
  func firstColon(_ text: String) throws {
    let name = try TableName(ByteString(text))
    #expect(name.type == ByteString(text.prefix { $0 != ":" }.description) && name.text == ByteString(text))
  }

  @Test("A name needs text on both sides of a colon", arguments: ["", ":", "hash", "hash:", ":/etc/x", "::1"])
  func form(_ text: String) {
    #expect(throws: TableName.FormError.self) { try TableName(ByteString(text)) }
  }

  @Test("Only files have a source path")
  func sourcePath() throws {
    #expect(try TableName("lmdb:/etc/postfix/access").sourcePath == "/etc/postfix/access")
    #expect(try TableName("cidr:/etc/nets").sourcePath == "/etc/nets")
    #expect(try TableName("cidr:{{::1 x}}").sourcePath == nil)
    #expect(try TableName("ldap:/etc/postfix/ldap.cf").sourcePath == nil)
  }
}

@Suite("Tables: lookups")
struct LookupTableTests {
  @Test("An if without its endif hides all that follows from addresses that it does not match")
  func openIf() throws {
    // Source: dict_cidr.c.
    let table = try table("cidr:/nets", files(["/nets": "if 10.0.0.0/8\n192.0.2.0/24 far\n10.0.0.0/24 near\n"]))
    guard case .notFound = table.lookup("192.0.2.1"), case .found = table.lookup("10.0.0.1") else {
      Issue.record("\(table.lookup("192.0.2.1")) \(table.lookup("10.0.0.1"))")
      return
    }
  }

  @Test("A network holds smaller ones, and no larger one")
  func largerNetwork() throws {
    let small = try #require(IPNetwork(pattern: "10.0.0.0/24"))
    let large = try #require(IPNetwork(pattern: "10.0.0.0/8"))
    #expect(large.contains(small) && !small.contains(large))
  }

  @Test(
    "Servers and databases cannot tell",
    arguments: ["ldap:/x.cf", "mysql:/x", "tcp:h:1", "unix:passwd.byname", "environ:x"])
  func remote(_ name: String) throws {
    guard case .cannotTell(let table, _) = try table(name).lookup("key") else {
      Issue.record("\(name) is told")
      return
    }
    #expect(table.text == ByteString(name))
  }

  @Test("A compiled table without its source cannot tell; a table of which there is nothing fails")
  func missingSource() throws {
    let compiled = TableSources { $0 == "/none.db" ? .bytes([]) : .missing }
    guard case .cannotTell = try table("hash:/none", compiled).lookup("a") else { Issue.record("hash"); return }
    guard case .failed = try table("hash:/none").lookup("a") else { Issue.record("no hash at all"); return }
    guard case .failed(let why) = try table("texthash:/none").lookup("a") else { Issue.record("texthash"); return }
    #expect(why == "open database /none: No such file or directory")
  }

  @Test("On the host itself a table that was never compiled fails, however good its source is")
  func notCompiled() throws {
    func sources(_ paths: [ByteString], isHost: Bool) -> TableSources {
      TableSources(haveCompiledTables: isHost) { paths.contains($0) ? .bytes(Array("a OK\n".utf8)) : .missing }
    }
    let name = "hash:/x"
    guard case .failed(let why) = try table(name, sources(["/x"], isHost: true)).lookup("a") else {
      Issue.record("found")
      return
    }
    #expect(why == "open database /x.db: No such file or directory")
    #expect(try table(name, sources(["/x", "/x.db"], isHost: true)).lookup("a").value == "OK")
    #expect(try table(name, sources(["/x"], isHost: false)).lookup("a").value == "OK")
    #expect(try table("texthash:/x", sources(["/x"], isHost: true)).lookup("a").value == "OK")
  }

  @Test(
    "A file that cannot be read cannot tell, of any type", arguments: ["hash:/x", "texthash:/x", "cidr:/x", "pcre:/x"])
  func unreadable(_ name: String) throws {
    let table = try table(name, TableSources { _ in .unreadable("permission denied") })
    guard case .cannotTell(_, let why) = table.lookup("a") else { Issue.record("\(name) is told"); return }
    #expect(why == "/x cannot be read: permission denied")
    #expect(table.problems.map(\.kind) == [.unreadableFile] && table.entries == nil)
  }

  @Test("A key twice makes a texthash table unusable for daemons, not for postmap, and never a compiled one")
  func duplicates() throws {
    let sources = files(["/t": "a 1\nb 2\nA 3\n"])
    guard case .failed(let why) = try table("texthash:/t", sources).lookup("b") else { Issue.record("daemon"); return }
    #expect(why == "/t, line 3: duplicate entry: \"A\"")
    #expect(try table("texthash:/t", sources, options: .postmap).lookup("a").value == "1")
    let compiled = try table("hash:/t", sources)
    #expect(compiled.lookup("a").value == "1" && compiled.problems.map(\.consequence) == [.shadowed])
    #expect(try table("texthash:/t", sources, options: .matchList).lookup("A").value == "3")
  }

  @Test("An answer knows its place, also behind folded lines and in braces")
  func places() throws {
    let sources = files(["/t": "# c\nfirst 1\n\nsecond\n  # c\n  2\nthird 3"])
    let table = try table("texthash:/t", sources)
    let place = TablePlace(file: "/t", position: SourcePosition(line: 4, column: 1, offset: 13))
    #expect(table.lookup("second") == .found("2", at: [place]))
    guard case .found("b", let places) = try self.inline.lookup("a") else { Issue.record("inline"); return }
    #expect(places == [TablePlace(file: nil, position: SourcePosition(line: 1, column: 17, offset: 16))])
  }

  private var inline: LookupTable { get throws { try table("inline:{ x=y, { a = b } }") } }

  @Test("Rules know the conditions around them")
  func conditions() throws {
    let rules = "if /a/\nif !/b/i\n/c/ 1\nendif\n/d/ $$\nendif\n!/e/ 3\n"
    let entries = try #require(try table("regexp:/t", files(["/t": rules])).entries)
    #expect(entries.map(\.conditions) == [["/a/", "!/b/i"], ["/a/"], []])
    #expect(entries.map(\.key) == ["/c/", "/d/", "!/e/"] && entries.map(\.value) == ["1", "$$", "3"])
    #expect(entries.map(\.kind) == [.pattern(isNegated: false), .pattern(isNegated: false), .pattern(isNegated: true)])
    #expect(entries.map(\.place.position.line) == [3, 5, 7])
  }

  @Test("A skipped if leaves its rules without condition")
  func skippedIf() throws {
    let table = try table("pcre:/t", files(["/t": "if /(/\n/x/ always\nendif\n"]))
    #expect(table.lookup("x").value == "always")
    #expect(table.problems.map(\.kind) == [.badPattern, .unmatchedEndif])
  }

  @Test("Where substitution is not allowed, rules with $number do not exist")
  func substitution() throws {
    var options = TableOptions()
    options.allowsSubstitution = false
    let table = try table("regexp:{{/(a)/ $1}, {/a/ plain}}", options: options)
    #expect(table.lookup("a").value == "plain" && table.problems.map(\.kind) == [.badResult])
  }

  @Test("Host bits are a problem with Postfix's advice")
  func hostBits() throws {
    let problem = try #require(try table("cidr:{{192.0.2.1/24 x}}").problems.first)
    #expect(problem.kind == .hostBits && problem.consequence == .ignored)
    #expect(
      problem.message
        == "non-null host address bits in \"192.0.2.1/24\", perhaps you should use \"192.0.2.0/24\" instead: "
        + "skipping this rule")
  }

  @Test("What one table of a union or pipeline cannot tell, the whole cannot tell, unless another fails")
  func unknownParts() throws {
    func kind(_ name: String, _ key: ByteString) throws -> String {
      switch try table(name).lookup(key) {
      case .found(let value, _): value.description
      case .notFound: "none"
      case .failed: "failed"
      case .cannotTell(let table, _): "\(table)?"
      }
    }
    #expect(try kind("unionmap:{static:a,ldap:x}", "k") == "ldap:x?")
    #expect(try kind("unionmap:{ldap:x,fail:y}", "k") == "failed")
    #expect(try kind("pipemap:{inline:{k=v},ldap:x}", "k") == "ldap:x?")
    #expect(try kind("pipemap:{inline:{k=v},ldap:x}", "other") == "none")
    #expect(try kind("proxy:unionmap:{static:a,static:b}", "k") == "a,b")
    #expect(try kind("randmap:{a,b}", "k") == "randmap:{a,b}?")
    #expect(try table("randmap:{a,b}").possibleResults == ["a", "b"])
    #expect(try table("pipemap:{ldap:x,inline:{a=1,b=2}}").possibleResults == ["1", "2"])
    #expect(try table("regexp:{{/(a)/ $1}}").possibleResults == nil)
  }

  @Test("A costly pattern that Postkeep refuses cannot be told once it is reached")
  func refusedPattern() throws {
    let table = try table("regexp:/t", files(["/t": "/^first/ 1\n/((a{1,999}){1,999}){1,999}/ 2\n"]))
    #expect(table.lookup("first").value == "1")
    guard case .cannotTell = table.lookup("second") else { Issue.record("told"); return }
  }

  @Test("Types and forms are known from their release on")
  func versions() throws {
    func value(_ name: String, _ version: PostfixVersion) throws -> ByteString? {
      var options = TableOptions()
      options.version = version
      return try table(name, options: options).lookup("192.0.2.1").value
    }
    #expect(try value("debug:static:a", PostfixVersion(3, 10)) == nil)
    #expect(try value("debug:static:a", PostfixVersion(3, 11)) == "a")
    #expect(try value("cidr:{{192.0.2.0/24 a}}", PostfixVersion(3, 6)) == nil)
    #expect(try value("cidr:{{!10.0.0.0/8 a}}", PostfixVersion(3, 7)) == "a")
    #expect(try value("static:{a}", PostfixVersion(2, 11)) == "{a}")
  }
}

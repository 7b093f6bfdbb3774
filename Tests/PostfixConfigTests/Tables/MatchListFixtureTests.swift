// What we say about a list is what Postfix's own match lists say: Fixtures/match-lists.
//
// `cases` was written by hand, `random` by chance; the answers are those of libpostfix-global 3.7.11, asked by `ask.c`. A case
// is a line "KIND PARENTS UTF8 LIST" (@ stands for the folder `files`, whose files name each other as "/@name") and indented lines "ANSWER<TAB>STRING".

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

struct MatchListFixture: CustomTestStringConvertible, Sendable {
  let kind: Character
  let matchesParents: Bool
  let usesUTF8: Bool
  let value: ByteString
  var expectations: [(answer: String, words: [ByteString])] = []

  var testDescription: String { "\(kind) \(matchesParents ? "with" : "without") parents: \(value)" }

  static func all(in file: String) throws -> [MatchListFixture] {
    var cases: [MatchListFixture] = []
    for line in try FileReading.contents(of: "\(Repository.root)/Fixtures/match-lists/\(file)").split(separator: 0x0A) {
      if line.first == 0x20 {
        let words = line.dropFirst(2).split(separator: 0x09, omittingEmptySubsequences: false).map { ByteString($0) }
        cases[cases.count - 1].expectations.append((words[0].description, Array(words.dropFirst())))
      } else {
        let fields = Array(line)
        cases.append(
          MatchListFixture(
            kind: Character(UnicodeScalar(fields[0])), matchesParents: fields[2] == UInt8(ascii: "1"),
            usesUTF8: fields[4] == UInt8(ascii: "1"), value: ByteString(fields.dropFirst(6))))
      }
    }
    return cases
  }

  var list: MatchList {
    var options = TableOptions.matchList
    options.usesUTF8 = usesUTF8
    let subjects: [Character: MatchList.Subject] = ["s": .strings, "d": .hostNames, "a": .addresses, "n": .clients]
    let sources = TableSources { path in
      let file = "\(Repository.root)/Fixtures/match-lists/files/\(path.description.dropFirst(2))"
      return (try? FileReading.contents(of: file)).map { .bytes($0) } ?? .missing
    }
    return MatchList(
      ByteString(value.description.replacing("@/", with: "/@")), named: "list", of: subjects[kind] ?? .strings,
      matchesParents: matchesParents, from: sources, options: options)
  }

  func ours(_ list: MatchList, _ words: [ByteString]) -> String {
    let answer =
      switch kind {
      case "s": list.matches(string: words[0])
      case "d": list.matches(hostName: words[0])
      case "a": list.matches(address: words[0])
      default: list.matches(name: words[0], address: words[1])
      }
    switch answer {
    case .matched: return "yes"
    case .notMatched: return "no"
    case .failed(_, nil): return "fatal"
    case .failed: return "error"
    case .cannotTell: return "cannot tell"
    }
  }
}

@Suite("Match lists: recorded answers")
struct MatchListFixtureTests {
  @Test("Every list answers as Postfix's does", arguments: ["cases", "random"])
  func answers(_ file: String) throws {
    var count = 0
    for fixture in try MatchListFixture.all(in: file) {
      let list = fixture.list
      for (answer, words) in fixture.expectations {
        #expect(fixture.ours(list, words) == answer, "\(fixture.testDescription) of \(words)")
        count += 1
      }
    }
    #expect(count > 2000)
  }
}

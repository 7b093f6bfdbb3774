// inline:{ name=value, { name = value with blanks } }: a small table in its own name.
//
// A name that appears twice has its last value, without a warning. One bad element makes the whole table unusable.
// Source: dict_inline.c, split_qnameval.c.

import Bytes

struct InlineSource: Sendable {
  private(set) var table: FixedTable
  private(set) var problems: [TableProblem] = []
  private(set) var failure: String?

  init(_ name: TableName, options: TableOptions) {
    table = FixedTable(folds: options.foldsCase, usesUTF8: options.usesUTF8)
    let (shown, type) = (name.text, name.type)
    if options.usesUTF8, !CaseFolding.isValidUTF8(name.name) {
      fail(.notUTF8, at: .inName(0), "bad UTF-8 syntax: \"\(shown)\"; need \"\(type):{name=value...}\"")
      return
    }
    guard let braced = try? BracedText(name.name.bytes[...], trimming: false), !braced.inside.isEmpty else {
      fail(.badName, at: .inName(0), "bad syntax: \"\(shown)\"; need \"\(type):{name=value...}\"")
      return
    }
    for word in braced.words {
      let base = name.nameOffset + word.offset
      switch Self.entry(word.text.bytes[...], at: base) {
      case .success(let entry): table.add(entry, replacing: true)
      case .failure(let problem):
        fail(.badName, at: .inName(base), "\(problem.message): \"\(shown)\"; need \"\(type):{name=value...}\"")
        return
      }
    }
    if table.entries.isEmpty {
      fail(.badName, at: .inName(0), "empty table: \"\(shown)\"; need \"\(type):{name=value...}\"")
    }
  }

  private mutating func fail(_ kind: TableProblem.Kind, at place: TablePlace, _ message: String) {
    problems.append(TableProblem(kind, .lookupsFail, at: place, message))
    failure = message
  }

  /// - Parameter base: where the word begins in "type:name".
  private static func entry(
    _ word: ArraySlice<UInt8>, at base: Int
  ) -> Result<TableEntry, BracedText.Problem> {
    Result { () throws(BracedText.Problem) in
      var text = word
      if word.first == UInt8(ascii: "{") { text = try BracedText(word, trimming: true).inside }
      text = text.drop { $0.isASCIISpace }
      guard !text.isEmpty else {
        throw BracedText.Problem(message: "no key found; expected format: key = value")
      }
      guard let keyEnd = KeyValueSource.endOfKey(in: text, orAt: UInt8(ascii: "=")) else {
        throw BracedText.Problem(message: "unbalanced '\"'")
      }
      let rest = text[keyEnd...].drop { $0.isASCIISpace }
      guard rest.first == UInt8(ascii: "=") else {
        throw BracedText.Problem(message: "missing '=' after attribute name")
      }
      return TableEntry(
        .key, key: ByteString(text[..<keyEnd]), value: ByteString(Words.trimmed(rest.dropFirst())),
        at: .inName(base + text.startIndex))
    }
  }
}

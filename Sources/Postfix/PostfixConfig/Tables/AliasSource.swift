// "name: value, value" lines: the source of the files that postalias(1) compiles.
//
// Unlike other sources these are read as mail addresses: quotes around a name are taken away, and a value is written again
// in a standard spelling, `a,b` as `a, b`. postalias adds an entry "@" of its own, which LookupTable knows.
// Sources: postalias.c, aliases(5).

import Bytes

struct AliasSource: Sendable {
  private(set) var table: FixedTable
  private(set) var problems: [TableProblem] = []

  init(_ bytes: [UInt8], of name: TableName, options: TableOptions) {
    let isCompiled = name.kind == .indexedFile
    table = FixedTable(folds: isCompiled || options.foldsCase, usesUTF8: options.usesUTF8)
    let lines = TableLine.lines(ofFile: name.name, bytes, problems: &problems)
    table.reserve(lines.count)
    for line in lines {
      guard let entry = Self.entry(line, usesUTF8: options.usesUTF8, &problems), !table.add(entry) else { continue }
      problems.append(
        TableProblem(
          .duplicateKey, .shadowed, at: entry.place, "duplicate entry: \"\(table.storedKey(of: entry))\""))
    }
  }

  private static func entry(_ line: TableLine, usesUTF8: Bool, _ problems: inout [TableProblem]) -> TableEntry? {
    func ignore(_ kind: TableProblem.Kind, _ message: String) -> TableEntry? {
      problems.append(TableProblem(kind, .ignored, at: line.place(), message))
      return nil
    }
    if usesUTF8, !CaseFolding.isValidUTF8(line.text) {
      return ignore(.notUTF8, "non-UTF-8 input \"\(ByteString(line.text))\" -- ignoring this line")
    }
    let tokens = AliasToken.scan(line.text)
    if tokens.isEmpty { return nil }
    let colon = tokens.firstIndex { $0.kind == .special(UInt8(ascii: ":")) }
    func hasSpecial(_ byte: Character, in part: ArraySlice<AliasToken>) -> Bool {
      part.contains { $0.kind == byte.asciiValue.map { .special($0) } }
    }
    guard let colon, colon > 0, colon + 1 < tokens.count, !hasSpecial(",", in: tokens[..<colon]) else {
      return ignore(.notAlias, "need name:value pair")
    }
    let (name, value) = (tokens[..<colon], tokens[(colon + 1)...])
    guard !hasSpecial("@", in: name), !hasSpecial("%", in: name) else { return ignore(.notLocal, "name must be local") }
    return TableEntry(
      .key, key: AliasToken.internalForm(of: name), value: AliasToken.externalForm(of: value), at: line.place())
  }
}

// "key value" lines: the source of texthash tables and of the files that postmap(1) compiles.
//
// The key ends at the first white space outside double quotes; a backslash takes the next byte as it is. Quotes and
// backslashes stay in the key: `"a b"@example.com` is found under exactly that spelling.
// Sources: dict_thash.c, postmap.c.

import Bytes

struct KeyValueSource: Sendable {
  private(set) var table: FixedTable
  private(set) var problems: [TableProblem] = []
  /// Why the table is unusable as a whole, in Postfix's words.
  private(set) var failure: String?

  init(_ bytes: [UInt8], of name: TableName, options: TableOptions) {
    let isCompiled = name.kind == .indexedFile
    table = FixedTable(folds: isCompiled || options.foldsCase, usesUTF8: options.usesUTF8)
    let lines = TableLine.lines(ofFile: name.name, bytes, problems: &problems)
    table.reserve(lines.count)
    for line in lines {
      guard let entry = Self.entry(line, isCompiled, usesUTF8: options.usesUTF8, &problems) else { continue }
      guard !table.add(entry) else { continue }
      // The compiling program complains about what it stores, the reader of a text file about what is written there.
      let message = "duplicate entry: \"\(isCompiled ? table.storedKey(of: entry) : entry.key)\""
      let fails = !isCompiled && options.duplicates == .failing
      problems.append(TableProblem(.duplicateKey, fails ? .lookupsFail : .shadowed, at: entry.place, message))
      if fails {
        failure = "\(name.name), line \(entry.place.position.line): \(message)"
        return
      }
    }
  }

  private static func entry(
    _ line: TableLine, _ isCompiled: Bool, usesUTF8: Bool, _ problems: inout [TableProblem]
  ) -> TableEntry? {
    let text = line.text
    if usesUTF8, !CaseFolding.isValidUTF8(text) {
      problems.append(
        TableProblem(
          .notUTF8, .ignored, at: line.place(), "non-UTF-8 input \"\(ByteString(text))\" -- ignoring this line"))
      return nil
    }
    guard let keyEnd = endOfKey(in: text) else {
      problems.append(
        TableProblem(
          .unbalancedQuote, .ignored, at: line.place(),
          "unbalanced '\"' in '\(ByteString(text))' -- ignoring this line"))
      return nil
    }
    let key = ByteString(text[..<keyEnd])
    let value = Words.trimmed(text[keyEnd...])
    guard !key.isEmpty, !value.isEmpty else {
      problems.append(
        TableProblem(
          .missingValue, .ignored, at: line.place(of: keyEnd),
          "expected format: key whitespace value" + (isCompiled ? "" : " -- ignoring this line")))
      return nil
    }
    if key.bytes.last == UInt8(ascii: ":") {
      problems.append(
        TableProblem(
          .aliasForm, .none, at: line.place(of: keyEnd - 1),
          "record is in \"key: value\" format; is this an alias file?"))
    }
    return TableEntry(.key, key: key, value: ByteString(value), at: line.place())
  }

  /// Nil if a quote is open at the end.
  static func endOfKey(in text: ArraySlice<UInt8>, orAt separator: UInt8? = nil) -> Int? {
    var isQuoted = false
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte == UInt8(ascii: "\\") {
        index += 1
        if index == text.endIndex { break }
      } else if byte.isASCIISpace || byte == separator {
        if !isQuoted { break }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      }
      index += 1
    }
    return isQuoted ? nil : index
  }
}

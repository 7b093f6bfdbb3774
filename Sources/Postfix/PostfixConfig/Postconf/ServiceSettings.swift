// The -o settings of master.cf as postconf(1) sees them: one name space per name/type.
//
// postconf brings arguments into a canonical form first, with a quirk: it takes the first letter o anywhere in an option
// word for the -o option, so that `-obiff=no` becomes `-o biff=n -o`. The daemons read it right; see DaemonArguments.
// Source: postconf_master.c.

import Bytes

/// A master.cf entry in postconf's canonical form.
struct CanonicalEntry: Sendable {
  let entry: MasterEntry
  /// Eight fields and the arguments, options with a value split in two words.
  private(set) var words: [ByteString]
  private(set) var problems: [Diagnostic] = []

  var identity: ByteString { entry.identity }

  init(_ entry: MasterEntry, version: PostfixVersion) {
    self.entry = entry
    groupsByBraces = version >= PostfixVersion(3, 0)
    if groupsByBraces {
      words = entry.words.map(\.text)
      normalize()
    } else {
      words = entry.line.text.split(whereSeparator: \.isWordSeparator).map { ByteString($0) }
      splitOptions()
    }
  }

  /// Before 3.0 braces are text.
  private let groupsByBraces: Bool

  /// Whether a word is shown in braces.
  func needsBraces(_ word: ByteString) -> Bool {
    groupsByBraces && word.bytes.contains(where: \.isWordSeparator)
  }

  private static func isOption(_ word: ByteString) -> Bool {
    word.bytes.first == UInt8(ascii: "-") && word != "--"
  }

  /// Whether the option in this word takes a value. A lone "-" counts, as in strchr(3) with a NUL.
  static func takesValue(_ word: ByteString) -> Bool {
    word.bytes.count < 2 || word.bytes[1] == UInt8(ascii: "o")
  }

  private mutating func splitOptions(visit: (inout CanonicalEntry, Int) -> Void = { _, _ in }) {
    var field = MasterEntry.Field.allCases.count
    while field < words.count, Self.isOption(words[field]) {
      if let letter = words[field].bytes.dropFirst(2).firstIndex(of: UInt8(ascii: "o")) {
        words.insert("-" + ByteString(words[field].bytes[letter...]), at: field + 1)
        words[field] = ByteString(words[field].bytes[..<letter])
      }
      if Self.takesValue(words[field]) {
        if words[field].count > 2 {
          words.insert(ByteString(words[field].bytes.dropFirst(2)), at: field + 1)
          words[field] = ByteString(words[field].bytes.prefix(2))
        }
        if field + 1 < words.count {
          field += 1
          visit(&self, field)
        }
      }
      field += 1
    }
    firstNonOption = field
  }

  private var firstNonOption = 0

  private mutating func normalize() {
    splitOptions { canonical, field in
      guard canonical.words[field].bytes.first == UInt8(ascii: "{") else { return }
      canonical.stripBraces(field)
      guard canonical.words[field - 1] == "-o" else { return }
      do throws(NameValue.Problem) {
        let parts = try NameValue(canonical.words[field].bytes[...])
        canonical.words[field] = parts.name.text + "=" + parts.value.text
      } catch {
        canonical.complain(.optionSyntax, "\(error.rawValue): \"\(canonical.words[field])\"")
      }
    }
    for field in words.indices.dropFirst(firstNonOption) where words[field].bytes.first == UInt8(ascii: "{") {
      stripBraces(field)
    }
  }

  private mutating func stripBraces(_ field: Int) {
    let (text, problem) = Words.insideBraces(words[field])
    switch problem {
    case .unclosed: complain(.braces, "missing '}' in \"\(words[field])\"")
    case .textAfterClose: complain(.braces, "syntax error after '}' in \"\(words[field])\"")
    case nil: break
    }
    words[field] = text
  }

  private mutating func complain(_ kind: Diagnostic.Kind, _ message: String) {
    problems.append(
      Diagnostic(kind, .warning, at: entry.span(of: .service), subject: entry.identity, message: message))
  }

  /// The "name=value" words after -o, split; others are passed over in silence.
  var settings: [(name: ByteString, value: ByteString)] {
    var result: [(name: ByteString, value: ByteString)] = []
    var field = MasterEntry.Field.allCases.count
    while field < words.count, Self.isOption(words[field]) {
      if Self.takesValue(words[field]), field + 1 < words.count {
        if words[field] == "-o", let parts = try? NameValue(words[field + 1].bytes[...]) {
          result.append((parts.name.text, parts.value.text))
        }
        field += 1
      }
      field += 1
    }
    return result
  }
}

// What a page is made of, whether it comes from Markdown or from a command's help.

/// A stretch of text.
enum Inline: Hashable {
  case text(String)
  /// To be typed as it stands.
  case code(String)
  /// Stands for something else, such as a value of an option.
  case emphasis(String)
  case strong(String)
  /// Another page of a manual: `postconf(5)`.
  case page(String, section: Int)

  var plain: String {
    switch self {
    case .text(let text), .code(let text), .emphasis(let text), .strong(let text): text
    case .page(let name, let section): "\(name)(\(section))"
    }
  }
}

extension [Inline] {
  var plain: String { map(\.plain).joined() }
}

/// A term and what it means.
struct Term: Hashable {
  let term: [Inline]
  let meaning: [Inline]
}

enum Block: Hashable {
  /// From level 2, a section, and level 3, a part of one.
  case heading(String, level: Int)
  case paragraph([Inline])
  case bullets([[Inline]])
  case steps([[Inline]])
  case code([String])
  case table(header: [[Inline]], rows: [[[Inline]]])
  /// Compact terms stand without blank lines between them.
  case terms([Term], isCompact: Bool)
  /// How a command is called: its name, and what may follow.
  case call(String, [[Inline]])
}

struct Page {
  let name: String
  let section: Int
  /// One line that says what it is.
  let abstract: String
  let blocks: [Block]

  var fileName: String { "\(name).\(section)" }
}

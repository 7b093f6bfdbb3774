// Where the texts of tables come from, and how the program that asks has opened them.
//
// This module reads no files. Its host gives it a closure, which may read a live system, a copy or a snapshot.

public import Bytes

/// What the host found at a path.
public enum TableSource: Hashable, Sendable {
  case bytes([UInt8])
  case missing
  /// There is a file that could not be read; the reason is a phrase for a person. Postfix may be able to read it.
  case unreadable(String)
}

/// Reads the files that tables and lists name.
public struct TableSources: Sendable {
  private let read: @Sendable (ByteString) -> TableSource
  /// Whether the files are those that Postfix itself opens, so that an indexed table without its compiled file is none. A
  /// copy of a configuration often has the sources only.
  public let haveCompiledTables: Bool

  /// - Parameter read: gives what is at a path. Paths are as written, so they may be relative; Postfix takes them from the
  ///   queue directory or, for its commands, from the current one.
  public init(haveCompiledTables: Bool = false, _ read: @escaping @Sendable (ByteString) -> TableSource) {
    self.read = read
    self.haveCompiledTables = haveCompiledTables
  }

  /// No files at all.
  public static let none = TableSources { _ in .missing }

  public func source(at path: ByteString) -> TableSource { read(path) }
}

/// How a program opens a table: Postfix's DICT_FLAGs, as far as they change answers.
///
/// The defaults are those of daemons. Postfix folds the case of keys in different places. A compiled file has
/// folded keys, because postmap(1) folds them. For other tables with fixed keys (texthash, inline) the keys are folded when
/// the table is opened, and lookup keys at each lookup, if the program asks for it with DICT_FLAG_FOLD_FIX, as nearly all
/// map parameters do. Those of virtual(8) do not: their recipient is folded, their keys are not. Match lists (mydestination, relay_domains …) do not ask: they fold the name that they
/// look for themselves, so that an upper-case key in a texthash or inline table is never found from a match list.
/// Patterns are never folded; regexp and pcre tables ignore case unless a rule's flags say otherwise.
public struct TableOptions: Hashable, Sendable {
  /// Which program compiled the source of an indexed file.
  public enum Grammar: Hashable, Sendable {
    /// "key value" lines, postmap(1).
    case keyAndValue
    /// "name: value, value" lines, postalias(1).
    case aliases
  }

  /// What happens to a text file with a key that appears twice. Compiled files and inline tables are not concerned.
  public enum Duplicates: Hashable, Sendable {
    /// Daemons: the table is unusable, every lookup fails.
    case failing
    /// postmap(1) and postalias(1): a warning, and the first value counts.
    case warning
  }

  /// DICT_FLAG_FOLD_FIX.
  public var foldsCase = true
  /// DICT_FLAG_UTF8_REQUEST with smtputf8_enable = yes: keys that are not UTF-8 are never found, such source lines are
  /// ignored, and folding is Unicode's instead of ASCII's.
  public var usesUTF8 = true
  /// False for DICT_FLAG_NO_REGSUB, as in alias_maps and virtual_mailbox_maps: rules whose result has a `$number` are skipped.
  public var allowsSubstitution = true
  public var duplicates = Duplicates.failing
  public var grammar = Grammar.keyAndValue
  public var version = PostfixVersion(3, 7)

  public init() {}

  /// As postmap -q opens a table.
  public static var postmap: TableOptions {
    var options = TableOptions()
    options.duplicates = .warning
    return options
  }

  /// As a match list opens a table.
  public static var matchList: TableOptions {
    var options = TableOptions()
    options.foldsCase = false
    return options
  }
}

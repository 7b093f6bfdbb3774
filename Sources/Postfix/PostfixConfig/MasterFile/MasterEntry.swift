// One service of master.cf: eight fields, then the daemon's arguments.
//
// Source: master(5), master_ent.c.

public import Bytes

/// A master.cf entry. Fields are raw text; what "-" stands for depends on the version and is decided elsewhere.
public struct MasterEntry: Sendable {
  /// The fields by position.
  public enum Field: Int, CaseIterable, Sendable {
    case service, type, isPrivate, unprivileged, chroot, wakeup, processLimit, command

    /// The name that postconf -F uses.
    public var name: String {
      switch self {
      case .service: "service"
      case .type: "type"
      case .isPrivate: "private"
      case .unprivileged: "unprivileged"
      case .chroot: "chroot"
      case .wakeup: "wakeup"
      case .processLimit: "process_limit"
      case .command: "command"
      }
    }
  }

  /// All words of the entry, fields first; a word in braces keeps its braces.
  public let words: [Word]
  let line: LogicalLine

  /// Nil when there are fewer than eight fields.
  init?(_ line: LogicalLine) {
    let words = Words.ofMasterLine(line.text)
    guard words.count >= Field.allCases.count else { return nil }
    self.words = words
    self.line = line
  }

  public subscript(field: Field) -> ByteString { words[field.rawValue].text }

  /// Daemon arguments, after the command.
  public var arguments: ArraySlice<Word> { words[Field.allCases.count...] }

  /// `name/type`, Postfix's name space for the entry's -o settings.
  public var identity: ByteString { self[.service] + "/" + self[.type] }

  /// The daemon program without its directory.
  public var program: ByteString {
    let command = self[.command].bytes
    guard let slash = command.lastIndex(of: UInt8(ascii: "/")) else { return self[.command] }
    return ByteString(command[(slash + 1)...])
  }

  /// The line on which the entry begins, counted from 1.
  public var lineNumber: Int { line.number }

  public func span(of field: Field) -> SourceSpan { span(of: words[field.rawValue]) }
  public func span(of word: Word) -> SourceSpan { line.span(from: word.offset, length: word.text.count, in: .master) }

  /// A piece of a word, counted in bytes from its start.
  public func span(inWord word: Word, offset: Int, length: Int) -> SourceSpan {
    line.span(from: word.offset + offset, length: length, in: .master)
  }
}

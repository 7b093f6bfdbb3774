// What Postfix would complain about when it reads a table or a list.

import Bytes

/// One complaint, with its place and what follows from it.
public struct TableProblem: Hashable, Sendable {
  /// Every kind of complaint, by the name that rules and JSON use.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case leadingWhitespace = "leading-whitespace"
    case missingValue = "missing-value"
    case unbalancedQuote = "unbalanced-quote"
    case notUTF8 = "not-utf8"
    case aliasForm = "alias-form"
    case duplicateKey = "duplicate-key"
    case notAlias = "not-alias"
    case notLocal = "not-local"
    case badAddress = "bad-address"
    case hostBits = "host-bits"
    case badRule = "bad-rule"
    case badPattern = "bad-pattern"
    case badResult = "bad-result"
    case unmatchedIf = "unmatched-if"
    case unmatchedEndif = "unmatched-endif"
    case extraText = "extra-text"
    case badName = "bad-name"
    case unsupportedType = "unsupported-type"
    case missingFile = "missing-file"
    case unreadableFile = "unreadable-file"
    case commentInList = "comment-in-list"
    case unbracketedIPv6 = "unbracketed-ipv6"
    case nesting = "nesting"
  }

  /// What Postfix does about it.
  public enum Consequence: Hashable, Sendable {
    /// Nothing but a warning.
    case none
    /// The line or rule does not exist for Postfix.
    case ignored
    /// The first value stays, this one is ignored.
    case shadowed
    /// The rest of the list does not exist for Postfix.
    case restIgnored
    /// Every lookup in the table, or every lookup that reaches this element of the list, fails.
    case lookupsFail
    /// The program that reads the list dies.
    case fatal
    /// Postfix may go on well; it is Postkeep that cannot see.
    case unknown
  }

  public let kind: Kind
  public let consequence: Consequence
  /// Nil for what has no place, such as a missing file.
  public let place: TablePlace?
  /// Postfix's own words, without program, file and line.
  public let message: String

  public init(_ kind: Kind, _ consequence: Consequence, at place: TablePlace?, _ message: String) {
    self.kind = kind
    self.consequence = consequence
    self.place = place
    self.message = message
  }
}

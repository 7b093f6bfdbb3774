// A match list: mynetworks, mydestination, relay_domains, debug_peer_list and the like.
//
//     let list = MatchList("!192.0.2.1, 192.0.2.0/24, hash:/etc/postfix/nets", named: "mynetworks", of: .clients, from: files)
//     list.matches(name: "unknown", address: "192.0.2.1")      // .notMatched(by: the first element)
//
// Elements are asked in order and the first that matches decides: yes, or no if it has a "!". The end of the list is a no.
// An element is a literal, a type:name table in which only the presence of a key counts, or a /file that is replaced by
// its own elements. Anything with a colon is a table unless it begins with "[", so IPv6 addresses need brackets.
// Sources: match_list.c, match_ops.c, string_list.c, domain_list.c, namadr_list.c, addr_match_list.c.

public import Bytes

public struct MatchList: Sendable {
  /// What a list is compared with, and thereby which elements make sense.
  public enum Subject: Hashable, Sendable {
    /// Whole strings: mydestination, virtual_alias_domains.
    case strings
    /// Host or domain names with their parent domains: relay_domains.
    case hostNames
    /// Addresses: postscreen_allowlist_interfaces, the addresses of server access lists such as permit_mynetworks in
    /// postscreen_access_list.
    case addresses
    /// The name or the address of a client: mynetworks, debug_peer_list.
    case clients

    var hasAddresses: Bool { self == .addresses || self == .clients }
  }

  /// Where something stands in a list.
  public enum Place: Hashable, Sendable {
    /// In the parameter's value: the distance from its start, in bytes.
    case value(offset: Int)
    /// In a file that the value names.
    case file(TablePlace)
  }

  public struct Element: Sendable {
    public enum Kind: Sendable {
      /// A literal, with its case folded.
      case pattern(ByteString)
      case table(LookupTable)
      /// Something that Postfix replaces by a table whose lookups fail, such as a missing file.
      case failing(String)
      /// Something that is hidden from Postkeep, such as a file that cannot be read.
      case cannotTell(String)
    }
    public let kind: Kind
    /// Whether a match means no. Of `!!` nothing remains, and an element of `!/file` counts the file's mark as well.
    public let isNegated: Bool
    /// As written, without exclamation marks.
    public let text: ByteString
    public let place: Place
  }

  /// What Postfix complains about, when it reads the list or when it comes to the element.
  public struct Problem: Hashable, Sendable {
    public let kind: TableProblem.Kind
    public let consequence: TableProblem.Consequence
    public let place: Place
    /// Postfix's own words, without program and parameter.
    public let message: String
  }

  /// The parameter, for messages.
  public let name: ByteString
  public let subject: Subject
  /// Whether `example.com` also matches its subdomains (parent_domain_matches_subdomains has the name of the list). If so,
  /// `.example.com` matches nothing; if not, it matches the subdomains.
  public let matchesParents: Bool
  public let elements: [Element]
  public let problems: [Problem]
  /// The complaint of which every program dies that reads the list; nil for a list that works.
  public let fatalProblem: Problem?
  let usesUTF8: Bool
  let index: MatchListIndex

  /// - Parameters:
  ///   - value: the parameter's value, expanded.
  ///   - options: `foldsCase` and `duplicates` do not matter: lists open their tables in one way only.
  public init(
    _ value: ByteString, named name: ByteString, of subject: Subject, matchesParents: Bool = false,
    from sources: TableSources, options: TableOptions = .matchList
  ) {
    var options = options
    options.foldsCase = false
    options.duplicates = .failing
    var parser = MatchListParser(subject: subject, sources: sources, options: options)
    parser.parse(value)
    self.name = name
    self.subject = subject
    self.matchesParents = matchesParents
    elements = parser.elements
    problems = parser.problems
    fatalProblem = problems.first { $0.consequence == .fatal }
    index = parser.index
    usesUTF8 = options.usesUTF8
  }
}

/// What a match list says.
public enum ListMatch: Sendable {
  case matched(MatchList.Element)
  /// Either no element matches, or one with a "!" does.
  case notMatched(by: MatchList.Element?)
  /// Postfix gets an error when it comes to the element, or dies of the list, then without an element. Programs answer with
  /// a temporary error.
  case failed(String, MatchList.Element?)
  /// Whether the element matches is not in the files.
  case cannotTell(String, MatchList.Element)

  public var isMatch: Bool? {
    switch self {
    case .matched: true
    case .notMatched: false
    case .failed, .cannotTell: nil
    }
  }
}

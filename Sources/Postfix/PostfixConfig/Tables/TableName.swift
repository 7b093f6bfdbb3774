// The name of a lookup table, as it is written in a parameter: type:name.
//
// The type says how the name is read: a path (texthash:/etc/postfix/access), a text (static:OK), a list in braces
// (inline:{a=b}, unionmap:{hash:/one, hash:/two}), another table (proxy:hash:/etc/aliases), or the address of a server.
// Names of indexed files (hash, lmdb …) are paths without the suffix of the compiled file: the name is the path of the
// source that postmap(1) compiled.
// Sources: dict_open.c, DATABASE_README.

public import Bytes

/// A type and a name, both not empty.
public struct TableName: Hashable, Sendable {
  /// How Postfix reads a table.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// static: every key has the same result.
    case constant
    /// inline: names and values in the table name itself.
    case inline
    /// texthash: a text file, read when the table is opened.
    case textFile
    /// hash, btree, lmdb, cdb, sdbm, dbm: a file that postmap(1) or postalias(1) compiles from its text source.
    case indexedFile
    /// cidr: address patterns.
    case networks
    /// regexp: POSIX patterns.
    case posixPatterns
    /// pcre: Perl-compatible patterns.
    case perlPatterns
    /// pipemap: the result of a table is the key for the next.
    case pipeline
    /// unionmap: the results of all tables, joined by commas.
    case union
    /// randmap: any one of the results.
    case random
    /// proxy: another table, opened by the proxymap(8) server. It must be in proxy_read_maps, which is not checked here.
    case proxy
    /// debug: another table, whose lookups are logged.
    case debug
    /// fail: every lookup fails.
    case failing
    /// A server, a database or the process itself: ldap, mysql, tcp, socketmap, unix, environ and so on.
    case remote
    /// No type of Postfix's own. It can only work with a plug-in of dynamicmaps.cf.
    case unknown
  }

  public let type: ByteString
  public let name: ByteString

  /// Postfix's words for a text that is no table name.
  public struct FormError: Error, Hashable, Sendable, CustomStringConvertible {
    public let text: ByteString
    public var description: String { "open dictionary: expecting \"type:name\" form instead of \"\(text)\"" }
  }

  /// Splits at the first colon. Throws if there is none, or if nothing is on one side of it: the program that opens such a
  /// table dies.
  public init(_ text: ByteString) throws(FormError) {
    guard let colon = text.bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < text.count else {
      throw FormError(text: text)
    }
    type = ByteString(text.bytes[..<colon])
    name = ByteString(text.bytes[(colon + 1)...])
  }

  /// The name as it is written.
  public var text: ByteString { type + ":" + name }

  public var kind: Kind { Self.kinds[type]?.kind ?? .unknown }

  /// The first release that knows the type; nil for types as old as the oldest release that matters here, and for unknown ones.
  var since: PostfixVersion? { Self.kinds[type]?.since }

  /// Whether the rules, values or tables stand in the name itself, in braces.
  public var isInBraces: Bool { name.bytes.first == UInt8(ascii: "{") }

  /// The file that holds the text of the table; nil for tables that have none.
  public var sourcePath: ByteString? {
    switch kind {
    case .textFile, .indexedFile: name
    case .networks, .posixPatterns, .perlPatterns: isInBraces ? nil : name
    default: nil
    }
  }

  /// Where the name begins in the text, in bytes.
  var nameOffset: Int { type.count + 1 }

  private static let kinds: [ByteString: (kind: Kind, since: PostfixVersion?)] = {
    var kinds: [ByteString: (kind: Kind, since: PostfixVersion?)] = [
      "static": (.constant, nil), "inline": (.inline, PostfixVersion(3, 0)),
      "texthash": (.textFile, PostfixVersion(2, 8)),
      "cidr": (.networks, nil), "regexp": (.posixPatterns, nil), "pcre": (.perlPatterns, nil),
      "pipemap": (.pipeline, PostfixVersion(3, 0)), "unionmap": (.union, PostfixVersion(3, 0)),
      "randmap": (.random, PostfixVersion(3, 0)), "proxy": (.proxy, nil), "debug": (.debug, PostfixVersion(3, 11)),
      "fail": (.failing, PostfixVersion(2, 9)), "socketmap": (.remote, PostfixVersion(2, 10)),
      "memcache": (.remote, PostfixVersion(2, 9)), "mongodb": (.remote, PostfixVersion(3, 9)),
      "sqlite": (.remote, PostfixVersion(2, 8)),
    ]
    for type: ByteString in ["hash", "btree", "lmdb", "cdb", "sdbm", "dbm"] { kinds[type] = (.indexedFile, nil) }
    for type: ByteString in [
      "ldap", "mysql", "pgsql", "tcp", "unix", "nis", "nisplus", "netinfo", "environ", "internal",
    ] { kinds[type] = (.remote, nil) }
    return kinds
  }()
}

extension TableName: CustomStringConvertible {
  public var description: String { text.description }
}

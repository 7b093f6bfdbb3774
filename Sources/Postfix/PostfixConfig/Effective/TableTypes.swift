// Lookup table types, and since when Postfix has them.
//
// Source: postconf(1) -m. Which of them a build has is the packager's choice and cannot be told from files.

public import Bytes

public enum TableTypes {
  /// Whether some build of this version has the type.
  public static func isKnown(_ type: ByteString, at version: PostfixVersion) -> Bool {
    since[type].map { version >= $0 } ?? false
  }

  private static let since: [ByteString: PostfixVersion] = [
    "btree": PostfixVersion(2, 0), "cdb": PostfixVersion(2, 2), "cidr": PostfixVersion(2, 1),
    "dbm": PostfixVersion(2, 0), "debug": PostfixVersion(3, 11), "environ": PostfixVersion(2, 0),
    "fail": PostfixVersion(2, 9), "hash": PostfixVersion(2, 0), "inline": PostfixVersion(3, 0),
    "internal": PostfixVersion(2, 0), "ldap": PostfixVersion(2, 0), "lmdb": PostfixVersion(2, 11),
    "memcache": PostfixVersion(2, 9), "mongodb": PostfixVersion(3, 9), "mysql": PostfixVersion(2, 0),
    "netinfo": PostfixVersion(2, 0), "nis": PostfixVersion(2, 0), "nisplus": PostfixVersion(2, 0),
    "pcre": PostfixVersion(2, 0), "pgsql": PostfixVersion(2, 1), "pipemap": PostfixVersion(3, 0),
    "proxy": PostfixVersion(2, 0), "randmap": PostfixVersion(3, 0), "regexp": PostfixVersion(2, 0),
    "sdbm": PostfixVersion(2, 2), "socketmap": PostfixVersion(2, 10), "sqlite": PostfixVersion(2, 8),
    "static": PostfixVersion(2, 0), "tcp": PostfixVersion(2, 1), "texthash": PostfixVersion(2, 8),
    "unionmap": PostfixVersion(3, 0), "unix": PostfixVersion(2, 0),
  ]
}

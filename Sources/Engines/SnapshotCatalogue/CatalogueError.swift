// Why the catalogue could not be read or written.

import CSQLite

public struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Cause: Hashable, Sendable {
    /// It is no catalogue of this version: damaged, of another format, or no database at all. It has to be made anew.
    case unusable
    /// The system refused: no space, no permission, a bad disk. The catalogue may be whole.
    case system
    /// Somebody else is writing to it.
    case busy
  }

  public let cause: Cause
  public let path: String
  public let reason: String

  public var description: String { "cannot use \(path): \(reason)" }

  init(_ cause: Cause, _ path: String, _ reason: String) {
    self.cause = cause
    self.path = path
    self.reason = reason
  }

  /// - Parameter code: of SQLite, extended or not.
  init(_ path: String, code: Int32, _ reason: String) {
    self.path = path
    self.reason = reason
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: cause = .busy
    case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_CANTOPEN, SQLITE_NOMEM:
      cause = .system
    // SQLITE_CORRUPT and SQLITE_NOTADB; SQLITE_ERROR and SQLITE_SCHEMA for tables that are not ours.
    default: cause = .unusable
    }
  }
}

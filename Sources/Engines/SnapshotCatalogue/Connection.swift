// An open database. It closes itself.

import CSQLite

struct Connection: ~Copyable {
  private let handle: OpaquePointer
  private let path: String

  /// Opens an existing file.
  init(_ path: String, isWritable: Bool) throws(CatalogueError) {
    var handle: OpaquePointer?
    let flags = (isWritable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX
    let result = sqlite3_open_v2(path, &handle, flags, nil)
    guard result == SQLITE_OK, let handle else {
      let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "there is no memory for it"
      // Even a connection that could not be opened has to be closed.
      sqlite3_close_v2(handle)
      throw CatalogueError(path, code: result, reason)
    }
    // A lock of our own keeps writers apart: waiting would not help.
    sqlite3_busy_timeout(handle, 0)
    self.handle = handle
    self.path = path
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that have no parameters and no results of interest.
  borrowing func run(_ sql: String) throws(CatalogueError) {
    let result = sqlite3_exec(handle, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw CatalogueError(path, code: result, String(cString: sqlite3_errmsg(handle))) }
  }

  /// - Parameter sql: one statement, with "?" for each parameter.
  borrowing func prepare(_ sql: String) throws(CatalogueError) -> Statement {
    var statement: OpaquePointer?
    let result = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
    guard result == SQLITE_OK, let statement else {
      throw CatalogueError(path, code: result, String(cString: sqlite3_errmsg(handle)))
    }
    return Statement(statement, path)
  }

  /// The first column of the first row.
  borrowing func text(_ sql: String) throws(CatalogueError) -> String? {
    let statement = try prepare(sql)
    return try statement.step() ? statement.text(0) : nil
  }

  /// Writes everything that the work writes, or nothing.
  borrowing func transaction(
    _ work: (borrowing Connection) throws(CatalogueError) -> Void
  ) throws(CatalogueError) {
    try run("BEGIN IMMEDIATE")
    do throws(CatalogueError) {
      try work(self)
      try run("COMMIT")
    } catch {
      // Fails where SQLite rolled back by itself.
      try? run("ROLLBACK")
      throw error
    }
  }
}

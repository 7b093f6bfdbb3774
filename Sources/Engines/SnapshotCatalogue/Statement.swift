// A statement with its parameters, numbered from 1, and the row it is at, with columns numbered from 0.

import CSQLite

struct Statement: ~Copyable {
  private let handle: OpaquePointer
  private let path: String

  init(_ handle: OpaquePointer, _ path: String) {
    self.handle = handle
    self.path = path
  }

  deinit { sqlite3_finalize(handle) }

  // SQLite copies the text before the call returns (SQLITE_TRANSIENT).
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  borrowing func bind(_ parameter: Int32, _ text: String?) throws(CatalogueError) {
    guard let text else { return try check(sqlite3_bind_null(handle, parameter)) }
    let count = Int32(clamping: text.utf8.count)
    try check(text.withCString { sqlite3_bind_text(handle, parameter, $0, count, Self.copied) })
  }

  borrowing func bind(_ parameter: Int32, _ number: Int64?) throws(CatalogueError) {
    guard let number else { return try check(sqlite3_bind_null(handle, parameter)) }
    try check(sqlite3_bind_int64(handle, parameter, number))
  }

  /// True when there is a row, false at the end.
  borrowing func step() throws(CatalogueError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw error(code)
    }
  }

  /// Makes it ready to be run with other parameters.
  borrowing func reset() { sqlite3_reset(handle) }

  /// Nil for NULL.
  borrowing func text(_ column: Int32) -> String? {
    guard let text = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
  }

  /// Nil for NULL.
  borrowing func number(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
  }

  private borrowing func check(_ result: Int32) throws(CatalogueError) {
    guard result == SQLITE_OK else { throw error(result) }
  }

  private borrowing func error(_ code: Int32) -> CatalogueError {
    CatalogueError(path, code: code, String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
  }
}

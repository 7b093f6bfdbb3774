// The catalogue of a store: what is in its archives, so that a list need not open hundreds of them.
//
// It says nothing that is not said elsewhere: by the archives, and of when each was verified by a file beside it. So
// whatever is wrong with it, it is thrown away and filled again. The caller keeps other writers away.

public import Bytes
public import SystemAccess

public final class SnapshotCatalogue {
  public static let fileName: ByteString = "catalogue.sqlite"
  /// Of the table; another number in the file means that it has to be made anew.
  static let format = 2

  private let connection: Connection
  private let path: String
  /// Why it was made anew, as the end of a sentence; nil when it was there.
  public let rebuilt: String?

  /// Opens the catalogue of a directory for writing. Makes an empty one if there is none or none of any use.
  public init(in directory: Directory) throws(CatalogueError) {
    path = "\(directory.path)/\(Self.fileName)"
    var flaw = "it did not exist"
    if FileReading.exists(path) {
      do throws(CatalogueError) {
        connection = try Self.open(path, isWritable: true)
        rebuilt = nil
        return
      } catch {
        guard error.cause == .unusable else { throw error }
        flaw = error.reason
      }
    }
    connection = try Self.make(path, in: directory)
    rebuilt = flaw
  }

  /// Opens the catalogue as it is, for reading. Throws when there is none or none of any use.
  public init(reading directory: Directory) throws(CatalogueError) {
    path = "\(directory.path)/\(Self.fileName)"
    connection = try Self.open(path, isWritable: false)
    rebuilt = nil
  }

  private static func open(_ path: String, isWritable: Bool) throws(CatalogueError) -> Connection {
    let connection = try Connection(path, isWritable: isWritable)
    let version = try connection.text("PRAGMA user_version") ?? ""
    guard version == "\(format)" else {
      throw CatalogueError(.unusable, path, "it has format \(version) and not \(format)")
    }
    guard try connection.text("PRAGMA quick_check(1)") == "ok" else {
      throw CatalogueError(.unusable, path, "it is damaged")
    }
    // Throws where the table is another one, or a row is not what was written.
    _ = try records(of: connection, path)
    return connection
  }

  private static func make(_ path: String, in directory: Directory) throws(CatalogueError) -> Connection {
    do throws(SystemError) {
      // First what SQLite would take for the rest of an interrupted write to the new file.
      for suffix in ["-journal", "-wal", "-shm", ""] { try directory.remove(fileName + ByteString(suffix)) }
      _ = try directory.create(fileName, mode: 0o600)
    } catch {
      throw CatalogueError(.system, path, error.reason)
    }
    let connection = try Connection(path, isWritable: true)
    try connection.transaction { connection throws(CatalogueError) in
      try connection.run(RecordRow.table)
      try connection.run("PRAGMA user_version = \(format)")
    }
    return connection
  }

  /// All records, the oldest first.
  public func records() throws(CatalogueError) -> [SnapshotRecord] { try Self.records(of: connection, path) }

  private static func records(
    of connection: borrowing Connection, _ path: String
  ) throws(CatalogueError) -> [SnapshotRecord] {
    let row = try connection.prepare(RecordRow.select)
    var records: [SnapshotRecord] = []
    while try row.step() {
      guard let record = RecordRow.record(row) else { throw CatalogueError(.unusable, path, "it is damaged") }
      records.append(record)
    }
    return records
  }

  /// Removes the records of some files and adds others, or replaces those of the same file: all of it or nothing.
  public func change(
    removing files: [String] = [], adding records: [SnapshotRecord] = []
  ) throws(CatalogueError) {
    try connection.transaction { connection throws(CatalogueError) in
      let delete = try connection.prepare("DELETE FROM snapshot WHERE file = ?")
      for file in files {
        try delete.bind(1, file)
        _ = try delete.step()
        delete.reset()
      }
      let insert = try connection.prepare(RecordRow.insert)
      for record in records {
        try RecordRow.bind(record, to: insert)
        _ = try insert.step()
        insert.reset()
      }
    }
  }
}

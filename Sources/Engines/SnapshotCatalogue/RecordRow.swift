// A record as a row: which column holds what. A change here is a new format, see SnapshotCatalogue.format.

import Bytes
import JSONText
import SystemAccess

enum RecordRow {
  static let table = """
    CREATE TABLE snapshot (
      file TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
      id TEXT NOT NULL, host TEXT NOT NULL, queue TEXT NOT NULL, created INTEGER NOT NULL, window_end INTEGER NOT NULL,
      base TEXT, guarantee TEXT, reason TEXT,
      messages INTEGER NOT NULL, stored INTEGER NOT NULL, bytes INTEGER NOT NULL, finished INTEGER NOT NULL,
      damaged INTEGER NOT NULL, tags TEXT NOT NULL, configuration INTEGER NOT NULL, secrets INTEGER NOT NULL,
      postfix TEXT, encryption TEXT, signed INTEGER NOT NULL, verified INTEGER, verified_good INTEGER, problem TEXT,
      selection TEXT, sum INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """

  private static let columns = """
    file, size, modified, modified_ns, id, host, queue, created, window_end, base, guarantee, reason, messages, stored, \
    bytes, finished, damaged, tags, configuration, secrets, postfix, encryption, signed, verified, verified_good, \
    problem, selection, sum
    """

  static let select = "SELECT \(columns) FROM snapshot ORDER BY created, file"
  static let insert = """
    INSERT OR REPLACE INTO snapshot (\(columns))
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  static func bind(_ record: SnapshotRecord, to row: borrowing Statement) throws(CatalogueError) {
    try row.bind(1, record.fileName)
    try row.bind(2, Int64(record.fileSize))
    try row.bind(3, record.fileModified.seconds)
    try row.bind(4, record.fileModified.nanoseconds)
    try row.bind(5, record.id)
    try row.bind(6, record.host)
    try row.bind(7, record.queueDirectory)
    try row.bind(8, record.created)
    try row.bind(9, record.windowEnd)
    try row.bind(10, record.base)
    try row.bind(11, record.guarantee)
    try row.bind(12, record.reason)
    try row.bind(13, Int64(record.messages))
    try row.bind(14, Int64(record.storedFiles))
    try row.bind(15, Int64(record.bytes))
    try row.bind(16, Int64(record.finished))
    try row.bind(17, Int64(record.damaged))
    var tags = JSONWriter()
    tags.value(record.tags)
    try row.bind(18, String(decoding: tags.bytes, as: UTF8.self))
    try row.bind(19, record.hasConfiguration ? 1 : 0)
    try row.bind(20, record.hasSecrets ? 1 : 0)
    try row.bind(21, record.postfix)
    try row.bind(22, record.encryption?.rawValue)
    try row.bind(23, record.isSigned ? 1 : 0)
    try row.bind(24, record.verification?.time)
    try row.bind(25, record.verification.map { $0.isGood ? 1 : 0 })
    try row.bind(26, record.problem)
    try row.bind(27, record.selection)
    try row.bind(28, RecordSum.of(record))
  }

  /// Nil for a row that is not what was written.
  static func record(_ row: borrowing Statement) -> SnapshotRecord? {
    func number(_ column: Int32) -> Int { Int(clamping: row.number(column) ?? 0) }
    var record = SnapshotRecord(
      id: row.text(4) ?? "", fileName: row.text(0) ?? "", fileSize: number(1),
      fileModified: FileStatus.Time(seconds: row.number(2) ?? 0, nanoseconds: row.number(3) ?? 0),
      created: row.number(7) ?? 0, windowEnd: row.number(8) ?? 0)
    record.host = row.text(5) ?? ""
    record.queueDirectory = row.text(6) ?? ""
    record.base = row.text(9)
    record.guarantee = row.text(10)
    record.reason = row.text(11)
    record.messages = number(12)
    record.storedFiles = number(13)
    record.bytes = number(14)
    record.finished = number(15)
    record.damaged = number(16)
    let tags = (try? JSONReader().read(Array((row.text(17) ?? "").utf8)))?.elements ?? []
    record.tags = tags.compactMap(\.text)
    record.hasConfiguration = number(18) != 0
    record.hasSecrets = number(19) != 0
    record.postfix = row.text(20)
    record.encryption = row.text(21).flatMap(SnapshotRecord.Encryption.init(rawValue:))
    record.isSigned = number(22) != 0
    if let time = row.number(23) {
      record.verification = SnapshotRecord.Verification(time: time, isGood: number(24) != 0)
    }
    record.problem = row.text(25)
    record.selection = row.text(26)
    return row.number(27) == RecordSum.of(record) ? record : nil
  }
}

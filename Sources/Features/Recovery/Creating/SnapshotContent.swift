// Puts messages and logs into the archive, each of them once, and tells the index where they are.

import Bytes
import PostfixQueue
import QueueStore
import SnapshotArchive
import SystemAccess

struct SnapshotContent {
  private let base: SnapshotBase?
  private let folders: QueueFolders
  /// Files of the queue that the archive holds itself.
  private(set) var stored = 0
  /// Hashes of paths: to take two for one does no harm.
  private var paths: Set<Int> = []
  private(set) var problems: [String] = []

  init(of store: QueueStore, base: SnapshotBase?) {
    folders = QueueFolders(store)
    self.base = base
  }

  /// Writes what the archive has to hold of a message, and its line in the index, which is returned.
  mutating func write(
    _ message: PreparedMessage, to writer: inout SnapshotWriter
  ) throws -> IndexedMessage {
    var indexed = message.indexed
    indexed.path = free(indexed.path)
    let known = base?.message(indexed.stamp.inode, indexed.id)
    var logs = message.logs
    switch message.content {
    case .bytes(let bytes):
      if bytes.count < indexed.stamp.size { complain(about: indexed, bytes.count) }
      indexed.stamp.size = bytes.count
      if let known, known.digest == indexed.digest {
        indexed.elsewhere = known.elsewhere
      } else {
        try writer.add(indexed.entry, content: bytes)
        stored += 1
      }
    case .open(let open):
      indexed.digest = try stream(open, &indexed, to: &writer)
      stored += 1
      // Only now: what the marks of the message say has to be in them.
      logs = CapturedLogs(of: message.file.name, in: folders)
      indexed.logs = logs.logs.map { IndexedLog($0) }
    }
    for problem in logs.problems { complain("\(problem)") }
    // Two files with one id have one set of logs.
    let isFirst = logs.logs.map { paths.insert(indexed.path(of: $0.kind).hashValue).inserted }
    for (number, log) in logs.logs.enumerated() where isFirst[number] {
      if let known = known?.logs.first(where: { $0.kind == log.kind }), known.digest == indexed.logs[number].digest {
        indexed.logs[number].elsewhere = known.elsewhere
        continue
      }
      var entry = ArchiveEntry(path: indexed.path(of: log.kind), status: log.status)
      entry.size = log.content.count
      try writer.add(entry, content: log.content)
      stored += 1
    }
    indexed.logs = zip(indexed.logs, isFirst).filter(\.1).map(\.0)
    try writer.add(.message(indexed))
    return indexed
  }

  private mutating func complain(about message: IndexedMessage, _ count: Int) {
    complain("\(message.path): only \(count) of its \(message.stamp.size) bytes can be read")
  }

  /// A thousand problems tell as much as a million, and a directory of logs has the same one for each message.
  private mutating func complain(_ problem: String) {
    if problems.count < 1000, !problems.contains(problem) { problems.append(problem) }
  }

  /// A path that nothing has. Where a message has left its place, another one may have come to it.
  private mutating func free(_ path: ByteString) -> ByteString {
    var free = path
    var number = 2
    while !paths.insert(free.hashValue).inserted {
      var parts = path.bytes.split(separator: UInt8(ascii: "/")).map { ByteString($0) }
      parts.insert(ByteString("again-\(number)"), at: parts.count - 1)
      free = ByteString(parts.map(\.description).joined(separator: "/"))
      number += 1
    }
    return free
  }

  /// Writes a large message piece by piece. Returns its sum.
  private mutating func stream(
    _ open: OpenMessage, _ indexed: inout IndexedMessage, to writer: inout SnapshotWriter
  ) throws -> SHA256Sum {
    var digest = SHA256Digest()
    var offset = 0
    var isWhole = true
    // Postfix may have marked recipients since the records were read: the index repeats what the archive has.
    var stored: [UInt8]? = indexed.stamp.size > FileSumming.largest ? nil : []
    try writer.begin(indexed.entry)
    while offset < indexed.stamp.size {
      let piece = [UInt8](unsafeUninitializedCapacity: min(1 << 20, indexed.stamp.size - offset)) { buffer, count in
        count = open.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      }
      // The archive was told the size. What cannot be read is zeros there.
      if piece.isEmpty, isWhole {
        complain(about: indexed, offset)
        isWhole = false
        indexed.isDamaged = true
      }
      let bytes = piece.isEmpty ? [UInt8](repeating: 0, count: min(1 << 20, indexed.stamp.size - offset)) : piece
      digest.update(bytes)
      try writer.write(bytes)
      stored?.append(contentsOf: bytes)
      offset += bytes.count
    }
    try writer.end()
    if let stored { indexed.readRecords(of: stored) }
    return digest.sum()
  }
}

extension IndexedMessage {
  var entry: ArchiveEntry {
    ArchiveEntry(
      path: path, size: stamp.size, mode: mode, owner: owner, group: group, modified: stamp.modified)
  }
}

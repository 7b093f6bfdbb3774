// Everything that lies in a queue directory, sorted into messages, logs, and what is neither.

import Bytes
import PostfixQueue
import SystemAccess

struct FoundMessage: Sendable {
  let entry: QueueEntry
  let queue: QueueName
  /// The name without the mark of an unfinished renaming.
  let id: ByteString
  let facts: MessageFacts

  var isMarked: Bool { id.count != entry.name.count }
}

struct FoundLog: Sendable {
  let entry: QueueEntry
  let log: LogName
  let id: ByteString

  var isMarked: Bool { id.count != entry.name.count }
}

struct MendingSurvey: EntryVisitor {
  /// What postsuper appends to a name that is to be given in a second step. Source: postsuper.c.
  static let mark: ByteString = "#FIX"

  private(set) var folders: [(folder: EntryFolder, status: FileStatus)] = []
  private(set) var messages: [FoundMessage] = []
  private(set) var logs: [FoundLog] = []
  /// What is no message and has no business here.
  private(set) var strangers: [QueueEntry] = []
  private(set) var left: [MendingLeft] = []
  private(set) var problems: [SystemError] = []
  /// How many things that are no directories of the queue lie in a directory, by its path.
  private(set) var counts: [String: Int] = [:]
  private var reader = MessageFactReader()
  private let settings: QueueSettings

  init(_ settings: QueueSettings) { self.settings = settings }

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) { folders.append((folder, status)) }
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {}
  mutating func miss(_ area: QueueArea) {}

  mutating func visit(_ entry: QueueEntry, in directory: Directory) {
    counts[entry.folder.path, default: 0] += 1
    guard entry.status.kind == .regular else { return visitNoFile(entry, in: directory) }
    if entry.name.count == 1 { return strangers.append(entry) }
    guard let id = Self.id(entry.name) else {
      let isTemporary = Self.isTemporary(entry.name)
      return left.append(MendingLeft(isTemporary ? .temporary : .foreignName, entry.path))
    }
    if entry.status.links > 1 { left.append(MendingLeft(.hardLink, entry.path, "\(entry.status.links) names")) }
    switch entry.folder.area {
    case .flush: break
    case .logs(let log): logs.append(FoundLog(entry: entry, log: log, id: id))
    case .messages(let queue):
      do throws(SystemError) {
        guard let facts = try reader.read(entry.name, in: directory, queue) else { return }
        messages.append(FoundMessage(entry: entry, queue: queue, id: id, facts: facts))
        if queue != .corrupt { judge(entry, facts) }
      } catch {
        problems.append(error)
      }
    }
  }

  private mutating func judge(_ entry: QueueEntry, _ facts: MessageFacts) {
    let mode = MessageMode(rawValue: entry.status.mode)
    if facts.isEmpty {
      left.append(MendingLeft(.emptyFile, entry.path))
    } else if !facts.isComplete, !mode.isComplete {
      left.append(MendingLeft(.unfinishedFile, entry.path, facts.damage))
    } else if !facts.damage.isEmpty {
      left.append(MendingLeft(.damagedMessage, entry.path, facts.damage))
    } else if MendingStandards.isCorruptMark(entry.status.mode) {
      left.append(MendingLeft(.corruptMark, entry.path))
    }
  }

  private mutating func visitNoFile(_ entry: QueueEntry, in directory: Directory) {
    switch entry.status.kind {
    case .directory:
      let isElsewhere = folders.last.map { $0.status.device != entry.status.device } ?? false
      left.append(MendingLeft(isElsewhere ? .otherFileSystem : .strayDirectory, entry.path))
    // Moved away, it would take mail with it.
    case .link where settings.isHashDirectory(entry) && LinkEnd(of: entry.name, in: directory) == .something:
      left.append(MendingLeft(.directoryLink, entry.path))
    case .device: left.append(MendingLeft(.device, entry.path))
    case .link, .fifo, .socket, .regular: strangers.append(entry)
    }
  }

  /// Nil for names that Postfix does not take for a message or a log.
  static func id(_ name: ByteString) -> ByteString? {
    let id = name.hasSuffix(mark) ? ByteString(name.bytes.dropLast(mark.count)) : name
    return QueueID.isLegalName(id) ? id : nil
  }

  /// "usec.pid". Source: mail_queue_enter.
  private static func isTemporary(_ name: ByteString) -> Bool {
    let parts = name.bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }
  }
}

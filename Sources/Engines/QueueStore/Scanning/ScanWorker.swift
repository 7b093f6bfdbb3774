// A thread of a scan: opens the files of a batch for a visitor.

import PostfixQueue
import SystemAccess

struct ScanWorker<Visitor: MessageVisitor>: BatchWorker {
  private(set) var visitor: Visitor
  private var window = QueueFileWindow()
  private let current = CurrentFile()

  init(_ visitor: Visitor) {
    self.visitor = visitor
    window.open(size: 0) { [current] buffer, offset in OpenFile.read(current.number, into: buffer, at: offset) }
  }

  /// The file that the window reads: one closure serves all.
  private final class CurrentFile { var number: Int32 = -1 }

  mutating func visit(_ batch: NameBatch) -> BatchResult<Visitor.Output> {
    var vanished: [Int32] = []
    var unfinished: [Int32] = []
    var problems: [SystemError] = []
    for place in batch.indices {
      let index = Int(place)
      guard visitor.reads(batch.names[index]) else {
        // A purge by ids reads a few of many: the others are only counted.
        if batch.isSurelyMessage(index) {
          visitor.passOver()
          continue
        }
        do throws(SystemError) {
          if let status = try batch.folder.directory.status(of: batch.names, index) {
            if status.kind == .regular, batch.folder.name.isReadable(status) { visitor.passOver() }
          } else {
            vanished.append(place)
          }
        } catch {
          problems.append(error)
        }
        continue
      }
      do throws(SystemError) {
        guard let file = try batch.folder.directory.open(batch.names, index) else {
          vanished.append(place)
          continue
        }
        let status = try file.status()
        guard status.kind == .regular else { continue }
        guard batch.folder.name.isReadable(status) else {
          unfinished.append(place)
          continue
        }
        current.number = file.number
        window.open(size: status.size)
        visitor.visit(QueuedFile(batch.folder.name, batch.names, index, status), &window)
        withExtendedLifetime(file) {}
      } catch {
        if !error.isNoFile { problems.append(error) }
      }
    }
    return BatchResult(
      output: visitor.takeOutput(), vanished: batch.only(vanished), unfinished: batch.only(unfinished),
      problems: problems)
  }
}

extension NameBatch {
  /// Whether a name is that of a message without a look at the file: what comes into these queues is complete.
  fileprivate func isSurelyMessage(_ index: Int) -> Bool {
    let queue = folder.name.queue
    return (queue == .deferred || queue == .active || queue == .hold) && names.isDirectory(index) == false
  }

  /// The same with some of the names; nil for none.
  func only(_ indices: [Int32]) -> NameBatch? {
    indices.isEmpty ? nil : NameBatch(folder: folder, names: names, indices: indices)
  }
}

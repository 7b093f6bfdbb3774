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
    var look = BatchLook(batch)
    var hasPassedOver = false
    for place in batch.indices {
      let index = Int(place)
      // A purge by ids reads a few of many: the others are only counted.
      guard visitor.reads(batch.names[index]) else {
        hasPassedOver = true
        if batch.isSurelyMessage(index) || look.status(place) != nil { visitor.passOver() }
        continue
      }
      look.open(place) { file, status in
        current.number = file.number
        window.open(size: status.size)
        visitor.visit(QueuedFile(batch.folder.name, batch.names, index, status), &window)
        extendLifetime(file)
      }
    }
    return look.result(visitor.takeOutput(), hasPassedOver: hasPassedOver)
  }
}

extension NameBatch {
  /// Whether a name is that of a message without a look at the file: what comes into these queues is complete.
  fileprivate func isSurelyMessage(_ index: Int) -> Bool {
    folder.name.hasOnlyMessages && names.isDirectory(index) == false
  }
}

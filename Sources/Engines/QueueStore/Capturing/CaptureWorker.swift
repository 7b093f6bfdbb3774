// A thread of a capture: reads the messages of a batch whole.

import Bytes
import PostfixQueue
import SystemAccess

struct CaptureWorker<Output: Sendable>: BatchWorker {
  private let folders: QueueFolders
  /// What is made of a message while other threads are busy with others.
  private let work: @Sendable (CapturedMessage) -> Output

  /// Bytes. A larger message is handed over open.
  static var largestInMemory: Int { 128 << 10 }

  init(_ store: QueueStore, _ work: @escaping @Sendable (CapturedMessage) -> Output) {
    folders = QueueFolders(store)
    self.work = work
  }

  func visit(_ batch: NameBatch) -> BatchResult<[Output]> {
    var outputs: [Output] = []
    var look = BatchLook(batch)
    for place in batch.indices {
      look.open(place) { file, status in
        outputs.append(work(capture(QueuedFile(batch.folder.name, batch.names, Int(place), status), file)))
      }
    }
    return look.result(outputs)
  }

  private func capture(_ queued: QueuedFile, _ file: consuming OpenFile) -> CapturedMessage {
    guard queued.status.size <= Self.largestInMemory,
      let content = try? file.content(size: queued.status.size, limit: Self.largestInMemory, named: queued.path)
    else { return CapturedMessage(file: queued, content: .open(OpenMessage(file)), logs: CapturedLogs()) }
    return CapturedMessage(
      file: queued, content: .bytes(content), logs: CapturedLogs(of: queued.name, in: folders))
  }
}

/// A thread of a census: looks at the messages of a batch and opens none.
struct CensusWorker: BatchWorker {
  func visit(_ batch: NameBatch) -> BatchResult<[QueuedFile]> {
    var found: [QueuedFile] = []
    found.reserveCapacity(batch.indices.count)
    var look = BatchLook(batch)
    for place in batch.indices {
      guard let status = look.status(place) else { continue }
      found.append(QueuedFile(batch.folder.name, batch.names, Int(place), status))
    }
    return look.result(found)
  }
}

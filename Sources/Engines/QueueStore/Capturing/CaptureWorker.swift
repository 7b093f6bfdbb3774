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
    var vanished: [Int32] = []
    var unfinished: [Int32] = []
    var problems: [SystemError] = []
    for place in batch.indices {
      let index = Int(place)
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
        let queued = QueuedFile(batch.folder.name, batch.names, index, status)
        outputs.append(work(capture(queued, file)))
      } catch {
        if !error.isNoFile { problems.append(error) }
      }
    }
    return BatchResult(
      output: outputs, vanished: batch.only(vanished), unfinished: batch.only(unfinished), problems: problems)
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
    var vanished: [Int32] = []
    var unfinished: [Int32] = []
    var problems: [SystemError] = []
    for place in batch.indices {
      let index = Int(place)
      do throws(SystemError) {
        guard let status = try batch.folder.directory.status(of: batch.names, index) else {
          vanished.append(place)
          continue
        }
        guard status.kind == .regular else { continue }
        guard batch.folder.name.isReadable(status) else {
          unfinished.append(place)
          continue
        }
        found.append(QueuedFile(batch.folder.name, batch.names, index, status))
      } catch {
        problems.append(error)
      }
    }
    return BatchResult(
      output: found, vanished: batch.only(vanished), unfinished: batch.only(unfinished), problems: problems)
  }
}

// What becomes of the names of a batch: some are messages, some have to be looked at again, some are told, and what was never
// to be a message is passed over.

import SystemAccess

struct BatchLook {
  private let batch: NameBatch
  private var vanished: [Int32] = []
  private var unfinished: [Int32] = []
  private var linked: [Int32] = []
  private var problems: [SystemError] = []

  init(_ batch: NameBatch) { self.batch = batch }

  /// Looks at a name; nil where it is not that of a message.
  mutating func status(_ place: Int32) -> FileStatus? {
    do throws(SystemError) {
      guard let status = try batch.folder.directory.status(of: batch.names, Int(place)) else {
        vanished.append(place)
        return nil
      }
      return isMessage(status, place) ? status : nil
    } catch {
      problems.append(error)
      return nil
    }
  }

  /// Opens the file of a name and hands it over if it is a message.
  @inline(__always)
  mutating func open(_ place: Int32, _ take: (consuming OpenFile, FileStatus) -> Void) {
    do throws(SystemError) {
      guard let file = try batch.folder.directory.open(batch.names, Int(place)) else {
        vanished.append(place)
        return
      }
      let status = try file.status()
      if isMessage(status, place) { take(file, status) }
    } catch {
      if !error.isNoFile { problems.append(error) }
    }
  }

  private mutating func isMessage(_ status: FileStatus, _ place: Int32) -> Bool {
    guard status.kind == .regular else { return false }
    if batch.folder.name.isReadable(status) {
      if status.links > 1 { linked.append(place) }
      return true
    }
    unfinished.append(place)
    return false
  }

  func result<Output>(_ output: Output, hasPassedOver: Bool = false) -> BatchResult<Output> {
    BatchResult(
      output: output, vanished: batch.only(vanished), unfinished: batch.only(unfinished), linked: batch.only(linked),
      hasPassedOver: hasPassedOver, problems: problems)
  }
}

extension NameBatch {
  /// The same with some of the names; nil for none.
  fileprivate func only(_ indices: [Int32]) -> NameBatch? {
    indices.isEmpty ? nil : NameBatch(folder: folder, names: names, indices: indices)
  }
}

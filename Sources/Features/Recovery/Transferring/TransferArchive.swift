// An archive of a transfer, read from its first byte to its last before anything is done with it.

import Bytes
import SnapshotArchive
import SystemAccess

struct TransferArchive {
  let chain: SnapshotChain
  let messages: [IndexedMessage]
  let content: TransferContent

  /// Of the transfer.
  var id: String { chain.manifest.id }

  /// - Parameter progress: is told how many bytes were compared.
  init(_ file: SnapshotFile, progress: (Int) -> Void) throws {
    let result = try SnapshotVerification.verify(
      file, find: { base in throw SnapshotFlaw("it builds on \(base), and a transfer builds on nothing") },
      progress: progress)
    if let problem = result.problems.first { throw SnapshotFlaw("\(file.path): \(problem)") }
    guard result.manifest.tags.contains(TransferAcceptance.tag), TransferID.isGood(result.manifest.id) else {
      throw RecoveryFailure(
        .usage,
        "\(file.path) is a snapshot, and none that 'postkeep restore transfer send' made\n"
          + "  What it holds may be live elsewhere. 'postkeep restore run merge' takes snapshots.")
    }
    chain = try SnapshotChain(file) { base in throw SnapshotFlaw("it builds on \(base)") }
    var messages: [IndexedMessage] = []
    let summary = try chain.forEachMessage { messages.append($0) }
    guard summary.messages == messages.count, Set(messages.map { PlannedMessage.key(of: $0) }).count == messages.count
    else { throw SnapshotFlaw("\(file.path): its index does not have the messages of its summary") }
    self.messages = messages
    content = TransferContent(of: messages.map(\.digest))
  }
}

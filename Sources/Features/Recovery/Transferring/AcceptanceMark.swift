// What the queue itself remembers of a transfer that came into it: "postkeep/<transfer>.accepted", with the state directory that
// has its journal. Who accepts or refuses with another state directory does not know that the mail is here.

import Bytes
import QueueStore
import SystemAccess

struct AcceptanceMark {
  private let transfer: String
  private let queueDirectory: String
  /// The directory of the journals, and its inode: one that was made anew has lost them.
  private let journals: Directory

  private var name: ByteString { ByteString("\(transfer).accepted") }

  init(_ transfer: String, in queueDirectory: String, journals: Directory) {
    self.transfer = transfer
    self.queueDirectory = queueDirectory
    self.journals = journals
  }

  private var text: String {
    get throws(SystemError) {
      "\(try journals.status().inode) \(FileReading.resolved(journals.path) ?? FilePath.absolute(journals.path))\n"
    }
  }

  /// Throws when the transfer came into this queue, or was about to, with other journals.
  func check() throws {
    let path = "\(queueDirectory)/\(PrivatePurpose.parentName)"
    guard FileReading.isDirectory(path),
      let content = try Directory(path).open(name)?.content(limit: 1 << 16, named: "\(path)/\(name)")
    else { return }
    let known = String(decoding: content, as: UTF8.self)
    guard try known != text else { return }
    let place = known.split(separator: " ", maxSplits: 1).last.map { $0.split(separator: "\n").joined() } ?? ""
    throw RecoveryFailure(
      .usage,
      "transfer \(transfer) was accepted into \(queueDirectory) before, or begun to be, by a command with other journals: "
        + PrintableText.of(place)
        + "\n  Nothing was done. Name the directory above them with --state. Where it is lost, compare the queue with"
        + " the archive first; then remove \(path)/\(name).")
  }

  /// On the disk when this returns.
  func write() throws(SystemError) {
    let queue = try Directory(queueDirectory)
    try queue.makeDirectory(PrivatePurpose.parentName, mode: 0o700)
    let parent = try queue.directory(PrivatePurpose.parentName)
    let fresh = name + ".new"
    try parent.remove(fresh)
    let file = try parent.create(fresh, mode: 0o600)
    try file.write(Array(text.utf8), named: "\(parent.path)/\(fresh)")
    try file.sync(named: "\(parent.path)/\(fresh)")
    try parent.replace(name, by: fresh)
    try parent.sync()
    try queue.sync()
  }

  /// Of a transfer that is refused after all.
  func remove() throws(SystemError) {
    let queue = try Directory(queueDirectory)
    guard let parent = try? queue.directory(PrivatePurpose.parentName) else { return }
    try parent.remove(name)
    _ = try? queue.removeDirectory(PrivatePurpose.parentName)
  }
}

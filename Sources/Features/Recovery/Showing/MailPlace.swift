// Where exported mail goes. A mail has its name when it is complete and on the disk: a full disk leaves none that is cut off, and
// the export can be run again.

import Bytes
import SystemAccess

struct MailPlace {
  /// Where mails have their names.
  private let final: Directory
  /// Where they are written: tmp/ of a maildir.
  private let temporary: Directory
  private let form: SnapshotExport.Form

  init(_ form: SnapshotExport.Form, _ directory: Directory) throws(SystemError) {
    self.form = form
    guard form == .maildir else {
      (final, temporary) = (directory, directory)
      return
    }
    for name in ["tmp", "cur", "new"] { try directory.makeDirectory(ByteString(name), mode: 0o700) }
    final = try directory.directory("new")
    temporary = try directory.directory("tmp")
  }

  /// - Parameter fill: is given what writes a piece of the mail.
  /// - Returns: false when the very same mail was there already.
  func put(
    as name: ByteString, _ fill: (_ write: ([UInt8]) throws(SystemError) -> Void) throws -> Void
  ) throws -> Bool {
    let path = "\(final.path)/\(name)"
    let hidden = form == .maildir ? name : "." + name + ".tmp"
    // One is left where an export was killed.
    try temporary.remove(hidden)
    do {
      let output = try temporary.create(hidden, mode: 0o600)
      let number = output.number
      try fill { (piece) throws(SystemError) in try OpenFile.write(piece, to: number, named: path) }
      try output.sync(named: path)
      guard try temporary.move(hidden, to: final, as: name) == .targetExists else { return true }
      // Never over anything: a second try tells what is in the way.
      if try !isSame(hidden, as: name) { _ = try final.create(name, mode: 0o600) }
      try temporary.remove(hidden)
      return false
    } catch {
      _ = try? temporary.remove(hidden)
      throw error
    }
  }

  private func isSame(_ hidden: ByteString, as name: ByteString) throws(SystemError) -> Bool {
    guard let status = try final.status(of: name), status.kind == .regular, let one = try final.open(name),
      let other = try temporary.open(hidden)
    else { return false }
    var offset = 0
    while true {
      let piece = offset..<(offset + 1 << 20)
      let bytes = try one.bytes(piece, named: "\(final.path)/\(name)")
      guard try bytes == other.bytes(piece, named: "\(temporary.path)/\(hidden)") else { return false }
      if bytes.isEmpty { return true }
      offset = piece.upperBound
    }
  }
}

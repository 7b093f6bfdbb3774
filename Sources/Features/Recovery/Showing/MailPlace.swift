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

  /// - Returns: false when the very same mail was there already.
  func put(_ mail: [UInt8], as name: ByteString) throws(SystemError) -> Bool {
    let path = "\(final.path)/\(name)"
    if try holds(mail, name) { return false }
    let hidden = form == .maildir ? name : "." + name + ".tmp"
    // One is left where an export was killed.
    try temporary.remove(hidden)
    do throws(SystemError) {
      let output = try temporary.create(hidden, mode: 0o600)
      try output.write(mail, named: path)
      try output.sync(named: path)
      // Never over anything: the second try tells what is in the way.
      if try temporary.move(hidden, to: final, as: name) == .targetExists { _ = try final.create(name, mode: 0o600) }
    } catch {
      _ = try? temporary.remove(hidden)
      throw error
    }
    return true
  }

  private func holds(_ mail: [UInt8], _ name: ByteString) throws(SystemError) -> Bool {
    guard let status = try final.status(of: name), status.kind == .regular, status.size == mail.count,
      let file = try final.open(name)
    else { return false }
    return try file.content(limit: mail.count + 1, named: "\(final.path)/\(name)") == mail
  }
}

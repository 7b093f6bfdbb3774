// Writes messages of a snapshot as mail: files of one message each, or a maildir.

public import Bytes
import PostfixQueue
import SnapshotArchive
public import SystemAccess

public enum SnapshotExport {
  public enum Form: String, CaseIterable, Sendable {
    /// ID.eml
    case eml
    /// A maildir, with the messages in new/.
    case maildir

    /// - Parameter number: of the messages that would have the same name otherwise, from 1 on.
    fileprivate func name(of message: IndexedMessage, _ number: Int) -> ByteString {
      // Leaves room for what follows: an id of an archive may be as long as a file name can be.
      let id = ByteString(message.id.bytes.prefix(200)) + ByteString(number > 1 ? "-\(number)" : "")
      return switch self {
      case .eml: id + ".eml"
      case .maildir: ByteString("\(message.arrival ?? 0).\(id).postkeep")
      }
    }
  }

  /// The largest message that is exported, in bytes.
  private static let largest = 1 << 30

  /// - Parameters:
  ///   - directory: where to; it has to exist.
  ///   - paths: of the messages in the snapshot's index; nil for all.
  /// - Returns: how many were written.
  public static func export(
    _ chain: SnapshotChain, as form: Form, to directory: Directory, paths: Set<ByteString>?
  ) throws(RecoveryFailure) -> Int {
    try RecoveryFailure.translating("What was written before that is whole.") {
      var wanted: [String: [ByteString: IndexedMessage]] = [:]
      var total = 0
      try chain.forEachMessage { message in
        guard paths?.contains(message.path) ?? true, let place = message.elsewhere else { return }
        guard wanted[place.snapshot, default: [:]].updateValue(message, forKey: place.path) == nil else {
          throw SnapshotFlaw("\(place.path) is in its index twice")
        }
        total += 1
      }
      let target = try place(form, directory)
      var count = 0
      // Two queues can have a message with the same id.
      var names: Set<ByteString> = []
      for link in chain.links {
        guard let here = wanted[link.manifest.id] else { continue }
        try link.file.read(isWhole: true) { reader in
          while let entry = try reader.next() {
            guard let message = here[entry.path] else { continue }
            let content = try reader.content(limit: largest)
            guard SHA256Digest.sum(of: content) == message.digest else {
              throw SnapshotFlaw("\(entry.path) in \(link.manifest.id) is not what the index says: its sum differs")
            }
            var number = 1
            while !names.insert(form.name(of: message, number)).inserted { number += 1 }
            try write(content, to: target, as: form.name(of: message, number))
            count += 1
          }
        }
      }
      guard count == total else {
        throw SnapshotFlaw("\(total - count) messages of its index are not there")
      }
      return count
    }
  }

  private static func place(_ form: Form, _ directory: Directory) throws(SystemError) -> Directory {
    guard form == .maildir else { return directory }
    for name in ["tmp", "cur", "new"] { try directory.makeDirectory(ByteString(name), mode: 0o700) }
    return try directory.directory("new")
  }

  private static func write(_ file: [UInt8], to directory: Directory, as name: ByteString) throws {
    var window = QueueFileWindow(file)
    var envelope = Envelope()
    envelope.read(&window)
    var mail: [UInt8] = []
    if let start = envelope.contentStart {
      var content = window.sibling()
      _ = MessageContent.pass(&content, from: start) { text, endsLine in
        mail += text
        if endsLine { mail.append(0x0A) }
        return true
      }
    }
    let output = try directory.create(name, mode: 0o600)
    try output.write(mail, named: "\(directory.path)/\(name)")
    try output.sync(named: "\(directory.path)/\(name)")
  }
}

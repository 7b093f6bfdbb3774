// Writes messages of a snapshot as mail: files of one message each, or a maildir.

public import Bytes
import PostfixQueue
public import SnapshotArchive
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

  /// What became of it.
  public struct Report: Sendable {
    /// Messages that were written, or were there.
    public internal(set) var count = 0
    /// Those of them that were there already, the very same.
    public internal(set) var present = 0
    /// Messages that damage has hit, by their paths in the index.
    public internal(set) var lost: [ByteString] = []
    /// What is wrong with the archives, in sentences; empty when they are whole.
    public internal(set) var damage: [String] = []
    /// Of the snapshot.
    public let summary: SnapshotSummary
  }

  /// Writes messages, of a damaged archive those that are whole.
  ///
  /// - Parameters:
  ///   - directory: where to; it has to exist.
  ///   - paths: of the messages in the snapshot's index; nil for all.
  public static func export(
    _ chain: SnapshotChain, as form: Form, to directory: Directory, paths: Set<ByteString>?
  ) throws(RecoveryFailure) -> Report {
    try RecoveryFailure.translating("What was written before that is whole.") {
      var wanted: [String: [ByteString: IndexedMessage]] = [:]
      let summary = try chain.forEachMessage { message in
        guard paths?.contains(message.path) ?? true, let place = message.elsewhere else { return }
        guard wanted[place.snapshot, default: [:]].updateValue(message, forKey: place.path) == nil else {
          throw SnapshotFlaw("\(place.path) is in its index twice")
        }
      }
      let target = try MailPlace(form, directory)
      var report = Report(summary: summary)
      // Two queues can have a message with the same id.
      var names: Set<ByteString> = []
      var left = wanted
      let flaws = try chain.forEachWholeFile(in: wanted.mapValues { $0.mapValues(\.digest) }) {
        snapshot, path, content in
        guard let message = left[snapshot]?.removeValue(forKey: path) else { return }
        var number = 1
        while !names.insert(form.name(of: message, number)).inserted { number += 1 }
        let isNew = try target.put(as: form.name(of: message, number)) { try write(content, by: $0) }
        if !isNew { report.present += 1 }
        report.count += 1
      }
      report.lost = left.values.flatMap { $0.values.map(\.path) }.sorted()
      report.damage = flaws.map { RecoveryFailure($0, "").headline }
      if report.damage.isEmpty, !report.lost.isEmpty {
        report.damage = ["\(report.lost.count) messages of its index are not there"]
      }
      return report
    }
  }

  private static func write(_ file: StoredContent, by write: ([UInt8]) throws(SystemError) -> Void) throws {
    var window = file.window
    var envelope = Envelope()
    envelope.read(&window)
    guard let start = envelope.contentStart else { return }
    var mail: [UInt8] = []
    var failure: SystemError?
    var content = window.sibling()
    _ = MessageContent.pass(&content, from: start) { text, endsLine in
      mail += text
      if endsLine { mail.append(0x0A) }
      guard mail.count > 1 << 20 else { return true }
      do throws(SystemError) { try write(mail) } catch { failure = error }
      mail = []
      return failure == nil
    }
    if let failure { throw failure }
    try write(mail)
  }
}

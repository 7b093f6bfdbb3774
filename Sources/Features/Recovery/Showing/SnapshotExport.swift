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
    fileprivate func name(of message: ByteString, _ arrival: Int64?, _ number: Int) -> ByteString {
      // Leaves room for what follows: an id of an archive may be as long as a file name can be.
      let id = ByteString(message.bytes.prefix(200)) + ByteString(number > 1 ? "-\(number)" : "")
      return switch self {
      case .eml: id + ".eml"
      case .maildir: ByteString("\(arrival ?? 0).\(id).postkeep")
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
    /// Of the snapshot; nil where its index cannot be read.
    public internal(set) var summary: SnapshotSummary?
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
      var writing = MailWriting(place: try MailPlace(form, directory), form: form)
      let summary: SnapshotSummary
      do throws(ChainFailure) {
        summary = try chain.forEachGlance { glance in
          let message = try glance.message()
          guard paths?.contains(message.path) ?? true, let place = message.elsewhere else { return }
          guard wanted[place.snapshot, default: [:]].updateValue(message, forKey: place.path) == nil else {
            throw SnapshotFlaw("\(place.path) is in its index twice")
          }
        }
      } catch {
        guard paths == nil, SnapshotFile.isDamage(error) else { throw error }
        return try exportWithoutIndex(chain, &writing, error)
      }
      var left = wanted
      let flaws = try chain.forEachWholeFile(in: wanted.mapValues { $0.mapValues(\.digest) }) {
        snapshot, path, content in
        guard let message = left[snapshot]?.removeValue(forKey: path) else { return }
        try writing.put(content, id: message.id, arrival: message.arrival)
      }
      var report = writing.report
      report.summary = summary
      report.lost = left.values.flatMap { $0.values.map(\.path) }.sorted()
      report.damage = flaws.map { RecoveryFailure($0, "").headline }
      if report.damage.isEmpty, !report.lost.isEmpty {
        report.damage = ["\(report.lost.count) messages of its index are not there"]
      }
      return report
    }
  }

  /// Writes all messages that the archives of a chain hold and that can be read whole, the newest of each path.
  private static func exportWithoutIndex(
    _ chain: SnapshotChain, _ writing: inout MailWriting, _ failure: ChainFailure
  ) throws -> Report {
    var known: Set<ByteString> = []
    var damage = [
      RecoveryFailure(failure, "").headline,
      "without that index nobody can tell which messages are missing, or which had left the queue: all that could be read whole "
        + "are written",
    ]
    var unproved: Set<ByteString> = []
    for link in chain.links {
      let (left, flaw) = try link.file.unindexedMessages { path, content in
        guard known.insert(path).inserted else { return }
        var window = content.window
        var envelope = Envelope()
        envelope.read(&window, isMaildrop: path.hasPrefix(FileSumming.submissions))
        try writing.put(content, id: IndexedMessage.id(of: path), arrival: envelope.arrival)
      }
      unproved.formUnion(left)
      if let flaw, link.file.path != failure.file?.path { damage.append(RecoveryFailure(flaw, "").headline) }
    }
    var report = writing.report
    report.lost = unproved.subtracting(known).sorted()
    report.damage = damage
    return report
  }

  /// Gives mails their names and counts them.
  private struct MailWriting {
    let place: MailPlace
    let form: Form
    var report = Report()
    /// Two queues can have a message with the same id.
    private var names: Set<ByteString> = []

    init(place: MailPlace, form: Form) { (self.place, self.form) = (place, form) }

    mutating func put(_ content: StoredContent, id: ByteString, arrival: Int64?) throws {
      var number = 1
      while !names.insert(form.name(of: id, arrival, number)).inserted { number += 1 }
      let isNew = try place.put(as: form.name(of: id, arrival, number)) { try SnapshotExport.write(content, by: $0) }
      if !isNew { report.present += 1 }
      report.count += 1
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

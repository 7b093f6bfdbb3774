// A snapshot that a word of the command line names: in a store, or an archive wherever it lies.

import Bytes
import SnapshotArchive
import SnapshotCatalogue
import SystemAccess

public struct NamedSnapshot {
  private let found: FoundSnapshot
  /// Where the snapshots are on which it builds; nil when they can only lie beside it.
  let store: SnapshotStore?
  /// A file with the secret key, for archives that age encrypted.
  private let identity: String?
  /// That names another store; nil where nothing does.
  private let option: StoreOption?

  public init(
    _ found: FoundSnapshot, in store: SnapshotStore?, identity: String? = nil, option: StoreOption? = .to
  ) {
    self.found = found
    self.store = store
    self.identity = identity
    self.option = option
  }

  /// - Parameters:
  ///   - word: an id, the beginning of one, "last", or the path of an archive, which has a "/".
  ///   - path: of the store.
  ///   - option: that names another store.
  public init(
    _ word: String, in path: String, identity: String? = nil, option: StoreOption? = .to
  ) throws(RecoveryFailure) {
    guard word.contains("/") else {
      let store = try SnapshotStore.reading(path, option: option ?? .to)
      self.init(try store.find(word, origin: nil), in: store, identity: identity, option: option)
      return
    }
    let store = try? SnapshotStore.reading(path)
    if let store, let found = store.own(word) {
      self.init(found, in: store, identity: identity, option: option)
    } else {
      // Whoever names it reads its index anyway, or all of it.
      let found = try SnapshotStore.archive(word, inspector: ArchiveInspection.lookAtManifest)
      self.init(found, in: store, identity: identity, option: option)
    }
  }

  /// Of its archive.
  public var path: String { found.path }

  var record: SnapshotRecord { found.record }

  private var isInStore: Bool { store.map { $0.directory === found.directory } ?? false }

  var file: SnapshotFile {
    SnapshotFile(found.directory, ByteString(found.record.fileName), identity: identity, isOwn: isInStore)
  }

  /// The snapshot with all that it builds on.
  public func chain() throws(RecoveryFailure) -> SnapshotChain {
    let command = "postkeep snapshot verify \(ShellWord.quoted(path))"
    return try RecoveryFailure.translating("Check it with '\(command)'.") { try openChain() }
  }

  /// The same, with the errors as they come.
  func openChain() throws -> SnapshotChain { try SnapshotChain(file) { try base($0) } }

  /// Newer snapshots that "last" did not mean, and why, in sentences.
  public var passedOver: [String] { found.passedOver }

  /// The archive of a snapshot on which this one builds: in the store, or beside an archive that lies elsewhere.
  private func base(_ id: String) throws(RecoveryFailure) -> SnapshotFile {
    if !isInStore {
      for name in ArchiveName.all(id: id) {
        let name = ByteString(name.fileName)
        if let status = try? found.directory.status(of: name), status.kind == .regular {
          return SnapshotFile(found.directory, name, identity: identity)
        }
      }
    }
    if let store, let record = store.records.holder(of: id) {
      return SnapshotFile(store.directory, ByteString(record.fileName), identity: identity, isOwn: true)
    }
    let other = option.map { ", or name the store where it is with \($0.rawValue)" } ?? ""
    throw RecoveryFailure(
      .unreadable, "\(found.path) builds on \(id), which is not there\n  Put its archive beside it\(other).")
  }

  /// Reads it from its first byte to its last. The store remembers the result, where all of it was compared.
  ///
  /// - Parameters:
  ///   - share: of the files whose sums are compared, 0 to 1.
  ///   - now: milliseconds since the epoch.
  ///   - progress: is told how many bytes of content were compared.
  /// - Returns: what was found, and why the store does not remember it where it should.
  public func verify(
    share: Double, now: Int64, progress: (Int) -> Void
  ) throws(RecoveryFailure) -> (SnapshotVerification, remark: String?) {
    var result: SnapshotVerification
    do throws(ChainFailure) {
      result = try SnapshotVerification.verify(file, share: share, find: base, progress: progress)
    } catch {
      let failure = RecoveryFailure(error, "It is not to be relied on.")
      guard failure.kind == .damaged else { throw failure }
      let remark = note(damaged: error.damaged + (error.file.map { [$0] } ?? []), now)
      throw remark.map { RecoveryFailure(.damaged, "\(failure)\n  \($0)") } ?? failure
    }
    result.brokenNewer = found.brokenNewer
    // What may be somebody else's is not remembered as good.
    let isGood = result.problems.isEmpty && result.signatureGaps.isEmpty
    let isTold = share >= 1 || !result.problems.isEmpty
    let remark = isTold ? note(damaged: result.damaged, good: isGood ? result.files : [], now) : nil
    // It is good as what it is, and not what it is asked for.
    if let other = misnaming(result.manifest.id) { result.problems.append(other) }
    return (result, remark)
  }

  /// That an archive of a store has the name of another snapshot, which it may have been written over.
  private func misnaming(_ id: String) -> String? {
    let name = record.archiveName
    // Copies may be called as anybody likes, but not as another snapshot is.
    guard isInStore, name.time != nil, !name.id.hasPrefix(id) else { return nil }
    return "\(record.fileName) holds \(id), and not the snapshot after which it is named"
  }

  /// Why a restore refuses it: a signature of its chain is bad, or one is missing or of another key below one that is good. Nil
  /// where no signature speaks against it. What an archive holds is not read.
  public func signatureRefusal() throws(RecoveryFailure) -> String? {
    let chain = try chain()
    return try RecoveryFailure.translating(chain.checking) {
      var signatures = ChainSignatures()
      for link in chain.links {
        let verdicts = try link.file.signatures()
        if let bad = verdicts.first(where: { $0.state == .bad }) {
          return "a run refuses \(record.id): \(link.manifest.id): \(bad)\n  \(chain.checking)"
        }
        signatures.add(verdicts, of: link.manifest.id)
      }
      return signatures.gaps.first.map {
        "a run refuses \(record.id), which is signed, and not all of it: \($0)\n  \(chain.checking)"
      }
    }
  }

  /// By their files: a copy has the same id, and may be better or worse.
  /// - Returns: why the store does not remember it, though the archive is there.
  private func note(damaged: [SnapshotFile], good: [SnapshotFile] = [], _ now: Int64) -> String? {
    guard let store else { return nil }
    let isOwn: (SnapshotFile) -> Bool = { $0.directory === store.directory }
    // One that builds on what is damaged elsewhere is damaged itself, for this store.
    let damaged = damaged.isEmpty || damaged.contains(where: isOwn) ? damaged : [file]
    var verifications: [String: SnapshotRecord.Verification] = [:]
    for file in (good + damaged).filter(isOwn) {
      verifications[file.name.description] = SnapshotRecord.Verification(
        time: now, isGood: !damaged.contains { isOwn($0) && $0.name == file.name })
    }
    if verifications.isEmpty { return nil }
    let writing: SnapshotStore
    // A store that somebody else is changing is not worth waiting for: the archive can be checked again.
    do throws(RecoveryFailure) { writing = try SnapshotStore.writing(store.path) } catch {
      return "the store does not remember this: \(error.headline)"
    }
    let before = writing.remarks.count
    writing.note(verifications)
    return writing.remarks.dropFirst(before).first.map { "the store may not remember this: \($0)" }
  }

  /// Makes a full snapshot of it in its store.
  public func fold(
    _ options: SnapshotOptions, progress: (Int, Int) -> Void
  ) throws(RecoveryFailure) -> SnapshotReport {
    let chain = try chain()
    guard let store, chain.links.count > 1 else {
      throw RecoveryFailure(.usage, "\(found.record.id) is a full snapshot\n  There is nothing to fold.")
    }
    // Nobody is to find mail in the clear that was encrypted.
    if options.encryption == nil, let link = try encryptedLink(of: chain) {
      throw RecoveryFailure(
        .usage,
        "\(link.file.path) is encrypted, and the new archive would not be\n  Say for whom to encrypt it: --encrypt-to.")
    }
    // A new signature would answer for what the old ones do not.
    if options.signing != nil, let gap = try signatureGap(of: chain) {
      throw RecoveryFailure(.damaged, "not all of \(found.record.id) is signed: \(gap)\n  No snapshot was made.")
    }
    let name = ArchiveName(id: store.freeID(found.record.id + "-full"), options)
    let report = try SnapshotFolding.fold(
      chain, as: name.id, options, to: .file(store.directory, name: ByteString(name.fileName)), progress: progress)
    try store.add(name, InspectedSnapshot(manifest: report.manifest, summary: report.summary))
    return report
  }

  private func signatureGap(of chain: SnapshotChain) throws(RecoveryFailure) -> String? {
    try RecoveryFailure.translating("No snapshot was made.") {
      var signatures = ChainSignatures()
      for link in chain.links { signatures.add(try link.file.signatures(), of: link.manifest.id) }
      return signatures.gaps.first
    }
  }

  private func encryptedLink(of chain: SnapshotChain) throws(RecoveryFailure) -> SnapshotChain.Link? {
    try RecoveryFailure.translating("No snapshot was made.") {
      try chain.links.first { try $0.file.encryption() != nil }
    }
  }
}

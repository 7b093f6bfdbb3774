// Reads a snapshot and all on which it builds from their first bytes to their last, and collects what is wrong with them.

import SnapshotArchive

struct ChainReading {
  /// Of the archives that were read to their end, the newest first.
  private(set) var checks: [ArchiveCheck] = []
  private(set) var files: [SnapshotFile] = []
  private(set) var signatures = ChainSignatures()
  private(set) var problems: [String] = []
  /// The snapshots that are not what they should be.
  private var damaged: Set<String> = []
  /// What is being read; nil while it is looked for.
  private(set) var current: SnapshotFile?

  var damagedFiles: [SnapshotFile] { zip(checks, files).filter { damaged.contains($0.0.manifest.id) }.map(\.1) }

  mutating func read(
    _ file: SnapshotFile, share: Double, find: (String) throws -> SnapshotFile, progress: (Int) -> Void
  ) throws {
    var next: SnapshotFile? = file
    while let file = next {
      current = file
      let before = checks.reduce(0) { $0 + $1.bytes }
      let check = try file.read(isWhole: true) { reader in
        try ArchiveCheck(&reader, share: share) { progress(before + $0) }
      }
      try add(check, file)
      current = nil
      next = try check.manifest.base.map(find)
    }
    compare()
  }

  private mutating func add(_ check: ArchiveCheck, _ file: SnapshotFile) throws {
    let id = check.manifest.id
    let verdicts = try file.signatures()
    signatures.add(verdicts, of: id)
    var found = verdicts.filter { $0.state == .bad }.map { "the signature is bad: \($0)" } + check.problems
    if let place = try SnapshotIndex.notedPlace(in: file.directory, named: file.name), place != check.indexPlace {
      found.append("the note behind \(file.path) does not lead to its index")
    }
    problems += found.map { checks.isEmpty ? $0 : "\(id): \($0)" }
    if !found.isEmpty { damaged.insert(id) }
    if checks.contains(where: { $0.manifest.id == id }) { throw SnapshotFlaw("\(id) builds on itself") }
    if let last = checks.last {
      try SnapshotChain.check(check.manifest, check.digest, of: file, isBaseOf: last.manifest)
    }
    checks.append(check)
    files.append(file)
  }

  /// What the snapshots of a chain say about each other and is not so.
  private mutating func compare() {
    var present: Set<PathMark> = []
    for check in checks.reversed() {
      let id = check.manifest.id
      for (place, digest, message) in check.references {
        let home = checks.first { $0.manifest.id == place.snapshot }
        if home?.holds(place.path, digest) != true {
          problems.append("\(place.path) of \(place.snapshot), on which \(id) builds, is not there")
          damaged.formUnion([id, place.snapshot])
        } else if let said = home?.contradictions(place.path, by: message), !said.isEmpty {
          problems += said.map { "\(place.path) of \(place.snapshot) \($0), which is that of \(id)" }
          damaged.insert(id)
        }
      }
      for path in check.gone where present.remove(PathMark(path)) == nil && check.manifest.base != nil {
        problems.append("\(path) is said to be gone in \(id), and was never there")
        damaged.insert(id)
      }
      present.formUnion(check.messages)
      if let summary = check.summary, summary.messages != present.count {
        problems.append("\(id) has \(present.count) messages, its summary says \(summary.messages)")
        damaged.insert(id)
      }
    }
  }
}

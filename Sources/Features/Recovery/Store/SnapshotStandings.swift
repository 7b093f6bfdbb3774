// Which snapshots of a store can be restored, as far as their records tell. Pure.
//
// A snapshot is no better than what it builds on: with an archive in the middle of a chain gone or damaged, all that come
// after it are worth nothing, however good they are themselves.

import SnapshotCatalogue
import SystemAccess

enum SnapshotStanding: Hashable {
  case whole
  /// Why nobody can tell, as the end of a sentence.
  case unknown(String)
  /// Why it cannot be restored, as the end of a sentence.
  case broken(String)

  /// Nil for a snapshot that is whole.
  var flaw: String? {
    switch self {
    case .whole: nil
    case .unknown(let why), .broken(let why): why
    }
  }

  /// What is known against it; nil also where nobody can tell.
  var problem: String? { if case .broken(let why) = self { why } else { nil } }

  /// That of a snapshot which builds on one with this standing.
  fileprivate func inherited(from record: SnapshotRecord) -> SnapshotStanding {
    guard record.ownStanding != .whole else { return self }
    return switch self {
    case .whole: .whole
    case .unknown(let why): .unknown("it builds on \(record.id): \(why)")
    case .broken(let why): .broken("it builds on \(record.id): \(why)")
    }
  }
}

struct SnapshotStandings {
  /// By the names of the files.
  private var standings: [String: SnapshotStanding] = [:]

  init(_ records: [SnapshotRecord]) {
    let byID = Dictionary(grouping: records, by: \.id)
    let hasUnopened = records.contains(where: \.isUndecrypted)
    for record in records { settle(record, byID, mayBeUnopened: hasUnopened) }
  }

  func of(_ record: SnapshotRecord) -> SnapshotStanding { standings[record.fileName] ?? record.ownStanding }

  /// Goes down the chain to what is known, and up again; by hand, for a chain may be long.
  /// - Parameter mayBeUnopened: whether a snapshot that is not found may be one of those that could not be opened.
  private mutating func settle(
    _ record: SnapshotRecord, _ byID: [String: [SnapshotRecord]], mayBeUnopened: Bool
  ) {
    var chain: [SnapshotRecord] = []
    var next = record
    while standings[next.fileName] == nil {
      chain.append(next)
      guard next.ownStanding == .whole, let base = next.base else {
        standings[next.fileName] = next.ownStanding
        break
      }
      guard let below = byID[base]?.holder(of: base) else {
        standings[next.fileName] =
          mayBeUnopened
          ? .unknown("it builds on \(base), which may be an encrypted one of which only the name is known")
          : .broken("it builds on \(base), which is not in the store")
        break
      }
      guard !below.isOpened || below.origin == next.origin else {
        standings[next.fileName] = .broken("it builds on \(base), and \(below.fileName) is of another queue")
        break
      }
      guard !chain.contains(where: { $0.fileName == below.fileName }) else {
        standings[next.fileName] = .broken("it builds on itself")
        break
      }
      next = below
    }
    // The one at fault is named, and not each that lies between.
    var inherited = of(next).inherited(from: next)
    for link in chain.reversed() {
      if let known = standings[link.fileName] { inherited = known.inherited(from: link) }
      standings[link.fileName] = standings[link.fileName] ?? inherited
    }
  }
}

extension SnapshotRecord {
  /// What its own archive is worth, whatever it builds on.
  var ownStanding: SnapshotStanding {
    if let problem { return .broken(problem) }
    if let verification, !verification.isGood {
      return .broken("it was found damaged on \(LocalTime.minute(verification.time / 1000))")
    }
    return isOpened ? .whole : .unknown("it is encrypted, and only its name is known")
  }
}

extension Collection<SnapshotRecord> {
  /// The archive of a snapshot on which another one builds: the one that is named after it, unless a copy is better.
  func holder(of id: String) -> SnapshotRecord? {
    let copies = filter { $0.id == id }
    let named = copies.filter { $0.archiveName.id == id }
    return (named + copies).first { $0.ownStanding == .whole } ?? named.first ?? copies.first
  }
}

// Looks at everything in a queue directory and says what is wrong with it.
//
// Two walks: the first one past messages and logs, each for itself; the second one for what can only be told when all
// names are known. Before that is reported the files are looked for again, since the queue may have moved.

import Bytes
import PostfixQueue
public import QueueStore
public import RunJournals
import SystemAccess

public struct QueueCheck: Sendable {
  public let store: QueueStore
  /// Of the commands that are told.
  public let place: RunPlace
  public let now: Int64

  public init(_ store: QueueStore, place: RunPlace = .usual, now: Int64) {
    self.store = store
    self.place = place
    self.now = now
  }

  public func run() throws(MaintenanceFailure) -> HealthReport {
    do throws(SystemError) {
      let standards = try HealthStandards(store, now: now)
      var first = FirstLook(store, standards)
      var problems = store.walk(QueueArea.all, &first)
      first.names.sort()
      var flush = FlushLook(standards)
      problems += store.walk([.flush], &flush)
      var beside = HealthFindings()
      do throws(SystemError) {
        let aside = AsideChecks(standards: standards)
        try store.visitAside { aside.check($0, $1, $2) { beside.add($0) } }
        for stray in try store.strayQueues() { aside.check(stray) { beside.add($0) } }
      } catch {
        problems.append(error)
      }
      // A message that cannot be seen has logs all the same.
      let seesAll = problems.isEmpty && !first.hidesMessages && beside.counts[.strayQueue] == nil
      var second = SecondLook(
        store, standards, first.names, severalNames: first.severalNames.repeated, lookingForOrphans: seesAll)
      problems += store.walk(QueueArea.all, &second)
      second.judgeSameNames()
      let space = SpaceReport(space: try store.space(), arrivals: first.messages.arrivals)
      var findings = first.findings
      findings.add(second.findings)
      findings.add(flush.findings)
      findings.add(beside)
      for finding in space.findings() { findings.add(finding) }
      let runs = RunChecks(standards: standards, place: place)
      do throws(SystemError) {
        for remains in try store.remains() { runs.check(remains) { findings.add($0) } }
      } catch {
        problems.append(error)
      }
      var report = HealthReport(directory: store.settings.directory, at: place, findings: findings, space: space)
      report.messages = first.messages.count
      report.logs = first.logs
      report.problems = Array(Set((first.problems + problems).map(\.description))).sorted()
      if standards.owner == nil {
        report.problems.append("cannot check owners: this host has no user \(store.settings.owner)")
      }
      return report
    } catch {
      throw MaintenanceFailure(error)
    }
  }
}

/// Each name for itself.
private struct FirstLook: EntryVisitor {
  let store: QueueStore
  private let device: UInt64
  private let directories: DirectoryChecks
  private let entryNames: NameChecks
  private let files: FileChecks
  private(set) var messages: MessageChecks
  var names = SeenNames()
  private(set) var severalNames = SeveralNames()
  private(set) var findings = HealthFindings()
  private(set) var problems: [SystemError] = []
  private(set) var logs = 0
  private var statuses: [FileStatus] = []
  /// Whether messages may lie where they are not seen.
  private(set) var hidesMessages = false

  init(_ store: QueueStore, _ standards: HealthStandards) {
    self.store = store
    device = standards.device
    directories = DirectoryChecks(standards: standards)
    entryNames = NameChecks(standards: standards)
    files = FileChecks(standards: standards)
    messages = MessageChecks(standards, store)
  }

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) {
    let obstacle = RepairObstacle(try? store.open(folder))
    if obstacle.isImmutable { findings.add(HealthFinding(.immutable, folder.path)) }
    directories.check(folder, status) { findings.add(obstacle.applied(to: $0)) }
    statuses.append(status)
    // What lay there before it was mounted is still there below.
    if folder.area.queue != nil, status.device != device { hidesMessages = true }
  }

  mutating func visit(_ entry: QueueEntry, in directory: Directory) {
    if HiddenMessages.mayLie(behind: entry) { hidesMessages = true }
    // The logs of a message that postsuper was renaming may have lost the mark before it.
    if let id = HiddenMessages.id(inNameOf: entry) { names.add(id) }
    let obstacle = RepairObstacle(entry, in: directory)
    if obstacle.isImmutable { findings.add(HealthFinding(.immutable, entry)) }
    guard entryNames.check(entry, in: directory, { findings.add(obstacle.applied(to: $0)) }) else { return }
    files.check(entry) { findings.add(obstacle.applied(to: $0)) }
    severalNames.note(entry)
    guard let queue = entry.folder.area.queue else { return logs += 1 }
    names.add(entry.name)
    if let problem = messages.check(entry, in: directory, queue, { findings.add($0) }), problems.count < 1000 {
      problems.append(problem)
    }
  }

  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {
    guard let status = statuses.popLast(), isEmpty else { return }
    directories.checkEmpty(folder, status, store) { findings.add($0) }
  }

  mutating func miss(_ area: QueueArea) {
    findings.add(HealthFinding(.missingDirectory, area.name))
    // Somebody may have moved it away, and will move it back.
    if area.queue != nil { hidesMessages = true }
  }
}

/// What only all names together tell: ids that are there twice, what postsuper may move, and logs without a message.
private struct SecondLook: EntryVisitor {
  let store: QueueStore
  private let standards: HealthStandards
  private let placement: PlacementChecks
  private let names: SeenNames
  private let repeated: Set<UInt64>
  private let repeatedInodes: Set<UInt64>
  private var severalNames = SeveralNames()
  private let traces: TraceChecks
  private let looksForOrphans: Bool
  private var sameNames = SameNames()
  private(set) var findings = HealthFindings()

  /// - Parameters:
  ///   - severalNames: inodes that were met under several names.
  ///   - looksForOrphans: false where not all messages were seen.
  init(
    _ store: QueueStore, _ standards: HealthStandards, _ names: SeenNames, severalNames: Set<UInt64>,
    lookingForOrphans looksForOrphans: Bool
  ) {
    self.store = store
    self.standards = standards
    placement = PlacementChecks(standards: standards, store: store)
    self.names = names
    self.looksForOrphans = looksForOrphans
    repeated = names.repeated
    repeatedInodes = severalNames
    traces = TraceChecks(store: store)
  }

  mutating func visit(_ entry: QueueEntry, in directory: Directory) {
    guard entry.status.kind == .regular, entry.name.count > 1 else { return }
    if entry.folder.area.queue != nil {
      checkMessage(entry)
      checkNames(entry)
    } else if let log = entry.folder.area.log, QueueID.isLegalName(entry.name) {
      placement.check(entry) { findings.add($0) }
      checkOrphan(entry, log, RepairObstacle(entry, in: directory))
      if log == .trace { traces.check(entry) { findings.add($0) } }
    }
  }

  private mutating func checkMessage(_ entry: QueueEntry) {
    let marked = NameChecks.markedID(entry.name)
    let id = marked ?? entry.name
    if repeated.contains(SeenNames.number(id)) {
      sameNames.add(id, entry)
    } else if marked == nil {
      placement.check(entry) { findings.add($0) }
    }
  }

  private mutating func checkNames(_ entry: QueueEntry) {
    guard entry.status.links > 1, QueueID.isLegalName(entry.name) else { return }
    if repeatedInodes.contains(entry.status.inode) {
      severalNames.add(entry)
    } else {
      findings.add(SeveralNames.hardLink(entry))
    }
  }

  /// postsuper is no remedy for the place of a file while another one has its name.
  mutating func judgeSameNames() {
    var found = HealthFindings()
    sameNames.judge(in: store) { entry in
      placement.check(entry) { found.add($0) }
    } several: { entries in
      let places = entries.map { "\($0.path) (inode \($0.status.inode))" }.joined(separator: ", ")
      if let first = entries.first { found.add(HealthFinding(.duplicateID, first, places)) }
    }
    severalNames.judge(in: store) { found.add($0) }
    findings.add(found)
  }

  private mutating func checkOrphan(_ entry: QueueEntry, _ log: LogName, _ obstacle: RepairObstacle) {
    let place = RepairPlace(entry.folder, entry.name, entry.status)
    // What was written a moment ago is about a message that came meanwhile, or that is being returned.
    guard looksForOrphans, !names.contains(entry.name), standards.age(entry.status) > HealthStandards.finishingTime,
      OrphanLogs.isOrphan(place, in: store)
    else { return }
    let finding = HealthFinding(log == .bounce ? .orphanBounceLog : .orphanLog, entry, repair: .setAside)
    findings.add(obstacle.applied(to: finding))
  }

  mutating func enter(_ folder: EntryFolder, _ status: FileStatus) {}
  mutating func leave(_ folder: EntryFolder, isEmpty: Bool) {}
  mutating func miss(_ area: QueueArea) {}
}

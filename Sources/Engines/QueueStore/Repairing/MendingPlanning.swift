// From what lies in a queue to what has to be done, in an order in which an interruption harms nothing.
//
// First everything gets out of the way that is no message, or a message twice. Then owners and modes. Then names, as
// postsuper(1) gives them: logs before messages, all of them to "ID#FIX" first, so that no name is ever needed that
// another file still has; the marks are taken off at the end. Whatever an interruption leaves, postsuper can finish too.

import Bytes
import PostfixQueue
import SystemAccess

struct MendingPlanning {
  private let store: QueueStore
  private let standards: MendingStandards
  private let survey: MendingSurvey
  private let names: MendingNames
  private let logs: MendingLogs
  /// How many things a directory will have lost at the end, by its path.
  private var leaving: [String: Int] = [:]
  private(set) var plan = MendingPlan()
  private var obstacles: [MendingLeft] = []

  private struct HomePlace: Hashable {
    let area: QueueArea
    let hash: [ByteString]
  }
  /// A million moves go to a few directories.
  private var homes: [HomePlace: EntryFolder] = [:]

  init(_ store: QueueStore, _ standards: MendingStandards) throws(SystemError) {
    self.store = store
    self.standards = standards
    var survey = MendingSurvey(store.settings)
    let problems = store.walk(QueueArea.all, &survey)
    self.survey = survey
    names = try MendingNames(survey, store)
    logs = try MendingLogs(survey.logs, names, store)
    plan.messages = survey.messages.count
    plan.problems = problems + survey.problems
    plan.left = survey.left + names.left + logs.left
    try planDirectories()
    planSettingAside()
    try planCorrections()
    planMoves()
    planSurplus()
  }

  private mutating func add(_ kind: MendingChange.Kind, _ action: MendingAction, _ detail: String = "") {
    plan.changes.append(MendingChange(kind, action, detail))
  }

  // MARK: Directories

  private mutating func planDirectories() throws(SystemError) {
    for name in MendingStandards.directories {
      let found = try name.isEmpty ? store.status() : store.directory.status(of: name)
      guard let status = found, status.kind == .directory,
        let repair = standards.correction(ofDirectory: name, status)
      else { continue }
      addDirectory(name.isEmpty ? [] : [name], status, repair)
    }
    for (folder, status) in survey.folders where !folder.hash.isEmpty {
      let area = ByteString(folder.area.name)
      guard let repair = standards.correction(ofDirectory: folder.hash.last ?? area, status) else { continue }
      addDirectory([area] + folder.hash, status, repair)
    }
  }

  private mutating func addDirectory(_ names: [ByteString], _ status: FileStatus, _ repair: Repair) {
    add(.directory, .directory(MendingDirectory(names: names, status: status, repair: repair)), repair.words)
  }

  // MARK: Away

  private mutating func planSettingAside() {
    for entry in survey.strangers { setAside(entry, .setAside, "") }
    for (index, message) in survey.messages.enumerated() {
      guard case .copy(let kept)? = names.fates[index] else { continue }
      setAside(message.entry, .duplicate, "of \(survey.messages[kept].entry.path)")
    }
    for (index, log) in survey.logs.enumerated() {
      switch logs.fates[index] {
      case .copy(let kept), .second(let kept):
        setAside(log.entry, .duplicate, "of \(survey.logs[kept].entry.path)")
      case .named: break
      }
    }
  }

  private mutating func setAside(_ entry: QueueEntry, _ kind: MendingChange.Kind, _ detail: String) {
    leaving[entry.folder.path, default: 0] += 1
    add(
      kind, .repair(.setAside, RepairPlace(entry.folder, entry.name, entry.status)), detail)
  }

  // MARK: Owners and modes

  private mutating func planCorrections() throws(SystemError) {
    for (index, message) in survey.messages.enumerated() {
      if case .copy? = names.fates[index] { continue }
      correct(message.entry, standards.correction(of: message), in: message.queue)
    }
    for (index, log) in survey.logs.enumerated() {
      if case .named = logs.fates[index] { correct(log.entry, standards.correction(of: log)) }
    }
    if !obstacles.isEmpty {
      let paths = Set(obstacles.map(\.path))
      plan.left = plan.left.filter { $0.reason != .hardLink || !paths.contains($0.path) } + obstacles
    }
    for name in MendingStandards.ownDirectories {
      guard let directory = try? store.folder(name.description) else { continue }
      try planOwnFiles(directory, name)
    }
  }

  private mutating func correct(_ entry: QueueEntry, _ repair: Repair?, in queue: QueueName? = nil) {
    guard entry.status.links == 1 else {
      // Another name outside the queue would be changed as well.
      if let repair {
        obstacles.append(MendingLeft(.wrongHardLink, entry.path, "needs \(repair.words)", entry.status))
      } else if queue == .maildrop {
        obstacles.append(MendingLeft(.linkedSubmission, entry.path, "\(entry.status.links) names", entry.status))
      }
      return
    }
    guard let repair else { return }
    add(.correction, .repair(repair, RepairPlace(entry.folder, entry.name, entry.status)), repair.words)
  }

  private mutating func planOwnFiles(_ directory: Directory, _ name: ByteString) throws(SystemError) {
    let listing = try DirectoryListing(directory)
    while true {
      let batch = try listing.next(upTo: 256)
      guard batch.count > 0 else { return }
      for index in 0..<batch.count {
        guard let status = try directory.status(of: batch, index), status.kind == .regular, status.links == 1,
          let repair = standards.correction(ofFile: batch[index], in: name, status)
        else { continue }
        let file = MendingOwnFile(directory: name, name: batch[index], status: status, repair: repair)
        add(.ownFile, .ownFile(file), repair.words)
      }
    }
  }

  // MARK: Names and places

  private mutating func planMoves() {
    var finals: [Int: ByteString] = [:]
    for (index, fate) in names.fates.enumerated() { if case .named(let name)? = fate { finals[index] = name } }
    var logsOf: [Int: [Int]] = [:]
    for (index, fate) in logs.fates.enumerated() {
      if case .named(_, let message?) = fate { logsOf[message, default: []].append(index) }
    }
    var finishing: [MendingChange] = []
    // What has a mark already makes room for others that will need its name.
    let order =
      survey.messages.indices.filter { survey.messages[$0].isMarked }
      + survey.messages.indices.filter { !survey.messages[$0].isMarked }
    for index in order {
      guard let name = finals[index] else { continue }
      for log in logsOf[index] ?? [] { rename(log, to: name, of: index, &finishing) }
      let message = survey.messages[index]
      finishing += rename(message.entry, message.isMarked ? message.id : nil, to: name, index, .rename, .place, .finish)
      guard name != message.id else { continue }
      plan.ids.append(MendedID(queue: message.queue, old: message.id, new: name))
    }
    for (index, fate) in logs.fates.enumerated() {
      guard case .named(let name, nil) = fate else { continue }
      rename(index, to: name, of: nil, &finishing)
    }
    // The logs of all first, as they had to go first.
    plan.changes += finishing.filter { $0.kind == .log } + finishing.filter { $0.kind != .log }
  }

  private mutating func rename(_ log: Int, to name: ByteString, of message: Int?, _ finishing: inout [MendingChange]) {
    let found = survey.logs[log]
    finishing += rename(found.entry, found.isMarked ? found.id : nil, to: name, message, .log, .log, .log)
  }

  /// Plans what brings a file to its name and place. Returns the step that takes the mark off.
  /// - Parameter marked: the name that is marked already.
  private mutating func rename(
    _ entry: QueueEntry, _ marked: ByteString?, to name: ByteString, _ message: Int?, _ first: MendingChange.Kind,
    _ place: MendingChange.Kind, _ last: MendingChange.Kind
  ) -> [MendingChange] {
    let home = home(of: name, entry.folder)
    let isHome = home === entry.folder
    guard entry.name != name || !isHome else { return [] }
    if !isHome { leaving[entry.folder.path, default: 0] += 1 }
    func move(_ folder: EntryFolder, _ old: ByteString, _ new: ByteString) -> MendingAction {
      .move(
        MendingMove(
          folder: folder, name: old, inode: entry.status.inode, newFolder: home, newName: new, message: message))
    }
    if entry.name == name {
      add(place, move(entry.folder, name, name))
      return []
    }
    // What has the mark of its name already goes straight there.
    guard marked != name else { return [MendingChange(last, move(entry.folder, entry.name, name))] }
    let markedName = name + MendingSurvey.mark
    add(first, move(entry.folder, entry.name, markedName))
    return [MendingChange(last, move(home, markedName, name))]
  }

  /// Where a file of that name belongs; the folder itself when it lies there.
  private mutating func home(of name: ByteString, _ folder: EntryFolder) -> EntryFolder {
    let hash = store.home(of: name, in: folder.area)
    if hash == folder.hash { return folder }
    let place = HomePlace(area: folder.area, hash: hash)
    if let known = homes[place] { return known }
    let home = EntryFolder(folder.area, hash: hash)
    homes[place] = home
    return home
  }

  // MARK: Surplus directories

  private mutating func planSurplus() {
    // A directory comes before those inside it: from the end, each is judged after its own.
    var staying: Set<String> = []
    for (folder, _) in survey.folders.reversed() where !folder.hash.isEmpty {
      let rest = (survey.counts[folder.path] ?? 0) - (leaving[folder.path] ?? 0)
      let isNeeded = rest > 0 || staying.contains(folder.path) || folder.hash.count <= store.depth(of: folder.area)
      guard isNeeded else {
        add(.surplusDirectory, .removeDirectory(folder))
        continue
      }
      staying.insert(EntryFolder(folder.area, hash: folder.hash.dropLast()).path)
    }
  }
}

extension Repair {
  /// "owner 101, group 102, mode 700"
  var words: String {
    guard case .correct(let owner, let group, let mode) = self else { return "" }
    return [
      owner.map { "owner \($0)" }, group.map { "group \($0)" }, mode.map { "mode \(String($0, radix: 8))" },
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

// What the files of a run say about its trash, and what in them has suffered: whoever relies on them has to tell.

import Bytes
import JSONText
import RunJournals
import SystemAccess

struct RunRecords {
  /// The messages that were to be removed.
  let plan: [PlannedMessage]
  /// The messages in the trash, each in its latest state.
  let index: [TrashedMessage]
  /// What is wrong with the files, for a person.
  let problems: [String]
  /// The same with what an undo tells for itself: messages that the index has lost, archives that are not there.
  let damage: [String]
  /// Whether the journal can be relied on where it says nothing.
  let isJournalWhole: Bool

  init(_ run: Run) throws(SystemError) {
    let index = try run.lines(of: Run.indexName)
    let messages = index.values.compactMap(TrashedMessage.init)
    let summary = index.values.last.flatMap(TrashSummary.init)
    self.index = Run.latest(messages)
    let plan = try run.lines(of: Run.planName)
    self.plan = plan.values.compactMap(PlannedMessage.init)
    var problems: [String] = []
    func note(_ lines: [Int], _ name: String) {
      guard let first = lines.first else { return }
      let more = lines.count > 1 ? " and \(lines.count - 1) more" : ""
      problems.append("\(run.directory.path)/\(name) is damaged: line \(first)\(more) cannot be read")
    }
    note(plan.damaged, "plan")
    if self.plan.count < plan.values.count {
      problems.append("\(run.directory.path)/plan is damaged: it has lines that mean nothing")
    }
    if try run.directory.status(of: Run.planName) == nil { problems.append("\(run.directory.path)/plan is missing") }
    note(index.damaged, "index")
    if index.values.contains(where: { TrashedMessage($0) == nil && TrashSummary($0) == nil }) {
      problems.append("\(run.directory.path)/index is damaged: it has lines that mean nothing")
    }
    let journal = try RunJournal.lines(run.directory)
    // Nothing is archived without being in the index; only of a purge that was killed before, there is an archive alone.
    if try run.directory.status(of: Run.indexName) == nil, journal?.values.contains(where: Self.needsIndex) ?? true,
      !run.archives.isEmpty
    {
      problems.append("\(run.directory.path)/index is missing")
    }

    let known = problems.count
    let removed = UndoHistory(journal?.values ?? []).removed
    if let journal {
      note(journal.damaged, "journal")
      if !journal.values.allSatisfy(UndoHistory.knows) {
        problems.append("\(run.directory.path)/journal is damaged: it has lines that mean nothing")
      }
      if journal.values.contains(where: { $0["event"]?.text == "lost" }) {
        problems.append("\(run.directory.path)/journal was missing, and tells of what happened since alone")
      }
      // The index is closed after the journal.
      if summary != nil, !journal.values.contains(where: { $0["event"]?.text == "finished" }) {
        problems.append("\(run.directory.path)/journal has lost its end")
      }
      let finished = journal.values.filter { $0["event"]?.text == "finished" }
      let noted = finished.compactMap { ($0["total"] ?? $0["removed"])?.integer }.max() ?? 0
      if removed.count < noted {
        problems.append("\(run.directory.path)/journal has lost \(Quantity.messages(Int(noted) - removed.count))")
      }
    } else if !run.archives.isEmpty {
      problems.append("\(run.directory.path)/journal is missing")
    }
    isJournalWhole = problems.count == known
    self.problems = problems
    let unindexed = removed.subtracting(self.index.map(\.key))
    if !unindexed.isEmpty {
      problems.append("\(run.directory.path)/index has lost \(Quantity.messages(unindexed.count))")
    }
    for part in Set(self.index.map(\.part)).sorted() {
      if let problem = try run.problem(ofArchive: part) { problems.append(problem) }
    }
    damage = problems
  }

  private static func needsIndex(_ line: JSONValue) -> Bool {
    ["archived", "removed"].contains(line["event"]?.text)
  }
}

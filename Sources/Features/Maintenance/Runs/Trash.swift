// All runs with their trash: shown, and deleted when they are old.

import Bytes
import JSONText
import PostfixQueue
import QueueStore
import RunJournals
import SystemAccess

public struct Trash {
  public let runs: [Run]
  /// Directories in the place of runs that cannot be read as one, with what they seem to be.
  public let damaged: [(id: String, what: String)]
  /// Of purges that came to nothing before they were runs.
  let empty: [String]

  /// - Parameter state: nil when nothing was ever removed.
  public init(_ state: StateDirectory?) throws(MaintenanceFailure) {
    let ids: [String]
    do throws(SystemError) { ids = try state?.runs.ids ?? [] } catch {
      throw MaintenanceFailure(error)
    }
    var runs: [Run] = []
    var remains: [RunRemnant] = []
    var unread: [(id: String, what: String)] = []
    for id in ids {
      do throws(SystemError) {
        guard let state, let directory = try state.runs.open(id) else { continue }
        if let run = (try? Run.read(id, in: state)) ?? nil {
          runs.append(run)
        } else {
          remains.append(RunRemnant(id, directory))
        }
      } catch {
        unread.append((id, "cannot be read: \(error)"))
      }
    }
    self.runs = runs
    damaged = remains.compactMap { remnant in remnant.what.map { (remnant.id, $0) } } + unread
    empty = remains.filter { $0.what == nil }.map(\.id)
  }

  public var text: String {
    let lines = runs.map { line(of: $0) } + damaged.map { "\(PrintableText.of($0.id))  \($0.what)" }
    return lines.isEmpty ? "The trash is empty.\n" : lines.map { $0 + "\n" }.joined()
  }

  /// One line for a person.
  public func line(of run: Run) -> String {
    let undone = run.undone
    var state = undone.messages > 0 ? "  \(undone.messages) of them put back" : ""
    if !run.isFinished {
      state += "  interrupted: finish it with '\(run.place.command("queue purge --resume", run.id))'"
    } else if undone.isInterrupted {
      state += "  its undo was interrupted: finish it with '\(run.place.command("queue undo", run.id))'"
    }
    let (trashed, isDamaged) = run.trashed
    let damage = isDamaged ? "  damaged: see '\(run.place.stateAlone.command("queue trash show", run.id))'" : ""
    return "\(run.id)  \(Quantity.messages(trashed.messages)), \(SizeText.bytes(trashed.bytes))  "
      + "\(PrintableText.of(run.selection))\(state)\(damage)"
  }

  public var json: [UInt8] {
    var json = JSONWriter()
    for run in runs {
      json.object { json in
        json.member("schema", "postkeep.queue.run/1")
        json.member("run", run.id)
        json.member("started", run.started)
        json.member("queue_directory", run.queueDirectory)
        json.member("selection", run.selection)
        let (trashed, isDamaged) = run.trashed
        json.member("messages", trashed.messages)
        json.member("bytes", trashed.bytes)
        json.member("finished", run.isFinished)
        let undone = run.undone
        json.member("put_back", undone.messages)
        if undone.isInterrupted { json.member("undo_interrupted", true) }
        if isDamaged { json.member("damaged", true) }
      }
    }
    return json.bytes
  }

  /// The messages in a run's trash, one a line, and what is wrong with the run's files.
  public static func messages(
    of id: String, in state: StateDirectory, as isJSON: Bool
  ) throws(MaintenanceFailure) -> (lines: [UInt8], problems: [String]) {
    let run = try Run.find(id, in: state)
    let records: RunRecords
    do throws(SystemError) { records = try RunRecords(run) } catch { throw MaintenanceFailure(.unreadable, "\(error)") }
    if isJSON {
      var json = JSONWriter()
      for message in records.index { message.write(to: &json) }
      return (json.bytes, records.damage)
    }
    let lines = records.index.map { message in
      "\(message.name)  \(message.folder.queue.rawValue)  \(LocalTime.full(message.arrival))  "
        + "\(PrintableText.of(message.sender.description))  \(SizeText.bytes(message.status.size))\n"
    }
    return (Array(lines.joined().utf8), records.damage)
  }

  /// Runs that may be deleted; an interrupted one, or a damaged one, may hold the only copy of a message.
  /// - Parameter time: seconds since the epoch.
  func runs(startedBefore time: Int64) -> [Run] {
    runs.filter { run in
      RunShelf.isRun(run.id) && run.started < time && (run.isFinished || run.archives.isEmpty) && !run.isChangingQueue
        && !run.undone.isInterrupted && (try? RunRecords(run))?.damage == []
    }
  }

  /// What is left of purges that came to nothing, and may be deleted.
  /// - Parameter time: seconds since the epoch.
  func empty(startedBefore time: Int64) -> [String] {
    empty.filter { RunShelf.isRun($0, startedBefore: time) }
  }

  /// A line for each run that would be deleted.
  /// - Parameter time: seconds since the epoch.
  public func lines(startedBefore time: Int64) -> [String] {
    runs(startedBefore: time).map { line(of: $0) } + empty(startedBefore: time).map { "\($0)  came to nothing" }
  }

  /// Deletes runs for good, and what is left of purges that came to nothing. Gives a line for each run.
  /// - Parameter time: seconds since the epoch.
  public static func expire(in state: StateDirectory, startedBefore time: Int64) throws(MaintenanceFailure) -> [String]
  {
    // Only then nobody begins a run, or goes on with one.
    let lock = try state.lock()
    defer { withExtendedLifetime(lock) {} }
    let trash = try Trash(state)
    let old = trash.runs(startedBefore: time).map(\.id)
    let lines = trash.lines(startedBefore: time)
    do throws(SystemError) {
      for id in old + trash.empty(startedBefore: time) { try delete(id, in: state) }
      // What an earlier command did not come to the end of.
      for name in try state.runs.ids where isDeleted(name) { try clear(name, in: state) }
    } catch {
      throw MaintenanceFailure(error)
    }
    return lines
  }
}

extension Trash {
  private static let deletedMark = ".deleted-"

  private static func isDeleted(_ name: String) -> Bool {
    name.hasPrefix(deletedMark) && RunShelf.isRun(String(name.dropFirst(deletedMark.count)))
  }

  /// It is no run any more before anything of it is gone.
  private static func delete(_ id: String, in state: StateDirectory) throws(SystemError) {
    let name = deletedMark + id
    guard try state.runs.directory.move(ByteString(id), to: state.runs.directory, as: ByteString(name)) == .done else {
      return
    }
    try clear(name, in: state)
  }

  private static func clear(_ name: String, in state: StateDirectory) throws(SystemError) {
    let directory = try state.runs.directory.directory(ByteString(name))
    for file in try FileReading.names(inDirectory: directory.path) { try directory.remove(ByteString(file)) }
    try state.runs.directory.removeDirectory(ByteString(name))
  }
}

extension Run {
  /// Damage inside of files is seen only where all lines have to be read.
  fileprivate var trashed: (summary: TrashSummary, isDamaged: Bool) {
    if let notedSummary { return (notedSummary, lacksFiles || notedSummary.messages > 0 && lacksArchives) }
    let records = try? RunRecords(self)
    return (TrashSummary(sizes: (records?.index ?? []).map(\.status.size)), records?.damage != [])
  }

  /// Whether an archive is seen to be lost without a look at every line of the index.
  private var lacksArchives: Bool {
    let parts = archives + (lastPart.map { [$0] } ?? [])
    return parts.isEmpty || parts.contains { hasProblem(ofArchive: $0) }
  }

  private func hasProblem(ofArchive part: Int) -> Bool {
    do throws(SystemError) { return try problem(ofArchive: part) != nil } catch { return true }
  }

  /// How many messages undos have put back, and whether one has announced others. A journal that no undo has gone on with
  /// ends with the purge, and is not read to be told so.
  fileprivate var undone: (messages: Int, isInterrupted: Bool) {
    let last = tail(of: RunJournal.name).split(separator: 0x0A).last.flatMap { try? JSONReader().read(Array($0)) }
    // An undo that ends a purge which was interrupted has removed nothing.
    let endsWithPurge = last?["event"]?.text == "finished" && last?["removed"]?.integer != 0
    guard !endsWithPurge, let journal = try? RunJournal.read(directory) else { return (0, false) }
    let history = UndoHistory(journal)
    return (history.placedCount, !history.unfinished.isEmpty)
  }

  /// Whether an undo or a purge has left messages on their way.
  var isChangingQueue: Bool {
    // Of a queue that is not there at the moment, the journal tells.
    guard FileReading.isDirectory(queueDirectory) else {
      return ((try? RunJournal.read(directory)).map { !UndoHistory($0).unfinished.isEmpty }) ?? true
    }
    return [PrivatePurpose.placing, .removal].contains {
      FileReading.exists("\(queueDirectory)/\($0.path(ofRun: id))")
    }
  }

  var isFinished: Bool {
    notedSummary != nil
      || ((try? RunJournal.read(directory)) ?? []).contains { $0["event"]?.text == "finished" }
  }
}

extension UndoReport {
  /// One line.
  public var summary: String {
    var text = "put back \(Quantity.messages(placed.count))"
    if earlier > 0 { text += "; \(earlier) had been put back before" }
    if left > 0 { text += "; \(Quantity.leftByThemselves(left))" }
    if present > 0 { text += "; \(present) \(present == 1 ? "is" : "are") in the queue" }
    if dropped > 0 { text += "; \(dropped) \(dropped == 1 ? "was dropped and stays" : "were dropped and stay") away" }
    if !failed.isEmpty { text += "; \(failed.count) failed" }
    return text
  }
}

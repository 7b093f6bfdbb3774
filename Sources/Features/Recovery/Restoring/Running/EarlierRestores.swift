// What all runs have put into one queue. What they do not tell any more makes every message doubtful.

import Bytes
import QueueStore
import RunJournals
import SystemAccess

struct EarlierRestores {
  /// By the keys of messages, the latest run counting.
  private(set) var messages: [String: RestoredMessage] = [:]
  /// Runs whose files cannot be read, for a person.
  private(set) var problems: [String] = []

  /// - Parameter runs: those that count, the oldest first.
  init(into queueDirectory: String, by runs: [RestoreRun], on shelf: RunShelf) throws(SystemError) {
    problems = try RestoreRun.unreadable(on: shelf).map { "\(shelf.path)/\($0)/run.json is damaged" }
    for run in runs where run.isAbout(queueDirectory) {
      let history = try RestoreHistory(run)
      if history.isDamaged { problems.append("\(run.directory.path)/journal is damaged") }
      for message in history.announced {
        var message = message
        message.isWaiting =
          message.waitsForRelease && FileReading.exists("\(run.stagingPath(in: queueDirectory))/\(message.staged.file)")
        messages[message.key] = message
      }
    }
  }
}

// What a run has done so far, from its journal; and what all runs have put into one queue.

import Bytes
import JSONText
import QueueStore
import RunJournals
import SystemAccess

struct RestoreHistory {
  /// Steps of the procedure that are done, by name.
  private(set) var steps: Set<String> = []
  /// In the order in which they were announced.
  private(set) var announced: [RestoredMessage] = []
  private(set) var placed: Set<String> = []
  private(set) var released: Set<String> = []
  /// Places of files of a configuration that were put there.
  private(set) var installed: Set<String> = []
  private(set) var isFinished = false
  /// Of a transfer that this host will never accept.
  private(set) var isRefused = false

  init(_ run: RestoreRun) throws(SystemError) {
    var places: [String: Int] = [:]
    for line in try RunJournal.read(run.directory) {
      switch line["event"]?.text {
      case "placing":
        guard let message = RestoredMessage(line) else { continue }
        // After a crash a message may be announced again, with another file.
        if let place = places[message.key] {
          announced[place] = message
        } else {
          places[message.key] = announced.count
          announced.append(message)
        }
      case "placed": if let key = line["key"]?.text { placed.insert(key) }
      case "released": if let key = line["key"]?.text { released.insert(key) }
      case "step": if let name = line["step"]?.text { steps.insert(name) }
      case "installed": if let path = line["path"]?.text { installed.insert(path) }
      case "finished", "accepted": isFinished = true
      case "refused": (isFinished, isRefused) = (true, true)
      default: break
      }
    }
  }

  /// Announced, and not known to be in the queue.
  var unfinished: [RestoredMessage] { announced.filter { !placed.contains($0.key) } }
  var restored: [RestoredMessage] { announced.filter { placed.contains($0.key) } }

  /// What runs have put into a queue, the latest one counting, by the keys of messages.
  static func restored(
    into queueDirectory: String, by runs: [RestoreRun]
  ) throws(SystemError) -> [String: RestoredMessage] {
    var found: [String: RestoredMessage] = [:]
    for run in runs where run.queueDirectory == queueDirectory {
      for message in try RestoreHistory(run).announced {
        var message = message
        message.isWaiting =
          message.waitsForRelease
          && FileReading.exists(
            "\(queueDirectory)/\(PrivatePurpose.placing.path(ofRun: run.id))/\(message.staged.file)")
        found[message.key] = message
      }
    }
    return found
  }
}

// What a run has done so far, from its journal.

import Bytes
import JSONText
import QueueStore
import RunJournals
import SystemAccess

struct RestoreHistory {
  /// Steps of the procedure that are done, by name.
  private(set) var steps: [String] = []
  /// In the order in which they were announced.
  private(set) var announced: [RestoredMessage] = []
  private(set) var placed: Set<String> = []
  private(set) var released: Set<String> = []
  /// Places of files of a configuration that were put there.
  private(set) var installed: Set<String> = []
  /// The step of a person at which the run ended.
  private(set) var waitsAt: String?
  private(set) var isFinished = false
  /// Of a transfer that this host will never accept.
  private(set) var isRefused = false

  /// Whether lines of it cannot be read, or tell of messages that no other line tells of.
  private(set) var isDamaged = false

  init(_ run: RestoreRun) throws(SystemError) {
    var places: [String: Int] = [:]
    let journal = try RunJournal.lines(run.directory)
    isDamaged = journal.map { !$0.damaged.isEmpty } ?? false
    for line in journal?.values ?? [] {
      switch line["event"]?.text {
      case "placing":
        guard let message = RestoredMessage(line) else {
          isDamaged = true
          continue
        }
        // After a crash a message may be announced again, with another file.
        if let place = places[message.key] {
          announced[place] = message
        } else {
          places[message.key] = announced.count
          announced.append(message)
        }
      case "placed": if let key = line["key"]?.text { placed.insert(key) }
      // A submission comes into the queue by that.
      case "released":
        if let key = line["key"]?.text {
          released.insert(key)
          placed.insert(key)
        }
      case "step":
        if let name = line["step"]?.text, !steps.contains(name) { steps.append(name) }
        waitsAt = nil
      case "waiting": waitsAt = line["step"]?.text
      case "installed": if let path = line["path"]?.text { installed.insert(path) }
      case "finished", "accepted": isFinished = true
      case "refused": (isFinished, isRefused) = (true, true)
      default: break
      }
    }
    if !placed.allSatisfy({ places[$0] != nil }) { isDamaged = true }
  }

  /// Announced, and not known to be in the queue.
  var unfinished: [RestoredMessage] { announced.filter { !placed.contains($0.key) } }
  var restored: [RestoredMessage] { announced.filter { placed.contains($0.key) } }
}

// Was a run left in the middle, with mail in its private directory beside the queues?

import Bytes
import JSONText
import QueueStore
import RunJournals
import SystemAccess

struct RunChecks {
  let standards: HealthStandards
  let place: RunPlace

  func check(_ remains: RunRemains, _ add: (HealthFinding) -> Void) {
    let age = standards.age(remains.status)
    guard age > HealthStandards.longestPause else { return }
    let messages = "\(Quantity.messages(remains.messages)) \(remains.messages == 1 ? "lies" : "lie") there"
    add(
      HealthFinding(
        .unfinishedRun, remains.path, "\(messages), nothing has changed for \(Quantity.time(age)); \(remedy(remains))"))
  }

  private func remedy(_ remains: RunRemains) -> String {
    func queue(_ words: String) -> String { "'\(place.command("queue \(words)", remains.run))'" }
    func restore(_ words: String) -> String { "'\(place.stateAlone.command("restore \(words)", remains.run))'" }
    let unknown = "\(place.state) has no such run; --state names where it is remembered"
    if remains.purpose == .transfer {
      guard Journal(of: remains.run, on: "transfers", in: place.state) == nil else {
        return "\(restore("transfer status")) tells what it waits for"
      }
      return "\(unknown). If that is lost, have the standby promise with 'postkeep restore transfer accept --refuse "
        + "\(remains.run)' that it never accepts them; then stop Postfix, bring the files of each queue back into it with 'mv -n', "
        + "the logs in defer, bounce and trace first, and run 'postsuper -s'"
    }
    if let purge = Journal(of: remains.run, on: "runs", in: place.state) {
      if remains.messages == 0, purge.isFinished { return Self.removal }
      if remains.purpose == .placing { return "finish it with \(queue("undo"))" }
      return "finish it with \(queue("purge --resume")), or undo it with \(queue("undo"))"
    }
    if remains.purpose == .placing, let journal = Journal(of: remains.run, on: "restores", in: place.state) {
      if journal.isFinished {
        return remains.messages == 0 ? Self.removal : "let them go with \(restore("release"))"
      }
      // Of a transfer to this host; its archive is needed once more.
      if journal.procedure == "transfer" {
        return "finish it with '\(place.command("restore transfer accept"))' and its archive"
      }
      return "finish it with \(restore("resume"))"
    }
    return remains.messages == 0 ? Self.removal : unknown
  }

  private static let removal = "remove it with rmdir"
}

/// What is remembered of a run.
private struct Journal {
  let isFinished: Bool
  let procedure: String?

  /// Nil for a run that is not on the shelf.
  init?(of run: String, on shelf: String, in state: String) {
    guard let directory = try? Directory("\(state)/\(shelf)/\(run)") else { return nil }
    isFinished = ((try? RunJournal.read(directory)) ?? []).contains { $0["event"]?.text == "finished" }
    let request = try? directory.open("run.json")?.content(limit: 1 << 20, named: directory.path)
    procedure = request.flatMap { try? JSONReader().read($0) }?["procedure"]?.text
  }
}

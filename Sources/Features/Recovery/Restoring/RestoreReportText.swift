// A report of a run, for people and machines.

import Bytes
import JSONText
import SnapshotArchive

extension RestoreReport {
  public var text: String {
    var text = "run \(run) of \(procedure)\n"
    // What a person does before all that Postkeep does is not left to do when that is done.
    let begin = steps.firstIndex { $0.outcome != .leftToOperator } ?? 0
    for step in steps[..<begin] { text += "  \(step.title): yours, before the run\n" }
    for step in steps where step.outcome != .leftToOperator {
      let detail = step.detail.isEmpty ? step.outcome.words : step.detail
      text += "  \(step.title): \(detail)\n"
    }
    if waiting > 0 {
      text += "  \(waiting) submission\(waiting == 1 ? " waits" : "s wait") beside the queues to be released\n"
    }
    let byHand = steps[begin...].filter { $0.outcome == .leftToOperator }
    if !left.isEmpty || !byHand.isEmpty { text += "What is left to you:\n" }
    text += leftText
    for step in byHand {
      text += "  \(step.title)\n"
      for line in commands.filled(step.byHand).split(separator: "\n", omittingEmptySubsequences: false) {
        text += line.isEmpty ? "\n" : "    \(line)\n"
      }
    }
    return text + waitingText
  }

  /// What was not done and why; empty when everything was.
  public var leftText: String {
    guard !left.isEmpty else { return "" }
    let lines = left.map { "  \(PrintableText.of("\($0.subject): \($0.why)"))\n    \(PrintableText.of($0.remedy))\n" }
      .joined()
    guard !isStuck else { return lines }
    return lines
      + """
        Put right what is in the way, or fill in what is missing in the unpacked file, and go on with
        '\(commands.restore("resume"))'. A file that is to stay as it is: remove the unpacked one first.

      """
  }

  /// What the run waits for; empty when it does not.
  public var waitingText: String {
    guard let waitsAt else { return "" }
    let act =
      isStuck ? ", and Postfix was not started. When that is put right" : ", which is yours. When it is done"
    return "Run \(run) waits at step \(waitsAt)\(act), go on with\n"
      + "'\(commands.restore("resume"))'.\n"
  }

  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("schema", "postkeep.restore.report/1")
      json.member("run", run)
      json.member("procedure", procedure)
      json.array("steps") { json in
        for step in steps {
          json.object { json in
            json.member("name", step.name)
            json.member("title", step.title)
            json.member("outcome", step.outcome.rawValue)
            json.member("detail", step.detail)
          }
        }
      }
      json.array("left") { json in
        for leftover in left {
          json.object { json in
            json.member("subject", leftover.subject)
            json.member("why", leftover.why)
            json.member("remedy", leftover.remedy)
          }
        }
      }
      json.member("waits_at", waitsAt)
      json.member("waiting", waiting)
      json.member("guarantee", guarantee?.rawValue)
      json.array("messages") { json in
        for (old, new, queue) in ids {
          json.object { json in
            json.member("old", old)
            json.member("new", new)
            json.member("queue", queue)
          }
        }
      }
    }
    return json.bytes
  }
}

extension RestoreReport.Outcome {
  fileprivate var words: String {
    switch self {
    case .done: "done"
    case .partlyDone: "done in part"
    case .doneBefore: "was done before"
    case .needless: "was not needed"
    case .leftToOperator: ""
    }
  }
}

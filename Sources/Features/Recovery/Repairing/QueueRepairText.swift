// A repair for people: a line for each kind of change, the ids that changed, and what is left alone.

import Bytes
import PostfixQueue
public import QueueStore

extension QueueRepairReport {
  /// Ids and things left alone that are listed one by one; JSON has all.
  private static let limit = 50

  public var text: String {
    var text = "\(plan.messages) message file\(plan.messages == 1 ? "" : "s") in \(PrintableText.of(directory)).\n"
    let counts = MendingChange.Kind.allCases.map { ($0, count($0)) }.filter { $0.1 > 0 }
    if counts.isEmpty { text += "\(nothing)\n" }
    for (kind, count) in counts { text += "  \(count) \(kind.words(count, isDone: outcome != nil))\n" }
    text += list("Ids", ids.map { "\(printable($0.queue.rawValue)) \(printable($0.old)) -> \(printable($0.new))" })
    let obstacles = plan.obstacles.count
    if obstacles > 0 {
      text +=
        "  \(obstacles) file\(obstacles == 1 ? " stays" : "s stay") wrong until you act: Postfix must not be started before\n"
    }
    // What stands in the way comes first, so that the limit cannot hide it.
    text += list("Left alone", (plan.obstacles + left.filter { !$0.reason.isObstacle }).map(\.sentence))
    if let outcome, outcome.changed > 0 { text += "\(outcome.changed) gone or changed meanwhile.\n" }
    text += list("Failed", failures.map { PrintableText.of($0) })
    return text
  }

  private var nothing: String {
    if outcome != nil { return "Nothing was changed." }
    return left.isEmpty && failures.isEmpty ? "Nothing has to be repaired." : "There is nothing that a repair changes."
  }

  private func printable(_ text: some CustomStringConvertible) -> String { PrintableText.of(text.description) }

  private func list(_ title: String, _ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    let shown = lines.prefix(Self.limit).map { "  \($0)\n" }.joined()
    return "\(title):\n\(shown)" + (lines.count > Self.limit ? "  and \(lines.count - Self.limit) more\n" : "")
  }
}

extension MendingLeft {
  /// "hold/ABC: the file is empty"
  var sentence: String {
    "\(PrintableText.of(path)): \(reason.text)" + (detail.isEmpty ? "" : " (\(PrintableText.of(detail)))")
  }
}

extension MendingLeft.Reason {
  /// Why it is left alone, without the path.
  public var text: String {
    switch self {
    case .unfinishedFile: "not a whole message; 'postsuper -p', and so 'postfix start', deletes it after a week"
    case .emptyFile: "the file is empty; the queue manager moves it to corrupt"
    case .damagedMessage: "the message is damaged; the queue manager moves it to corrupt"
    case .corruptMark: "a delivery agent has marked it as corrupt"
    case .hardLink: "it has another name elsewhere, which a change of its owner or mode would change too"
    case .wrongHardLink:
      "its owner or mode is wrong, and it has another name elsewhere, which would be changed too: give it a file of its own"
    case .linkedSubmission: "pickup deletes a submission that has another name elsewhere: give it a file of its own"
    case .noQueueID: "not a whole message, and its name is no queue id"
    case .longID: "a long id while enable_long_queue_ids is off; 'postsuper -s' renames it"
    case .temporary: "a file that was never finished"
    case .foreignName: "Postfix does not give such names"
    case .directoryLink:
      "a link to a directory, which Postfix follows; put a directory in its place, with what is behind it"
    case .strayDirectory: "a directory where only messages may lie; look what is in it"
    case .otherFileSystem: "another file system"
    case .device: "a device"
    case .divergedCopies: "its copy, which was moved away, had recipients done that this one tries again"
    case .divergedLogs: "a second log of the same message says something else; the shorter one is moved away"
    case .doubtfulLog: "several messages had this id; the log went to one of them by guess"
    }
  }
}

extension MendingChange.Kind {
  func words(_ count: Int, isDone: Bool) -> String {
    let will = isDone ? "" : "to be "
    let one = count == 1
    return switch self {
    case .directory: "\(one ? "directory" : "directories") \(will)given right owner and mode"
    case .setAside: "\(one ? "thing that is no message" : "things that are no messages") \(will)moved away"
    case .duplicate: "\(one ? "copy" : "copies") of what is there already \(will)moved away"
    case .correction:
      "\(one ? "file of a message or log" : "files of messages and logs") \(will)given right owner and mode"
    case .ownFile: "file\(one ? "" : "s") of Postfix's own \(will)given the right owner"
    case .log: "step\(one ? "" : "s") of logs \(will)moved with their messages"
    case .rename: "message\(one ? "" : "s") \(will)given an id that matches the inode"
    case .place: "message\(one ? "" : "s") \(will)moved to the right directory"
    case .finish: "message\(one ? "" : "s") \(will)freed of the mark #FIX"
    case .surplusDirectory: "empty \(one ? "directory" : "directories") \(will)removed"
    }
  }
}

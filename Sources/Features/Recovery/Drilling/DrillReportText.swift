// A drill for people and machines.

import Bytes
import JSONText
import SystemAccess

extension DrillReport {
  /// "restore drill 20261127T031500Z passed: mail1-20261127T003500Z, 3000 messages, 3411 recipients, recovered in 1.4 s".
  public var line: String {
    let parts = [
      snapshot.map { "\(PrintableText.of($0))" } ?? "no snapshot", "\(placed) messages", "\(delivered) recipients",
    ]
    let time = recovery.map { ", recovered in \(Self.seconds($0))" } ?? ""
    return "restore drill \(id) \(verdict.rawValue): \(parts.joined(separator: ", "))\(time)"
  }

  public var text: String {
    var text = "\(line)\n"
    for check in checks {
      let indented = PrintableText.lines(check.detail).joined(separator: "\n          ")
      text += "  \(check.result.words)  \(check.subject.title)\(indented.isEmpty ? "" : ": \(indented)")\n"
    }
    text += "\(messages) messages in the snapshot, \(placed) placed"
    if submissions > 0 { text += ", \(submissions) of them submissions" }
    if corrupt > 0 { text += ", \(corrupt) of them damaged, into corrupt" }
    text += "\n\(owed) recipients were owed mail, \(delivered) got it once\n"
    if sentTwiceWithoutLog > 0 {
      text += "\(sentTwiceWithoutLog) recipients would have got mail twice without the log\n"
    }
    if untold > 0 { text += "\(untold) recipients of whom nobody can tell whether they got it after the snapshot\n" }
    if let recovery {
      text += "\(Self.seconds(recovery)) to recover, with all mail on hold\n"
      for part in parts { text += "  \(Self.seconds(part.milliseconds))  \(part.title)\n" }
    }
    if let directory {
      text += "The directory was kept: \(directory)\n  rm -r \(directory) removes it.\n"
    }
    return text
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
  }

  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", "postkeep.restore.drill/1")
      json.member("id", id)
      json.member("started", started)
      json.member("verdict", verdict.rawValue)
      json.member("snapshot", snapshot)
      json.array("checks") { json in
        for check in checks {
          json.object { json in
            json.member("check", check.subject.rawValue)
            json.member("result", check.result.rawValue)
            json.member("detail", check.detail)
          }
        }
      }
      json.object("messages") { json in
        json.member("snapshot", messages)
        json.member("placed", placed)
        json.member("submissions", submissions)
        json.member("corrupt", corrupt)
      }
      json.object("recipients") { json in
        json.member("owed", owed)
        json.member("delivered", delivered)
        json.member("twice_without_log", sentTwiceWithoutLog)
        json.member("untold", untold)
      }
      json.member("recovery_ms", recovery)
      json.array("parts") { json in
        for part in parts {
          json.object { json in
            json.member("title", part.title)
            json.member("ms", part.milliseconds)
          }
        }
      }
      json.member("directory", directory)
    }
    return json.bytes
  }
}

extension DrillReport.Subject {
  var title: String {
    switch self {
    case .owners: "The users that own a queue"
    case .snapshot: "The snapshot"
    case .log: "The mail log"
    case .plan: "The plan"
    case .procedure: "The procedure"
    case .queue: "The queue against the snapshot"
    case .release: "Release and delivery"
    case .deliveries: "Everybody got it once"
    case .teardown: "Nothing is left of the drill"
    }
  }
}

extension DrillReport.Check.Result {
  fileprivate var words: String {
    switch self {
    case .passed: "ok    "
    case .failed: "FAILED"
    case .unclear: "?     "
    case .skipped: "-     "
    case .needless: "none  "
    }
  }
}

extension PrintableText {
  /// Lines that are fit for a terminal.
  fileprivate static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in PrintableText.of(String(line.drop { $0 == " " })) }
  }
}

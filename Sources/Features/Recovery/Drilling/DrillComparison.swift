// Compares a drill's queue and log with what has to be there.

import Bytes
import PostfixLog

/// What was found, with examples for a person.
struct DrillFinding {
  private(set) var problems: [String] = []
  private(set) var unclear: [String] = []
  var delivered = 0

  private mutating func add(_ count: Int, _ words: String, _ example: ByteString?) {
    guard count > 0 else { return }
    problems.append("\(count) \(words)\(example.map { ", such as \(PrintableText.of($0.description))" } ?? "")")
  }
}

extension DrillFinding {
  /// Every message that was placed is listed once, on hold, with its recipients, and nothing else is.
  init(listed: (messages: [ByteString: [DrillInstance.Listed]], unreadable: Int), _ expected: DrillExpectation) {
    let names = expected.messages.keys
    let missing = names.filter { listed.messages[$0] == nil }
    let doubled = names.filter { (listed.messages[$0]?.count ?? 0) > 1 }
    let surplus = listed.messages.keys.filter { expected.messages[$0] == nil }
    var wrong: [ByteString] = []
    var loose: [ByteString] = []
    for (name, message) in expected.messages {
      guard let found = listed.messages[name]?.first else { continue }
      if found.queue != "hold" { loose.append(name) }
      let owed = Set(message.owed.keys)
      if !owed.isSubset(of: found.recipients) || !found.recipients.subtracting(owed).isSubset(of: message.finished) {
        wrong.append(name)
      }
    }
    add(expected.unplaced.count, "messages of the plan were not placed", expected.unplaced.first)
    if listed.unreadable == 0 { add(missing.count, "messages are not listed", missing.first) }
    add(doubled.count, "messages are listed more than once", doubled.first)
    add(surplus.count, "messages are listed that the plan does not place", surplus.first)
    add(loose.count, "messages are not on hold", loose.first)
    add(wrong.count, "messages have other recipients than in the snapshot", wrong.first)
    if listed.unreadable > 0 { unclear.append("\(listed.unreadable) lines of postqueue -j cannot be read") }
  }

  /// Every recipient to whom mail is owed got it once, and nobody else did.
  init(logged history: DeliveryHistory, _ expected: DrillExpectation) {
    var missing: [ByteString] = []
    var surplus: [ByteString] = []
    func add(_ message: DrillExpectation.Message, _ found: [ByteString: Int]) -> Int {
      let result = message.compare(found)
      missing += result.missing
      surplus += result.surplus
      return result.delivered
    }
    for (name, message) in expected.messages {
      delivered += add(message, Self.sent(history.messages(name)))
    }
    // What bounce(8) has written is nobody's mail: it is discarded like everything else, and does not count.
    let submitted = history.messages.filter { message in
      if case .pickup = message.origin { expected.messages[message.id.name] == nil } else { false }
    }
    delivered += add(expected.submitted, Self.sent(submitted))
    let unclearLines = history.messages.reduce(0) { $0 + $1.unclearLineCount }
    if unclearLines > 0, !missing.isEmpty {
      unclear.append("\(unclearLines) lines of the log can be read in several ways")
    } else {
      self.add(missing.count, "recipients did not get their mail", missing.first)
    }
    self.add(surplus.count, "recipients got mail once too often", surplus.first)
  }

  private static func sent(_ messages: [LoggedMessage]) -> [ByteString: Int] {
    var found: [ByteString: Int] = [:]
    for outcome in messages.flatMap(\.outcomes) where outcome.status == .sent && outcome.isProof {
      found[outcome.recipient.address, default: 0] += outcome.times
    }
    return found
  }
}

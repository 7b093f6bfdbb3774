// The examples on the reference page are conditions, and so they stay.

import Bytes
import Conditions
import Foundation
import Testing

private let documented: Vocabulary = {
  var vocabulary = testVocabulary
  let deferral = WordType("delivery status", ["deferred", "sent", "bounced"])
  let recipient = RecordType("recipient", ["domain": .caselessText, "status": .word(deferral), "reason": .text])
  let names: KeyValuePairs<ByteString, ValueType> = [
    "minimal_backoff_time": .duration, "maximal_queue_lifetime": .duration, "recipients": .list(.record(recipient)),
    "queue.active.oldest": .duration, "smtpd_tls_auth_only": .boolean, "relayhost": .text, "message_size_limit": .size,
    "smtpd_tls_security_level": .word(levelWords), "client.address": .text,
    "smtpd_forbid_bare_newline": .word(WordType("bare newline policy", ["normalize", "yes", "no", "note", "reject"])),
  ]
  for (name, type) in names { vocabulary.declare(name, type) }
  vocabulary.declareFunction("inside", [.init(.text), .init(.text)], returns: .boolean)
  return vocabulary
}()

/// The lines of the reference page's blocks of conditions.
private let examples: [String] = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let page = (try? String(contentsOf: root.appending(path: "docs/conditions.md"), encoding: .utf8)) ?? ""
  return page.components(separatedBy: "```condition\n").dropFirst()
    .flatMap { ($0.components(separatedBy: "```").first ?? "").split(separator: "\n").map(String.init) }
}()

@Test("The reference page has examples") func examplesAreFound() { #expect(examples.count >= 15) }

@Test("Every example of the reference page loads", arguments: examples)
func exampleLoads(_ example: String) throws {
  _ = try Condition(ByteString(example), from: SourceOrigin(file: "docs/conditions.md"), in: documented)
}

// The log of a real Postfix, against the mailboxes that it delivered to: whoever restores a queue by what the log says,
// delivers each letter once.

import Bytes
import Glibc
import PostfixLog
import SystemAccess
import TestSupport
import Testing

@Suite("Live: what the log tells", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct LogHistoryTests {
  /// The local parts that have a mailbox, and its name. To the "late" ones nothing is delivered at first.
  private static let boxes = [
    "ok-sender": "sender", "ok0": "ok0", "ok1": "ok1", "\"ok 2, status=sent (x)\"": "ok2", "late0": "late0",
    "late1": "late1", "\"late>, relay=x\"": "late2",
  ]

  private static func postfix(_ ids: QueueOptions.IDs) throws -> PrivatePostfix {
    var options = PrivatePostfixOptions()
    options.queue.ids = ids
    options.services = ["virtual unix - n n - - virtual"]
    options.settings = [
      "virtual_mailbox_domains = box.example", "virtual_mailbox_base = $queue_directory/../box",
      "virtual_mailbox_maps = regexp:$queue_directory/../etc/boxes", "virtual_uid_maps = static:65534",
      "virtual_gid_maps = static:65534", "transport_maps = regexp:$queue_directory/../etc/transport",
      "smtpd_reject_unlisted_recipient = no",
    ]
    let postfix = try PrivatePostfix(options)
    // virtual(8) takes no result with "$1" in it.
    let lines = boxes.map { name, box in
      "/^\"?\(name.filter { $0 != "\"" }.replacing("(", with: "\\(").replacing(")", with: "\\)"))\"?@/ \(box)/"
    }
    try postfix.directory.write(lines.joined(separator: "\n") + "\n", to: "etc/boxes")
    try postfix.directory.write("/^\"?late/ retry:4.0.0 not yet\n", to: "etc/transport")
    mkdir("\(postfix.directory.path)/box", 0o755)
    chmod("\(postfix.directory.path)/box", 0o777)
    return postfix
  }

  private static func box(of recipient: String) -> String? {
    recipient.split(separator: "@").first.flatMap { boxes[String($0)] }
  }

  private static func waitForQuiet(_ postfix: PrivatePostfix) throws {
    try postfix.waitUntil(seconds: 60, "mail at rest") {
      try ["maildrop", "incoming", "active"].allSatisfy { try postfix.queueIDs(in: $0).isEmpty }
    }
  }

  /// Which messages, by number, lie in a mailbox.
  private static func letters(_ postfix: PrivatePostfix, in box: String) throws -> [Int] {
    let folder = "\(postfix.directory.path)/box/\(box)/new"
    guard FileReading.exists(folder) else { return [] }
    return try FileReading.names(inDirectory: folder).compactMap { name in
      let text = String(decoding: try FileReading.contents(of: "\(folder)/\(name)"), as: UTF8.self)
      return text.split(separator: "\n").first { $0.hasPrefix("Message-ID: <") }
        .flatMap { Int($0.dropFirst(13).prefix { $0.isNumber }) }
    }.sorted()
  }

  private static func history(_ postfix: PrivatePostfix) -> DeliveryHistory {
    let zone = LogZone { local in
      var moment = time_t(local)
      var parts = tm()
      localtime_r(&moment, &parts)
      return Int64(parts.tm_gmtoff)
    }
    let log = Array(postfix.log.utf8)
    var survey = YearSurvey()
    survey.read(log.span)
    var years = survey.years(newest: LogTime(seconds: LocalTime.now), zone: zone)
    var history = DeliveryHistory(of: .all, instance: "postkeep-test")
    history.read(log.span, years: &years)
    return history
  }

  @Test(
    "Who has a letter by the log has it, and who has it has it by the log", arguments: [QueueOptions.IDs.long, .short])
  func mailboxes(ids: QueueOptions.IDs) throws {
    let postfix = try Self.postfix(ids)
    try postfix.start()
    var random = SeededRandom(seed: 11)
    let kinds = ["ok0", "ok1", "\"ok 2, status=sent (x)\"", "late0", "late1", "\"late>, relay=x\"", "no0", "no1"]
    var letters: [(id: String, recipients: [String])] = []
    for number in 0..<40 {
      var recipients = kinds.filter { _ in random.chance(40) }.map { "\($0)@box.example" }
      if random.chance(25) || recipients.isEmpty { recipients.append("dead@down.example") }
      recipients.shuffle(using: &random)
      let content = "Message-ID: <\(number)@live.example>\nSubject: x\n\nx\n"
      letters.append(
        (try postfix.inject(1, from: "ok-sender@box.example", to: recipients, content: content)[0], recipients))
    }
    try Self.waitForQuiet(postfix)
    let snapshot = Set(try postfix.queueIDs(in: "deferred"))
    let time = LogTime(seconds: LocalTime.now)
    usleep(2_100_000)

    try postfix.directory.write("", to: "etc/transport")
    let dead = letters.filter { snapshot.contains($0.id) && $0.recipients.contains("dead@down.example") }.map(\.id)
    try #require(dead.count >= 3)
    _ = try postfix.run("postsuper", ["-r", dead[0]])
    _ = try postfix.run("postsuper", ["-d", dead[1]])
    _ = try postfix.run("postsuper", ["-e", dead[2]])
    // A new pickup looks into maildrop at once.
    _ = try postfix.run("postfix", ["reload"])
    try Self.waitForQuiet(postfix)
    try postfix.flush()
    try Self.waitForQuiet(postfix)
    try postfix.waitUntil(seconds: 60, "late mail") {
      try letters.enumerated().allSatisfy { number, letter in
        let late = letter.recipients.compactMap { Self.box(of: $0) }.filter { $0.hasPrefix("late") }
        return try [dead[1], dead[2]].contains(letter.id)
          || late.allSatisfy { try Self.letters(postfix, in: $0).contains(number) }
      }
    }
    try Self.waitForQuiet(postfix)
    try postfix.stop()

    let history = Self.history(postfix)
    for (number, letter) in letters.enumerated() {
      let messageID = ByteString("<\(number)@live.example>")
      let message = try #require(
        history.messages.first { $0.id.name == ByteString(letter.id) && $0.messageIDs == [messageID] })
      if snapshot.contains(letter.id) {
        #expect(
          history.messages(ByteString(letter.id), livingAt: time, messageID: messageID).map(\.firstSeen) == [
            message.firstSeen
          ])
      }
      let finder = FateFinder(message)
      for recipient in letter.recipients {
        var fate = finder.fate(of: LoggedRecipient(logged: ByteString(recipient)))
        if case .requeued(let next) = fate, let next = history.messages(next.name).last {
          #expect(letter.id == dead[0])
          fate = FateFinder(next).fate(of: LoggedRecipient(logged: ByteString(recipient)))
        }
        let box = Self.box(of: recipient)
        let isThere = try box.map { try Self.letters(postfix, in: $0).filter { $0 == number }.count } ?? 0
        switch fate {
        case .sent: #expect(isThere == 1, "\(letter) \(recipient)")
        case .bounced(_, let isReported):
          #expect(isReported && isThere == 0 && recipient.hasPrefix("no"), "\(letter) \(recipient)")
        case .removed(let removal): #expect(isThere == 0 && letter.id == dead[1] && removal.by == .postsuper)
        case .expired: #expect(isThere == 0 && letter.id == dead[2])
        case .deferred: #expect(isThere == 0 && recipient == "dead@down.example")
        case .requeued, .unclear, .unmentioned: Issue.record("\(letter) \(recipient): \(fate)")
        }
      }
    }
  }
}

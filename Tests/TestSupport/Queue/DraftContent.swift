// Headers and bodies by chance, and what Milters have done to them.

import Bytes

extension DraftGenerator {
  mutating func fill(_ file: inout MessageFile, _ traits: inout Set<MessageTrait>) {
    let envelope = EnvelopeChoice(
      isLocal: random.chance(20), hasSASL: random.chance(options.saslPercent),
      isUTF8: random.chance(options.utf8Percent))
    envelope.apply(to: &file, &traits)
    file.headers += [
      "Received: from client.example (localhost [127.0.0.1])\n\tby mail.test.invalid (Postfix) with ESMTP",
      ByteString("Subject: message \(count)"), "To: a\n\tb\n c", "X: y",
      ByteString("Message-Id: <\(file.arrival.seconds).\(count)@test.invalid>"),
    ]
    let number = random.below(options.bodyLines.count) + options.bodyLines.lowerBound
    if let prose {
      file.body = prose.lines(number, &random)
      if random.chance(options.attachmentPercent) { file.body += prose.attachment(66 + random.below(600), &random) }
    } else {
      file.body = (0..<number).map { _ in random.pick(lines) }
    }
    if random.chance(options.longLinePercent) {
      traits.insert(.longLines)
      let length = random.pick([2047, 2048, 2049, 4096, 5000, 20_000])
      file.body.append(ByteString((0..<length).map { UInt8(ascii: "a") + UInt8($0 % 26) }))
      file.headers.append(ByteString("X-Long: \(String(repeating: "0123456789", count: 250))\n\tmore"))
    }
    if random.chance(options.extractedRecipientPercent) {
      traits.insert(.extractedRecipients)
      file.extractedRecipients = [.cleaned("archive@bcc.invalid")]
    }
  }

  mutating func edit(_ file: inout MessageFile, _ traits: inout Set<MessageTrait>) {
    guard random.chance(options.milterPercent) else { return }
    traits.insert(.milterEdits)
    file.hasMilterRoom = true
    for index in file.headers.indices where random.chance(40) {
      switch random.below(3) {
      case 0: file.headerEdits.append(.insert(ByteString("X-Inserted-\(index): yes\n\tand more"), before: index))
      case 1: file.headerEdits.append(.change(index, to: ByteString("Changed-\(index): x")))
      default: file.headerEdits.append(.delete(index))
      }
    }
    for index in 0..<random.below(4) { file.headerEdits.append(.append(ByteString("A\(index): b"))) }
    // Milters act in any order.
    file.headerEdits.shuffle(using: &random)
    for index in 0..<random.below(3) {
      file.appendedRecipients.append(.cleaned(ByteString("added\(index)@milter.invalid")))
    }
    if file.recipients.count > 1 && random.chance(50) { file.recipients[0].state = .cancelled }
  }
}

// Senders and recipients by chance, and what delivery attempts have said of them.

import Bytes

extension DraftGenerator {
  mutating func sender(_ traits: inout Set<MessageTrait>) -> ByteString {
    if random.chance(options.nullSenderPercent) {
      traits.insert(.nullSender)
      return ""
    }
    if random.chance(options.oddAddressPercent) {
      traits.insert(.oddAddress)
      return random.pick(OddAddresses.all)
    }
    return ByteString("user\(random.below(500))@\(random.pick(["test", "news.test", "app.test"])).invalid")
  }

  /// All different, for `postqueue` shows an address once.
  mutating func recipients(
    _ count: Int, of queue: MessageQueue, _ traits: inout Set<MessageTrait>
  ) -> [FileRecipient] {
    let domains = (0..<max(1, count / 3)).map { _ in domain() }
    var recipients = (0..<count).map { index in
      let address = ByteString("r\(random.below(1_000_000)).\(index)@\(random.pick(domains))")
      var recipient = FileRecipient.cleaned(address)
      if random.chance(10) {
        recipient.original = ByteString("alias\(index)@test.invalid")
        recipient.dsnOriginal = ByteString("rfc822;alias\(index)@test.invalid")
      }
      if random.chance(10) { recipient.notifyFlags = random.pick([1, 2, 4, 6, 12, 14]) }
      return recipient
    }
    if random.chance(options.oddAddressPercent) {
      traits.insert(.oddAddress)
      recipients[random.below(count)] = .cleaned(random.pick(OddAddresses.all))
    }
    if queue != .maildrop {
      let isFinished = random.chance(options.finishedPercent)
      for index in recipients.indices
      where isFinished || index < count - 1 && random.chance(options.donePercent) {
        recipients[index].state = .done
      }
    }
    return recipients
  }

  /// A few domains get most of the mail, as everywhere.
  private mutating func domain() -> String {
    switch random.below(100) {
    case ..<55: random.pick(["gmail.test", "gmail.test", "outlook.test", "yahoo.test", "icloud.test"])
    case ..<90: "corp\(min(random.below(400), random.below(400))).example"
    default: "mx\(random.below(3)).sub\(random.below(9)).tail\(random.below(20_000)).invalid"
    }
  }

  /// A delivery attempt's notes; there is none before the first attempt and during one.
  mutating func notes(_ file: MessageFile, _ queue: MessageQueue) -> [DeliveryNote?] {
    let isDelayed = (queue == .deferred || queue == .hold) && random.chance(options.deferLogPercent)
    let isBounced = queue != .maildrop && random.chance(options.bounceLogPercent)
    return file.allRecipients.map { recipient in
      let domain = recipient.address.bytes.lastIndex(of: UInt8(ascii: "@")).map {
        AddressText.printable(ByteString(recipient.address.bytes[($0 + 1)...]))
      }
      return switch recipient.state {
      case .toDo: isDelayed ? DeliveryReasons.delayed(domain ?? "test.invalid", using: &random) : nil
      case .done: isBounced && random.chance(50) ? DeliveryReasons.failed(domain ?? "test.invalid") : nil
      case .cancelled: nil
      }
    }
  }
}

extension MessageFile {
  /// Those of Milters and always_bcc as well.
  mutating func finishAddedRecipients() {
    for index in appendedRecipients.indices { appendedRecipients[index].state = .done }
    for index in extractedRecipients.indices { extractedRecipients[index].state = .done }
  }
}

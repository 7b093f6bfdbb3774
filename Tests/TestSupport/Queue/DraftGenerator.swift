// Draws messages by chance, one after the other: where from, where to, how old, in which queue.

import Bytes

struct DraftGenerator {
  let options: QueueOptions
  private let now: Int
  private let queues: [MessageQueue]
  /// Lines are drawn from here: making each one anew would take most of the time.
  let lines: [ByteString]
  let prose: ProseWriter?
  var random: SeededRandom
  private(set) var count = 0

  init(seed: UInt64, options: QueueOptions, now: Int) {
    self.options = options
    self.now = now
    var random = SeededRandom(seed: seed)
    queues = MessageQueue.allCases.flatMap { [MessageQueue](repeating: $0, count: options.weights[$0] ?? 0) }
    let letters = Array("abcdefghijklmnopqrstuvwxyz      .".utf8)
    lines = (0..<200).map { _ in
      ByteString((0..<random.below(77)).map { _ in letters[random.below(letters.count)] })
    }
    prose = options.hasProse ? ProseWriter(seed: seed) : nil
    self.random = random
  }

  mutating func next() -> MessageDraft {
    count += 1
    var traits: Set<MessageTrait> = []
    let queue = random.pick(queues)
    let arrival = QueueTime(
      seconds: now - options.ages.lowerBound - random.below(options.ages.count), microseconds: random.below(1_000_000))
    // cleanup makes the file when smtpd has had the first recipient, or much later on `postsuper -r`.
    var created = QueueTime(total: arrival.total + random.below(900_000))
    if random.chance(queue == .maildrop ? options.requeuedDropPercent : options.requeuedPercent) {
      created = QueueTime(total: created.total + random.below(max(1, now - created.seconds)) * 1_000_000)
      traits.insert(.requeued)
    }
    let many = random.chance(options.manyRecipientsPercent)
    if many { traits.insert(.manyRecipients) }
    let number = many ? 100 + random.below(51) : random.below(options.recipients.count) + options.recipients.lowerBound
    var file = MessageFile(
      arrival: arrival, createTime: created.seconds, sender: sender(&traits),
      recipients: recipients(number, of: queue, &traits))
    let isFinished = file.recipients.allSatisfy { $0.state == .done }
    fill(&file, &traits)
    let isCleaned = queue != .maildrop || traits.contains(.requeued)
    if isCleaned { edit(&file, &traits) }
    if isFinished { file.finishAddedRecipients() }
    let mode = mode(of: queue, isCleaned: isCleaned, &traits)
    return MessageDraft(
      queue: queue, file: file, created: created,
      hasLongID: options.ids == .long || options.ids == .mixed && random.chance(50), mode: mode,
      modified: modified(queue, created), notes: notes(file, queue),
      traces: isCleaned && queue != .maildrop && random.chance(options.traceLogPercent), traits: traits)
  }

  private mutating func mode(of queue: MessageQueue, isCleaned: Bool, _ traits: inout Set<MessageTrait>) -> UInt32 {
    if queue == .maildrop { return isCleaned ? 0o700 : 0o744 }
    if queue == .incoming && random.chance(options.unfinishedPercent) {
      traits.insert(.unfinished)
      return 0o600
    }
    return 0o700 | (random.chance(options.expiredPercent) ? 0o010 : 0)
      | (random.chance(options.unthrottledPercent) ? 0o040 : 0)
  }

  private mutating func modified(_ queue: MessageQueue, _ created: QueueTime) -> Int {
    guard queue == .deferred else { return created.seconds }
    return switch options.nextAttempt {
    case .future: now + 7 * 86_400
    case .past: now - 60
    case .spread: now - 600 + random.below(4600)
    }
  }
}

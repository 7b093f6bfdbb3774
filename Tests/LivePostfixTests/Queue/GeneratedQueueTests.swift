// Generated queues are what the real Postfix takes them for.

import Bytes
import Glibc
import SystemAccess
import TestSupport
import Testing

@Suite("Live: generated queues", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct GeneratedQueueTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let seed: UInt64
    let count: Int
    let options: QueueOptions
    let testDescription: String
  }

  private static func options(_ change: (inout QueueOptions) -> Void) -> QueueOptions {
    var options = QueueOptions.everything
    change(&options)
    return options
  }

  static let cases = [
    Case(seed: 1, count: 200, options: .everything, testDescription: "everything"),
    Case(seed: 2, count: 200, options: QueueOptions(), testDescription: "plain deferred mail"),
    Case(seed: 3, count: 150, options: options { $0.hashDepth = 0 }, testDescription: "not hashed"),
    Case(
      seed: 4, count: 150,
      options: options {
        $0.hashDepth = 2
        $0.hashQueueNames = ["deferred", "defer", "bounce", "incoming", "active", "hold", "corrupt", "trace"]
        $0.ids = .long
      }, testDescription: "long ids, two levels, every queue hashed"),
    Case(
      seed: 5, count: 150,
      options: options {
        $0.oddAddressPercent = 100
        $0.ids = .short
      }, testDescription: "odd addresses"),
    Case(
      seed: 6, count: 60, options: options { $0.manyRecipientsPercent = 50 }, testDescription: "many recipients"),
  ]

  static func postfix(_ queue: QueueOptions) throws -> PrivatePostfix {
    var options = PrivatePostfixOptions()
    options.queue = queue
    return try PrivatePostfix(options)
  }

  @Test("postqueue lists exactly the generated messages", arguments: cases)
  func listing(_ testCase: Case) throws {
    let postfix = try Self.postfix(testCase.options)
    let generator = QueueGenerator(seed: testCase.seed, options: testCase.options)
    let expected = ListedMessages.expected(try generator.fill(postfix.queueDirectory, count: testCase.count))
    let real = try ListedMessages.real(postfix)
    #expect(!real.isEmpty && Set(real.keys) == Set(expected.keys))
    for (id, message) in expected { #expect(real[id] == message) }
  }

  @Test("postcat shows the content that Milter edits have left")
  func content() throws {
    let options = Self.options {
      $0.milterPercent = 60
      $0.longLinePercent = 50
    }
    let postfix = try Self.postfix(options)
    let messages = try QueueGenerator(seed: 7, options: options).fill(postfix.queueDirectory, count: 150)
    for message in messages where !message.traits.contains(.unfinished) && message.queue != .maildrop {
      // By its id where postcat looks for it.
      let isInCorrupt = message.queue == .corrupt
      let file = isInCorrupt ? ["\(postfix.queueDirectory)/\(message.path)"] : ["-q", message.id]
      let result = try postfix.run("postcat", ["-bh"] + file)
      #expect(result.status == 0 && result.errors.isEmpty, "\(ByteString(result.errors))")
      #expect(ByteString(result.output) == ByteString(message.content), "\(message.path) \(message.traits)")
    }
  }

  @Test("postcat finds every recipient where the truth says it is")
  func offsets() throws {
    let options = Self.options {
      $0.milterPercent = 60
      $0.extractedRecipientPercent = 50
      $0.oddAddressPercent = 0
    }
    let postfix = try Self.postfix(options)
    let messages = try QueueGenerator(seed: 8, options: options).fill(postfix.queueDirectory, count: 60)
    for message in messages where message.queue != .corrupt && !message.traits.contains(.unfinished) {
      let result = try postfix.run("postcat", ["-oeq", message.id])
      #expect(result.status == 0 && result.errors.isEmpty, "\(ByteString(result.errors))")
      let lines = Set(
        String(decoding: result.output, as: UTF8.self).split(separator: "\n").map { line in
          line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        })
      for recipient in message.recipients {
        let word =
          switch recipient.state {
          case .toDo: "recipient"
          case .done: "done_recipient"
          case .cancelled: "canceled_recipient"
          }
        #expect(lines.contains("\(recipient.offset) \(word): \(recipient.address)"), "\(message.path) \(lines)")
      }
    }
  }

  @Test("qmgr takes every finished message and rejects none as corrupt")
  func accepted() throws {
    var options = Self.options {
      $0.weights = [.deferred: 60, .incoming: 20, .active: 20]
      $0.nextAttempt = .past
      $0.ages = 0...3600
      $0.unfinishedPercent = 0
      $0.expiredPercent = 0
      $0.oddAddressPercent = 0
      $0.bounceLogPercent = 0
    }
    options.nullSenderPercent = 50
    let messages: [GeneratedMessage]
    var postfixOptions = PrivatePostfixOptions()
    postfixOptions.queue = options
    postfixOptions.delivery = .discarded
    let postfix = try PrivatePostfix(postfixOptions)
    messages = try QueueGenerator(seed: 9, options: options).fill(postfix.queueDirectory, count: 100)
    try postfix.start()
    try postfix.waitUntil(seconds: 60) {
      try ["incoming", "active", "deferred"].allSatisfy { try postfix.queueIDs(in: $0).isEmpty }
    }
    try postfix.stop()
    #expect(try postfix.queueIDs(in: "corrupt") == [])
    #expect(!postfix.log.contains("warning:"), "\(postfix.log)")
    for recipient in messages.flatMap(\.recipientsToDo) {
      #expect(postfix.log.contains("to=<\(recipient.address)>"))
    }
  }

  @Test("The same seed gives the same messages, apart from inodes")
  func deterministic() throws {
    var options = QueueOptions.everything
    options.now = 1_800_000_000
    func generate() throws -> [GeneratedMessage] {
      let directory = try PrivateDirectory()
      return try QueueGenerator(seed: 10, options: options).fill("\(directory.path)/spool", count: 100)
    }
    let (first, second) = (try generate(), try generate())
    for (left, right) in zip(first, second) {
      #expect(left.content == right.content && left.recipients.map(\.offset) == right.recipients.map(\.offset))
      #expect(left.created == right.created && left.mode == right.mode && left.modified == right.modified)
    }
  }

  @Test("Files are named after their inodes and have their owners, modes and times")
  func files() throws {
    let postfix = try Self.postfix(.everything)
    let messages = try QueueGenerator(seed: 11, options: .everything).fill(postfix.queueDirectory, count: 100)
    let owners = try QueueOwners.installed()
    for message in messages {
      var status = stat()
      #expect(stat("\(postfix.queueDirectory)/\(message.path)", &status) == 0)
      #expect(UInt64(status.st_ino) == message.inode && status.st_mode & 0o7777 == message.mode)
      #expect(status.st_mtim.tv_sec == message.modified && Int(status.st_size) == message.fileSize)
      #expect(message.mode == 0o744 ? status.st_gid == owners.dropGroup : status.st_uid == owners.user)
    }
    // Postfix itself has nothing to mend: postsuper says what it does.
    let result = try postfix.run("postsuper", ["-s"])
    #expect(result.status == 0 && result.errors.isEmpty, "\(ByteString(result.errors))")
  }
}

// Our shape of a queue is that of the real qshape, byte for byte.

import Bytes
import Maintenance
import PostfixQueue
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite(
  "Live: queue shape",
  .enabled(if: PrivatePostfix.canRun && FileReading.exists("/usr/sbin/qshape"), "needs root and qshape"))
struct QueueShapeTests {
  /// Options as qshape takes them, and the same for us.
  struct Options: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ text: String) { arguments = text.split(separator: " ").map(String.init) }
    var isSender: Bool { arguments.contains("-s") }
    func number(_ name: String) -> Int? {
      arguments.firstIndex(of: name).flatMap { Int(arguments[$0 + 1]) }
    }
    var shape: ShapeOptions {
      var options = ShapeOptions()
      options.dimension = isSender ? .senderDomain : .recipientDomain
      options.buckets = AgeBuckets(
        count: number("-b") ?? 10, minutes: number("-t") ?? 5, isLinear: arguments.contains("-l"))
      options.parents = arguments.contains("-p") ? number("-m") ?? 5 : nil
      return options
    }
  }

  static let options = [
    "", "-s", "-p", "-s -p", "-p -m 1", "-p -m 2 -s", "-p -m 40", "-l", "-l -t 60 -b 24 -w 160", "-b 1", "-b 2 -t 1",
    "-b 3 -p", "-b 25 -w 200", "-t 120 -b 8 -s", "-w 60", "-w 81", "-b 30", "-t 7 -b 12 -l -p -m 3",
  ].map(Options.init)

  static let queues: [[QueueName]] = [
    [.incoming, .active], [.deferred], [.hold], [.corrupt], [.deferred, .hold, .active, .incoming],
    [.active, .deferred],
  ]

  @Test("Every option and queue", arguments: GeneratedQueueTests.cases)
  func everything(_ testCase: GeneratedQueueTests.Case) throws {
    let postfix = try GeneratedQueueTests.postfix(testCase.options)
    _ = try QueueGenerator(seed: testCase.seed, options: testCase.options).fill(
      postfix.queueDirectory, count: testCase.count)
    for (index, options) in Self.options.enumerated() {
      for (place, queues) in Self.queues.enumerated() where (index + place) % 3 == 0 || place == 4 {
        try Self.compare(postfix, queues, options)
      }
    }
  }

  @Test("Odd addresses everywhere", arguments: [11, 12, 13] as [UInt64])
  func oddAddresses(_ seed: UInt64) throws {
    var options = QueueOptions.everything
    options.oddAddressPercent = 90
    options.ages = 0...20_000
    options.recipients = 1...12
    let postfix = try GeneratedQueueTests.postfix(options)
    _ = try QueueGenerator(seed: seed, options: options).fill(postfix.queueDirectory, count: 400)
    for options in Self.options {
      try Self.compare(postfix, [.deferred, .hold, .incoming, .active, .corrupt], options)
    }
  }

  @Test("An empty queue")
  func empty() throws {
    let postfix = try GeneratedQueueTests.postfix(QueueOptions())
    _ = try QueueGenerator(seed: 1, options: QueueOptions()).fill(postfix.queueDirectory, count: 0)
    for options in Self.options { try Self.compare(postfix, [.incoming, .active], options) }
  }

  @Test("Mail in maildrop, which qshape does not see, is counted")
  func maildrop() throws {
    var options = QueueOptions()
    options.weights = [.maildrop: 1]
    options.requeuedDropPercent = 0
    let postfix = try GeneratedQueueTests.postfix(options)
    let messages = try QueueGenerator(seed: 3, options: options).fill(postfix.queueDirectory, count: 50)
    let shape = try Self.shape(postfix, [.maildrop], ShapeOptions())
    #expect(shape.table.total.sum == messages.reduce(0) { $0 + $1.recipients.count })
    let real = try Self.qshape(postfix, [.maildrop], Options(""))
    #expect(real.contains { $0.contains("TOTAL  0") })
  }

  // MARK: Both sides

  private static func compare(_ postfix: PrivatePostfix, _ queues: [QueueName], _ options: Options) throws {
    // An age may pass from one bucket to the next between two programs.
    for _ in 0..<5 {
      let before = try qshape(postfix, queues, options)
      let shape = try shape(postfix, queues, options.shape)
      let ours = lines(shape.text(rows: nil, width: options.number("-w") ?? 80, isForTerminal: false).bytes)
      guard try before.sorted() == qshape(postfix, queues, options).sorted() else { continue }
      #expect(before.count > 1 && ours.count == before.count, "\(options.arguments) \(queues)")
      // Rows of the same count and length come in an order of their own each time.
      let difference = zip(before.sorted(), ours.sorted()).first { $0 != $1 }
      #expect(difference == nil, "\(options.arguments) \(queues)")
      #expect(
        before.map { count($0, options) } == ours.map { count($0, options) },
        "\(options.arguments) \(queues): the order")
      return
    }
    Issue.record("qshape does not say the same twice")
  }

  /// What rows are sorted by. The length of a name is not seen where it is cut.
  private static func count(_ line: String, _ options: Options) -> String {
    line.split(separator: " ").suffix(options.shape.buckets.count + 1).first.map(String.init) ?? ""
  }

  private static func shape(
    _ postfix: PrivatePostfix, _ queues: [QueueName], _ options: ShapeOptions
  ) throws -> QueueShape {
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    let shape = QueueShape(store, queues, options, now: LocalTime.now)
    #expect(shape.scan.isProven && shape.scan.problems.isEmpty)
    return shape
  }

  private static func qshape(
    _ postfix: PrivatePostfix, _ queues: [QueueName], _ options: Options
  ) throws -> [String] {
    let paths = queues.map { "\(postfix.queueDirectory)/\($0.rawValue)" }
    let result = try Subprocess.run("/usr/sbin/qshape", options.arguments + paths)
    guard result.status == 0 else { throw TestFailure("qshape: \(String(decoding: result.errors, as: UTF8.self))") }
    return lines(result.output)
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    // Latin 1 tells all bytes apart.
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).split(separator: "\n").map(String.init)
  }
}

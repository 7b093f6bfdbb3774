// A directory in which nothing has moved for a while is not watched, and still nothing is missed when something does.

import Bytes
import Glibc
import Maintenance
import PostfixQueue
import QueueStore
import SystemAccess
import TestSupport
import Testing

@Suite("Scan of a queue at rest", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct RestingQueueTests {
  private struct NameVisitor: MessageVisitor {
    private var names: [ByteString] = []
    mutating func visit(_ file: QueuedFile, _ window: inout QueueFileWindow) { names.append(file.name) }
    mutating func takeOutput() -> [ByteString] {
      defer { names = [] }
      return names
    }
  }

  private static let options = {
    var options = QueueOptions()
    options.hashDepth = 0
    options.weights = [.incoming: 1, .deferred: 1]
    return options
  }()

  private static func makePostfix() throws -> PrivatePostfix {
    var options = PrivatePostfixOptions()
    options.queue = Self.options
    return try PrivatePostfix(options)
  }

  /// Turns the clocks of the directories back.
  private static func setAge(_ seconds: Int, in queueDirectory: String) {
    for queue in QueueName.allCases {
      var times = [timeval(tv_sec: time(nil) - seconds, tv_usec: 0), timeval(tv_sec: time(nil) - seconds, tv_usec: 0)]
      utimes("\(queueDirectory)/\(queue.rawValue)", &times)
    }
  }

  @Test("A message that moves while its target was listed is visited, once", arguments: [0, 100])
  func moves(age: Int) throws {
    let postfix = try Self.makePostfix()
    let messages = try QueueGenerator(seed: 5, options: Self.options).fill(postfix.queueDirectory, count: 3000)
    Self.setAge(age, in: postfix.queueDirectory)
    let store = try QueuePlace.open(configuration: postfix.configurationDirectory, queue: nil)
    let mover = try #require(messages.last { $0.queue == .deferred })
    var isMoved = false
    var visited: [ByteString] = []
    let (outcome, _) = store.scan([.incoming, .deferred], visitor: { NameVisitor() }) { names in
      if !isMoved {
        // The listing of deferred may hold its name already; it is gone then.
        rename("\(postfix.queueDirectory)/deferred/\(mover.id)", "\(postfix.queueDirectory)/incoming/\(mover.id)")
        isMoved = true
      }
      visited += names
      return true
    }
    #expect(outcome.isProven && outcome.problems.isEmpty)
    #expect(visited.count == messages.count && Set(visited) == Set(messages.map { ByteString($0.id) }))
  }
}

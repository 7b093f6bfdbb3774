// The words behind `queue shape`: queues by name or by path, as qshape takes them, and queue ids.

import Bytes
import MessageSelections
public import PostfixQueue

public struct ShapeTarget: Sendable {
  /// As named; empty for none.
  public private(set) var queues: [QueueName] = []
  /// The queue directory in which queues that were given by their path lie.
  public private(set) var directory: String?
  public private(set) var ids: [String] = []

  public init(_ words: [String]) throws(MaintenanceFailure) {
    for word in words {
      if word.hasPrefix("/") {
        try add(path: word)
      } else if let queue = QueueName(rawValue: word) {
        queues.append(queue)
      } else if !word.isEmpty, word.utf8.allSatisfy({ $0.isASCIILowercase || $0 == UInt8(ascii: "/") }) {
        throw Self.unknown(word)
      } else {
        ids.append(word)
      }
    }
  }

  /// What is looked at where no queue was named.
  public func queues(for options: ShapeOptions) -> [QueueName] {
    if !queues.isEmpty { return queues }
    // Reasons are what a deferred message has.
    let isReason = options.dimension == .reason || options.dimension == .dsn
    return options.selection.isEverything && !isReason ? [.incoming, .active] : QueueName.listed
  }

  private mutating func add(path: String) throws(MaintenanceFailure) {
    var path = path[...]
    while path.last == "/" { path.removeLast() }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, let queue = QueueName(rawValue: String(name)) else { throw Self.unknown(String(path)) }
    let parent = parts.dropLast().joined(separator: "/")
    guard directory == nil || directory == parent else {
      throw MaintenanceFailure(.usage, "\(path) lies in another queue directory than the paths before it")
    }
    directory = parent
    queues.append(queue)
  }

  private static func unknown(_ word: String) -> MaintenanceFailure {
    MaintenanceFailure(
      .usage,
      "no queue is called '\(PrintableText.of(word))'\n  There are "
        + QueueName.allCases.map(\.rawValue).joined(separator: ", ") + ".")
  }
}

// What runs have in their private directories beside the queues: mail that nobody delivers while it lies there.

public import Bytes
import PostfixQueue
public import SystemAccess

public struct RunRemains: Sendable {
  public let run: String
  public let purpose: PrivatePurpose
  /// How many messages lie there, their logs not counted.
  public let messages: Int
  /// Of the directory.
  public let status: FileStatus

  /// Below the queue directory.
  public var path: String { purpose.path(ofRun: run) }
}

extension QueueStore {
  /// The private directories of all runs, working or not, sorted by their names.
  public func remains() throws(SystemError) -> [RunRemains] {
    guard let parent = try folder(PrivatePurpose.parentName.description) else { return [] }
    var remains: [RunRemains] = []
    for name in try PrivatePlace.names(in: parent).sorted() {
      let text = name.description
      guard !text.hasPrefix("."), let dot = text.lastIndex(of: "."),
        let purpose = PrivatePurpose(rawValue: String(text[text.index(after: dot)...])),
        try parent.status(of: name)?.kind == .directory
      else { continue }
      do throws(SystemError) {
        let directory = try parent.directory(name)
        remains.append(
          RunRemains(
            run: String(text[..<dot]), purpose: purpose, messages: try Self.messages(in: directory, for: purpose),
            status: try directory.status()))
      } catch {
        // Its run has just come to its end.
        if !error.isMissing { throw error }
      }
    }
    return remains
  }

  /// Whether a run has a message of that id ready to be moved into the queue.
  public func isBeingPlaced(_ id: ByteString) throws(SystemError) -> Bool {
    guard let parent = try folder(PrivatePurpose.parentName.description) else { return false }
    let end = ByteString(".\(PrivatePurpose.placing.rawValue)")
    for name in try PrivatePlace.names(in: parent) where name.hasSuffix(end) {
      guard try parent.status(of: name)?.kind == .directory else { continue }
      if try parent.directory(name).status(of: id) != nil { return true }
    }
    return false
  }

  private static func messages(in directory: Directory, for purpose: PrivatePurpose) throws(SystemError) -> Int {
    switch purpose {
    case .removal: return try PrivatePlace.names(in: directory).count { TakenFile(takenName: $0) != nil }
    // Logs, and what is not finished, have other characters in their names.
    case .placing: return try PrivatePlace.names(in: directory).count(where: QueueID.isLegalName)
    case .transfer:
      var count = 0
      for queue in QueueAside.queues where try directory.status(of: ByteString(queue.rawValue)) != nil {
        count += try PrivatePlace.names(in: directory.directory(ByteString(queue.rawValue))).count
      }
      return count
    }
  }
}

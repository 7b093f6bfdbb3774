// A policy for cron: which messages, what happens to them, and how many at most.

public import Bytes
import Conditions
import MessageSelections
import SystemAccess
import YAMLDocuments

public struct QueuePolicy: Sendable {
  enum Action: Sendable {
    case purge
    case care(CareAction)
  }

  public let name: String
  /// The name for a terminal.
  public var label: String { PrintableText.of(name) }
  let condition: String
  var selection: Selection
  let action: Action
  let limits: QueuePlan.Limits

  /// "remove", "hold"…
  public var verb: String {
    switch action {
    case .purge: "remove"
    case .care(let action): action.rawValue
    }
  }

  /// Reads a file of policies, in their order.
  /// - Parameter attempts: what the mail log tells of attempts, if one was read.
  public static func read(
    _ path: String, attempts: (@Sendable (ByteString) -> Int64?)? = nil
  ) throws(MaintenanceFailure) -> [QueuePolicy] {
    do {
      let document = try YAMLDocument(FileReading.contents(of: path))
      var root = try document.root.mapping()
      let version = try root.required("version")
      guard try version.text() == "1" else { throw YAMLError("this postkeep reads 'version: 1'", at: version.position) }
      var names: Set<String> = []
      var policies = try root.required("policies").list().map { node in
        let policy = try policy(node, in: path)
        guard !policy.name.isEmpty, names.insert(policy.name).inserted else {
          throw YAMLError("a policy needs a name of its own, by which it is told from the others", at: node.position)
        }
        return policy
      }
      for index in policies.indices { policies[index].selection.attempts = attempts }
      try root.refuseUnread()
      return policies
    } catch let error as YAMLError {
      throw MaintenanceFailure(.unreadable, "\(path):\(error)\n  postkeep-policies(5) says what a policy may have.")
    } catch let error as SystemError {
      throw MaintenanceFailure(error, "--policy names a file of policies: postkeep-policies(5).")
    } catch {
      throw MaintenanceFailure(.unreadable, "\(error)")
    }
  }

  private static func policy(_ node: YAMLNode, in path: String) throws -> QueuePolicy {
    var keys = try node.mapping()
    let name = try keys.required("name").text()
    let place = try keys.required("where").scalar()
    let selection = try Selection(where: ByteString(place.text), from: SourceOrigin(of: place, in: path))
    let action = try action(keys.required("action"))
    var limits = QueuePlan.Limits(named: "max", "max_percent")
    if let node = keys.optional("max") { limits.count = try number(node, most: .max) }
    if let node = keys.optional("max_percent") { limits.percent = try number(node, most: 100) }
    try keys.refuseUnread()
    return QueuePolicy(name: name, condition: place.text, selection: selection, action: action, limits: limits)
  }

  private static func action(_ node: YAMLNode) throws -> Action {
    let word = try node.text()
    if word == "purge" { return .purge }
    guard let action = CareAction(rawValue: word) else {
      throw YAMLError("an action is purge, hold, release, requeue, expire or flush, not '\(word)'", at: node.position)
    }
    return .care(action)
  }

  private static func number(_ node: YAMLNode, most: Int) throws -> Int {
    guard let number = Int(try node.text()), (0...most).contains(number) else {
      throw YAMLError("a number from 0\(most == .max ? "" : " to \(most)") belongs here", at: node.position)
    }
    return number
  }
}

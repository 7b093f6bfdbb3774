// A difference in words and for machines.

import Bytes
import JSONText
import PostfixConfig

extension ConfigurationDifference {
  public static let schema = "postkeep.diff/1"

  /// One line for each change: name, old value with its place, new value with its place. A terminal obeys none of them.
  public var text: String {
    var lines: [String] = []
    for name in removed { lines.append("- \(name): service removed") }
    for name in added { lines.append("+ \(name): service added") }
    for (service, changes) in fields { lines.append("~ \(service): \(changes.joined(separator: ", "))") }
    if !general.isEmpty { lines.append("all programs:") }
    lines += general.flatMap(Self.lines)
    for service in services {
      lines.append("\(service.service):")
      lines += service.changes.flatMap(Self.lines)
    }
    return lines.isEmpty ? "" : lines.map { PrintableText.of($0) }.joined(separator: "\n") + "\n"
  }

  private static func lines(_ change: Change) -> [String] {
    func side(_ sign: String, _ value: EffectiveValue?, _ text: ByteString?) -> String {
      guard let value, let text else { return "    \(sign) (no such parameter)" }
      return "    \(sign) \(text.isEmpty ? "(empty)" : "\(text)")  (\(value.place))"
    }
    return ["  \(change.name)", side("-", change.old, change.oldText), side("+", change.new, change.newText)]
  }

  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", Self.schema)
      json.member("added", added)
      json.member("removed", removed)
      json.array("fields") { json in
        for (service, changes) in fields {
          json.object { json in
            json.member("service", service)
            json.member("changes", changes)
          }
        }
      }
      json.array("changes") { json in
        for change in general { Self.write(change, service: nil, to: &json) }
        for service in services {
          for change in service.changes { Self.write(change, service: service.service, to: &json) }
        }
      }
    }
    return json.bytes
  }

  private static func write(_ change: Change, service: String?, to json: inout JSONWriter) {
    json.object { json in
      json.member("service", service)
      json.member("name", change.name)
      json.member("old", change.oldText)
      json.member("oldFrom", change.old?.place)
      json.member("new", change.newText)
      json.member("newFrom", change.new?.place)
    }
  }
}

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
      lines += arguments.filter { $0.service == service.service }.flatMap(Self.lines)
    }
    for change in arguments where !services.contains(where: { $0.service == change.service }) {
      lines.append("\(change.service):")
      lines += Self.lines(change)
    }
    return lines.isEmpty ? "" : lines.map { PrintableText.of($0) }.joined(separator: "\n") + "\n"
  }

  private static func lines(_ change: Change) -> [String] {
    func side(_ sign: String, _ value: EffectiveValue?, _ text: ByteString?) -> String {
      guard let value, let text else { return "    \(sign) (no such parameter)" }
      return Self.line(sign, text, value.place, isHidden: change.isHidden && sign == "+")
    }
    return ["  \(change.name)", side("-", change.old, change.oldText), side("+", change.new, change.newText)]
  }

  private static func lines(_ change: ArgumentChange) -> [String] {
    [
      "  arguments", line("-", change.oldText, "master.cf:\(change.oldLine)"),
      line("+", change.newText, "master.cf:\(change.newLine)", isHidden: change.isHidden),
    ]
  }

  private static func line(_ sign: String, _ text: ByteString, _ place: String, isHidden: Bool = false) -> String {
    let difference = isHidden ? "; what is not shown differs" : ""
    return "    \(sign) \(text.isEmpty ? "(empty)" : "\(text)")  (\(place)\(difference))"
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
      json.array("arguments") { json in
        for change in arguments {
          json.object { json in
            json.member("service", change.service)
            json.member("old", change.oldText)
            json.member("oldFrom", "master.cf:\(change.oldLine)")
            json.member("new", change.newText)
            json.member("newFrom", "master.cf:\(change.newLine)")
            json.member("hidden", change.isHidden)
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
      json.member("hidden", change.isHidden)
    }
  }
}

// The part of JSON Schema that our schemas use: type, const, enum, required, properties, items, additionalProperties, $ref.

public import JSONText

public struct JSONSchema: Sendable {
  private let root: JSONValue

  public init(_ root: JSONValue) { self.root = root }

  /// What does not fit, each with the path to it.
  public func problems(of value: JSONValue) -> [String] { check(value, root, "$") }

  private func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    if let reference = schema["$ref"]?.text {
      let target = reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }
      return target.map { check(value, $0, path) } ?? ["\(path): no schema \(reference)"]
    }
    var problems: [String] = []
    if let wanted = schema["const"], wanted != value { problems.append("\(path): is not \(wanted)") }
    if let choices = schema["enum"]?.elements, !choices.contains(value) {
      problems.append("\(path): \(value) is no choice")
    }
    if let type = schema["type"] {
      let names = type.elements?.compactMap(\.text) ?? [type.text ?? ""]
      if !names.contains(where: { Self.isType($0, value) }) { problems.append("\(path): is no \(names)") }
    }
    if let members = value.members {
      for name in schema["required"]?.elements?.compactMap(\.text) ?? [] where value[name] == nil {
        problems.append("\(path): lacks \(name)")
      }
      for member in members {
        if let own = schema["properties"]?[member.name] {
          problems += check(member.value, own, "\(path).\(member.name)")
        } else if let additional = schema["additionalProperties"] {
          if additional.bool == false { problems.append("\(path): does not know \(member.name)") }
          if additional.members != nil { problems += check(member.value, additional, "\(path).\(member.name)") }
        }
      }
    }
    if let items = schema["items"], let elements = value.elements {
      for (index, element) in elements.enumerated() { problems += check(element, items, "\(path)[\(index)]") }
    }
    return problems
  }

  private static func isType(_ name: String, _ value: JSONValue) -> Bool {
    switch (name, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null),
      ("number", .number):
      true
    case ("integer", .number(let number)): number.integer != nil
    default: false
    }
  }
}

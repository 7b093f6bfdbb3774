// The part of JSON Schema that our schemas use: type, const, enum, minimum, required, properties, items,
// additionalProperties, anyOf, and $ref into the same schema or another one in docs/schemas.

public import JSONText

public struct JSONSchema: Sendable {
  private let root: JSONValue

  public init(_ root: JSONValue) { self.root = root }

  /// - Parameter file: in docs/schemas, such as "postkeep.queue.shape-1.schema.json".
  public init(file: String) throws {
    self.init(try JSONReader().read(Array(try Repository.text("docs/schemas/\(file)").utf8)))
  }

  /// What does not fit, each with the path to it.
  public func problems(of value: JSONValue) -> [String] { check(value, root, "$") }

  private func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    if let reference = schema["$ref"]?.text { return check(value, reference: reference, path) }
    var problems: [String] = []
    if let choices = schema["anyOf"]?.elements {
      let found = choices.map { check(value, $0, path) }
      // Of several that do not fit, the one that nearly does says most.
      if !found.contains([]) { problems += found.min { $0.count < $1.count } ?? [] }
    }
    if let wanted = schema["const"], wanted != value { problems.append("\(path): is not \(wanted)") }
    if let choices = schema["enum"]?.elements, !choices.contains(value) {
      problems.append("\(path): \(value) is no choice")
    }
    if let minimum = schema["minimum"]?.integer, let number = value.integer, number < minimum {
      problems.append("\(path): \(number) is below \(minimum)")
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

  /// - Parameter reference: "#/$defs/x", "other.schema.json" or "other.schema.json#/$defs/x".
  private func check(_ value: JSONValue, reference: String, _ path: String) -> [String] {
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var schema = self
    if parts[0] != "" {
      guard let other = try? JSONSchema(file: parts[0]) else { return ["\(path): no schema \(parts[0])"] }
      schema = other
    }
    let names = parts.count > 1 ? parts[1].split(separator: "/") : []
    let target = names.reduce(Optional(schema.root)) { $0?[String($1)] }
    return target.map { schema.check(value, $0, path) } ?? ["\(path): no schema \(reference)"]
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

// JSON that was read: a tree in which objects keep the order of their members.

public enum JSONValue: Hashable, Sendable {
  case object([JSONMember])
  case array([JSONValue])
  case string(String)
  case number(JSONNumber)
  case bool(Bool)
  case null
}

public struct JSONMember: Hashable, Sendable {
  public let name: String
  public let value: JSONValue

  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// A number as it was spelt. What it means depends on who asks: JSON's numbers have no bounds, ours do.
public struct JSONNumber: Hashable, Sendable {
  public let text: String

  /// - Parameter text: spelt as JSON allows.
  init(text: String) { self.text = text }

  public init(_ integer: Int64) { text = String(integer) }

  /// Nil for a number with a fraction or an exponent, and for one that Int64 cannot hold.
  public var integer: Int64? { Int64(text) }

  /// The nearest Double. Nil for a number beyond its range.
  public var double: Double? {
    guard let double = Double(text), double.isFinite else { return nil }
    return double
  }
}

extension JSONValue {
  /// The member of an object. Nil for an object without it and for everything else.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  public var members: [JSONMember]? { if case .object(let members) = self { members } else { nil } }
  public var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  public var text: String? { if case .string(let text) = self { text } else { nil } }
  public var integer: Int64? { if case .number(let number) = self { number.integer } else { nil } }
  public var double: Double? { if case .number(let number) = self { number.double } else { nil } }
  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
}

extension JSONValue: JSONWritable {
  public func write(to json: inout JSONWriter) {
    switch self {
    case .object(let members):
      json.object { json in
        for member in members { json.member(named: member.name, member.value) }
      }
    case .array(let elements): elements.write(to: &json)
    case .string(let text): text.write(to: &json)
    case .number(let number): json.number(number.text)
    case .bool(let bool): bool.write(to: &json)
    case .null: json.null()
    }
  }
}

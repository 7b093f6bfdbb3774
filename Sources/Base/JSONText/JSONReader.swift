// Reads JSON strictly, as RFC 8259 spells it, from bytes: `try JSONReader().read(bytes)["schema"]?.text`.
//
// Refused are, besides everything malformed: text that is not UTF-8, a surrogate without its partner, a name that an object
// has twice (readers disagree on what it means), and nesting beyond the limit. Meant for small documents, such as
// sessions; it builds the whole tree.

/// Why a document was refused, and at which byte, counted from 0.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public let offset: Int
  public let message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }

  public var description: String { "at byte \(offset): \(message)" }
}

public struct JSONReader: Sendable {
  /// How many objects and arrays may be open at once.
  public let depthLimit: Int

  public init(depthLimit: Int = 128) { self.depthLimit = depthLimit }

  /// Reads exactly one value, with blanks around it.
  public func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
      var parser = JSONParser(text: buffer, depthLimit: depthLimit)
      return try parser.document()
    }
  }
}

/// A recursive descent over the text; the index never leaves it.
struct JSONParser {
  let text: UnsafeBufferPointer<UInt8>
  let depthLimit: Int
  var index = 0
  private var depth = 0

  init(text: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
    self.text = text
    self.depthLimit = depthLimit
  }

  var current: UInt8? { index < text.count ? text[index] : nil }

  func error(_ message: String) -> JSONError {
    JSONError(offset: index, message: index < text.count ? message : "the text ends here, but \(message)")
  }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try self.value()
    skipBlanks()
    guard index == text.count else { throw error("nothing may follow the value") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipBlanks()
    guard let byte = current else { throw error("a value is expected") }
    switch byte {
    case 0x7B: return .object(try nested { parser throws(JSONError) in try parser.members() })
    case 0x5B: return .array(try nested { parser throws(JSONError) in try parser.elements() })
    case 0x22: return .string(try string())
    case 0x74: return try word("true", .bool(true))
    case 0x66: return try word("false", .bool(false))
    case 0x6E: return try word("null", .null)
    case 0x2D, 0x30...0x39: return .number(try number())
    default: throw error("a value is expected")
    }
  }

  private mutating func nested<Part>(
    _ body: (inout JSONParser) throws(JSONError) -> Part
  ) throws(JSONError) -> Part {
    guard depth < depthLimit else { throw error("objects and arrays are nested more than \(depthLimit) deep") }
    depth += 1
    defer { depth -= 1 }
    index += 1
    skipBlanks()
    return try body(&self)
  }

  private mutating func members() throws(JSONError) -> [JSONMember] {
    var members: [JSONMember] = []
    var names: Set<String> = []
    if take(0x7D) { return members }
    repeat {
      skipBlanks()
      guard current == 0x22 else { throw error("a name in quotes is expected") }
      let start = index
      let name = try string()
      guard names.insert(name).inserted else {
        throw JSONError(offset: start, message: "the name \"\(name)\" is given twice")
      }
      skipBlanks()
      guard take(0x3A) else { throw error("a colon is expected") }
      members.append(JSONMember(name, try value()))
      skipBlanks()
    } while take(0x2C)
    guard take(0x7D) else { throw error("a comma or a closing brace is expected") }
    return members
  }

  private mutating func elements() throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    if take(0x5D) { return elements }
    repeat {
      elements.append(try value())
      skipBlanks()
    } while take(0x2C)
    guard take(0x5D) else { throw error("a comma or a closing bracket is expected") }
    return elements
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let spelling = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard text[index...].starts(with: spelling) else { throw error("a value is expected") }
    index += spelling.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSONNumber {
    let start = index
    _ = take(0x2D)
    if !take(0x30) { try digits() }
    if take(0x2E) { try digits() }
    if take(0x65) || take(0x45) {
      if !take(0x2B) { _ = take(0x2D) }
      try digits()
    }
    return JSONNumber(text: String(decoding: UnsafeBufferPointer(rebasing: text[start..<index]), as: UTF8.self))
  }

  private mutating func digits() throws(JSONError) {
    let start = index
    while let byte = current, byte >= 0x30, byte <= 0x39 { index += 1 }
    if index == start { throw error("a digit is expected") }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }
}

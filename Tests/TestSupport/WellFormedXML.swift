// Whether text is well-formed XML, for the few things that our reports write: elements, attributes, text, references.

public struct WellFormedXML: Sendable {
  /// The names of the elements in the order of their opening tags.
  public private(set) var elements: [String] = []
  /// Attributes of each of these elements, references not replaced.
  public private(set) var attributes: [[String: String]] = []

  private var rest: Substring
  private var open: [String] = []

  /// Throws what is wrong first.
  public init(_ text: String) throws(TestFailure) {
    rest = text[...]
    if rest.hasPrefix("<?xml ") {
      guard let end = rest.firstRange(of: "?>") else { throw TestFailure("the declaration has no end") }
      rest = rest[end.upperBound...]
    }
    for scalar in text.unicodeScalars where scalar.value < 0x20 && scalar != "\n" && scalar != "\t" {
      throw TestFailure("a control character: \(scalar.value)")
    }
    while !rest.isEmpty {
      if rest.first == "<" { try tag() } else { try characters() }
    }
    guard open.isEmpty else { throw TestFailure("never closed: \(open)") }
    guard !elements.isEmpty else { throw TestFailure("no element") }
  }

  private mutating func characters() throws(TestFailure) {
    let end = rest.firstIndex(of: "<") ?? rest.endIndex
    let text = rest[..<end]
    try checkReferences(text)
    guard !open.isEmpty || text.allSatisfy(\.isWhitespace) else { throw TestFailure("text outside: \(text)") }
    rest = rest[end...]
  }

  private mutating func tag() throws(TestFailure) {
    guard let end = rest.firstIndex(of: ">") else { throw TestFailure("a tag without an end") }
    var content = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    if content.first == "/" {
      guard let name = open.popLast(), name == content.dropFirst() else { throw TestFailure("closed: \(content)") }
      return
    }
    let isEmpty = content.last == "/"
    if isEmpty { content.removeLast() }
    let name = String(content.prefix { $0.isLetter })
    guard !name.isEmpty else { throw TestFailure("no name: \(content)") }
    guard !(open.isEmpty && !elements.isEmpty) else { throw TestFailure("a second root: \(name)") }
    elements.append(name)
    attributes.append(try pairs(content.dropFirst(name.count)))
    if !isEmpty { open.append(name) }
  }

  private func pairs(_ text: Substring) throws(TestFailure) -> [String: String] {
    var result: [String: String] = [:]
    var rest = text
    while !rest.isEmpty {
      guard rest.first == " ", let equals = rest.firstRange(of: "=\"") else {
        throw TestFailure("no attribute: \(rest)")
      }
      let name = String(rest[rest.index(after: rest.startIndex)..<equals.lowerBound])
      guard let end = rest[equals.upperBound...].firstIndex(of: "\"") else { throw TestFailure("no quote: \(rest)") }
      let value = rest[equals.upperBound..<end]
      try checkReferences(value)
      guard !value.contains("<"), !value.contains("\n") else { throw TestFailure("in \(name): \(value)") }
      guard result.updateValue(String(value), forKey: name) == nil else { throw TestFailure("\(name) twice") }
      rest = rest[rest.index(after: end)...]
    }
    return result
  }

  private func checkReferences(_ text: Substring) throws(TestFailure) {
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      guard let end = rest[start...].firstIndex(of: ";") else { throw TestFailure("a bare & in \(text)") }
      let name = rest[rest.index(after: start)..<end]
      guard ["amp", "lt", "gt", "quot", "#10", "#9"].contains(name) else { throw TestFailure("unknown &\(name);") }
      rest = rest[rest.index(after: end)...]
    }
  }
}

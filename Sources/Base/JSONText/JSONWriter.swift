// Writes JSON as bytes, value by value, for reports and streams.
//
//     var json = JSONWriter(style: .indented)
//     json.object { json in
//       json.member("schema", "postkeep.audit/1")
//       json.array("findings") { json in
//         for finding in findings { json.object { $0.member("rule", finding.rule) } }
//       }
//     }
//     output.write(json.bytes)
//
// Members keep the order in which they are written. Every value on the top level ends with a line feed, so a file ends as
// files should and several compact values make JSON lines. For a long stream, take the bytes with `drain()` now and then,
// also in the middle of a document. A name without a value, or a value where a name is due, is a mistake in the program
// and traps.

public struct JSONWriter: Sendable {
  public enum Style: Sendable {
    /// No blanks.
    case compact
    /// A line for every member and element, indented by two blanks for each level.
    case indented
  }

  public let style: Style
  /// What has been written since the last `drain()`.
  public internal(set) var bytes: [UInt8] = []
  /// What is being written; `outer` holds what is around it.
  private var container = Container.document
  private var outer: [Container] = []
  private var isNameWritten = false

  private struct Container {
    enum Kind { case document, object, array }
    let kind: Kind
    var isEmpty = true
    static let document = Container(kind: .document)
  }

  public init(style: Style = .compact) { self.style = style }

  /// Hands over what has been written so far and starts with an empty buffer.
  public mutating func drain() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  // MARK: Values

  public mutating func value(_ value: some JSONWritable) { value.write(to: &self) }

  public mutating func null() { scalar("null") }

  /// Writes an object with the members that the closure writes.
  public mutating func object<Failure: Error>(
    _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    begin(.object)
    try members(&self)
    end()
  }

  /// Writes an array of the values that the closure writes.
  public mutating func array<Failure: Error>(
    _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    begin(.array)
    try elements(&self)
    end()
  }

  // MARK: Members

  /// Writes a member's name, which is spelt in the program without a quote or a backslash; its value comes next.
  public mutating func key(_ name: StaticString) {
    beginName()
    bytes.append(0x22)
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(0x22)
    endName()
  }

  /// Writes a member's name that comes from elsewhere.
  public mutating func key(named name: String) {
    beginName()
    appendQuoted(name)
    endName()
  }

  private mutating func beginName() {
    precondition(container.kind == .object && !isNameWritten, "JSON: a name outside an object, or where a value is due")
    separate()
  }

  private mutating func endName() {
    bytes.append(0x3A)
    if style == .indented { bytes.append(0x20) }
    isNameWritten = true
  }

  public mutating func member(_ name: StaticString, _ value: some JSONWritable) {
    key(name)
    value.write(to: &self)
  }

  public mutating func member(named name: String, _ value: some JSONWritable) {
    key(named: name)
    value.write(to: &self)
  }

  /// Writes a member whose value is an object.
  public mutating func object<Failure: Error>(
    _ name: StaticString, _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    key(name)
    try object(members)
  }

  /// Writes a member whose value is an array.
  public mutating func array<Failure: Error>(
    _ name: StaticString, _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    key(name)
    try array(elements)
  }

  // MARK: Structure

  /// Writes text that is a whole JSON value already.
  mutating func scalar(_ text: StaticString) {
    beginValue()
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    endValue()
  }

  /// To be called before the bytes of every value.
  mutating func beginValue() {
    guard container.kind != .document else { return }
    precondition((container.kind == .object) == isNameWritten, "JSON: a value without a name in an object")
    if isNameWritten { isNameWritten = false } else { separate() }
  }

  /// To be called after the bytes of every value.
  mutating func endValue() {
    if container.kind == .document { bytes.append(0x0A) }
  }

  private mutating func begin(_ kind: Container.Kind) {
    beginValue()
    bytes.append(kind == .object ? 0x7B : 0x5B)
    outer.append(container)
    container = Container(kind: kind)
  }

  private mutating func end() {
    precondition(!isNameWritten, "JSON: an object ends where a value is due")
    guard let next = outer.popLast() else { preconditionFailure("JSON: nothing is open") }
    let ended = container
    container = next
    if !ended.isEmpty { startLine() }
    bytes.append(ended.kind == .object ? 0x7D : 0x5D)
    endValue()
  }

  /// Puts a comma after the preceding member or element, and starts a line.
  private mutating func separate() {
    if container.isEmpty { container.isEmpty = false } else { bytes.append(0x2C) }
    startLine()
  }

  private mutating func startLine() {
    guard style == .indented else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * outer.count))
  }
}

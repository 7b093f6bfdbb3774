// What can stand as a value in JSON. A type of a feature joins by writing itself as an object.
//
//     extension Finding: JSONWritable {
//       func write(to json: inout JSONWriter) { json.object { $0.member("rule", rule) } }
//     }

public import Bytes

public protocol JSONWritable {
  /// Writes exactly one value.
  func write(to json: inout JSONWriter)
}

extension String: JSONWritable {
  public func write(to json: inout JSONWriter) {
    json.beginValue()
    json.appendQuoted(self)
    json.endValue()
  }
}

extension ByteString: JSONWritable {
  /// Writes the text; each sequence that is not UTF-8 becomes U+FFFD, as in `description`.
  public func write(to json: inout JSONWriter) {
    json.beginValue()
    json.appendQuoted(self)
    json.endValue()
  }
}

/// Text that is a part of other text, written as a ByteString is.
extension ArraySlice: JSONWritable where Element == UInt8 {
  public func write(to json: inout JSONWriter) {
    json.beginValue()
    json.appendQuoted(self)
    json.endValue()
  }
}

extension Bool: JSONWritable {
  public func write(to json: inout JSONWriter) { json.scalar(self ? "true" : "false") }
}

extension Int: JSONWritable {
  public func write(to json: inout JSONWriter) { json.integer(self) }
}

extension Int64: JSONWritable {
  public func write(to json: inout JSONWriter) { json.integer(self) }
}

extension UInt32: JSONWritable {
  public func write(to json: inout JSONWriter) { json.integer(self) }
}

extension UInt64: JSONWritable {
  public func write(to json: inout JSONWriter) { json.integer(self) }
}

extension Double: JSONWritable {
  /// The shortest digits that read back as the same number; null for infinities and NaN, which JSON lacks.
  public func write(to json: inout JSONWriter) {
    guard isFinite else { return json.null() }
    json.number(description)
  }
}

/// Nil becomes null.
extension Optional: JSONWritable where Wrapped: JSONWritable {
  public func write(to json: inout JSONWriter) {
    if let value = self { value.write(to: &json) } else { json.null() }
  }
}

extension Array: JSONWritable where Element: JSONWritable {
  public func write(to json: inout JSONWriter) {
    json.array { json in
      for element in self { element.write(to: &json) }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func integer(_ number: some FixedWidthInteger) {
    beginValue()
    if number < 0 { bytes.append(0x2D) }
    bytes.append(decimal: UInt64(number.magnitude))
    endValue()
  }

  /// Writes a number that is spelt as JSON wants it.
  mutating func number(_ text: String) {
    beginValue()
    bytes.append(contentsOf: text.utf8)
    endValue()
  }
}

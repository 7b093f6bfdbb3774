// A file of JSON values, one a line, as far as it can be read.

public import JSONText

public struct JSONLines: Sendable {
  public private(set) var values: [JSONValue] = []
  /// The numbers, from 1, of lines that something has happened to. A line that a crash has cut begins like others and does
  /// not end like them; whoever goes on after it begins a new one.
  public private(set) var damaged: [Int] = []

  public init(_ content: [UInt8]) {
    var number = 0
    for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if line.isEmpty { continue }
      if let value = try? JSONReader().read(Array(line)) {
        values.append(value)
      } else if line.first != UInt8(ascii: "{") || line.last == UInt8(ascii: "}") {
        damaged.append(number)
      }
    }
  }
}

// One entry of a journal: the fields that make a line of a log.

import Bytes

struct JournalEntry: Sendable {
  enum Field: Int, CaseIterable {
    case time, host, program, process, sender, message

    var name: StaticString {
      switch self {
      case .time: "__REALTIME_TIMESTAMP"
      case .host: "_HOSTNAME"
      case .program: "SYSLOG_IDENTIFIER"
      // The number that the line has says more than that of the process that handed it over.
      case .process: "SYSLOG_PID"
      case .sender: "_PID"
      case .message: "MESSAGE"
      }
    }

    init?(_ name: [UInt8]) {
      let field = Self.allCases.first { field in
        name.count == field.name.utf8CodeUnitCount && name.span.begins(with: field.name, at: 0)
      }
      guard let field else { return nil }
      self = field
    }
  }

  /// Longer values do not fit into a line that is read; one byte more than that is kept, so that the line is not.
  static let valueLimit = LogLine.lengthLimit + 1

  private var values = [[UInt8]](repeating: [], count: Field.allCases.count)
  private var known = [Bool](repeating: false, count: Field.allCases.count)
  private(set) var isEmpty = true

  /// Begins a field. Nil when nobody asks for its value: another name, or the second value of the same one.
  mutating func begin(_ name: [UInt8]) -> Field? {
    isEmpty = false
    guard let field = Field(name), !known[field.rawValue] else { return nil }
    known[field.rawValue] = true
    return field
  }

  /// The next part of a value.
  mutating func add(_ block: Span<UInt8>, _ range: Range<Int>, to field: Field) {
    let range = range.prefix(max(0, Self.valueLimit - values[field.rawValue].count))
    block.extracting(range).withUnsafeBufferPointer { values[field.rawValue] += $0 }
  }

  mutating func clear() {
    for index in values.indices {
      values[index].removeAll(keepingCapacity: values[index].count < 1 << 12)
      known[index] = false
    }
    isEmpty = true
  }

  /// Writes "2026-11-06T01:26:08.867037+00:00 host postfix/smtp[12]: text" and a line feed. False without a time.
  func write(to lines: inout [UInt8]) -> Bool {
    let time = self[.time].span
    var place = 0
    guard let microseconds = time.number(at: &place, until: time.count), place == time.count,
      LogTime(microseconds: microseconds).write(to: &lines)
    else { return false }
    writeWord(self[.host], to: &lines)
    writeWord(self[.program], to: &lines)
    if let process = [self[.process], self[.sender]].first(where: { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) {
      lines.append(UInt8(ascii: "["))
      lines += process
      lines.append(UInt8(ascii: "]"))
    }
    lines.append(UInt8(ascii: ":"))
    lines.append(0x20)
    // Nobody begins a new line by what he sends.
    for byte in self[.message] { lines.append(byte == 0x0A ? 0x20 : byte) }
    lines.append(0x0A)
    return true
  }

  private subscript(_ field: Field) -> [UInt8] { values[field.rawValue] }

  /// A blank, and one word: blanks would make it two.
  private func writeWord(_ word: [UInt8], to lines: inout [UInt8]) {
    lines.append(0x20)
    if word.isEmpty { lines.append(UInt8(ascii: "-")) }
    for byte in word { lines.append(byte <= 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte) }
  }
}

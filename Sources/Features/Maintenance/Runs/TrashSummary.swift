// What the trash of a run comes to: the last line of the index of a finished run, so that a list of runs reads no other.
//
// A run that was gone on with has other lines behind it, and an older one may have none: there, all lines are counted.

import Bytes
import JSONText
import SystemAccess

struct TrashSummary {
  let messages: Int
  /// Of the messages' files.
  let bytes: Int

  /// - Parameter sizes: of the messages' files.
  init(sizes: some Collection<Int>) {
    messages = sizes.count
    bytes = sizes.reduce(0, &+)
  }

  /// Nil for a line about a message.
  init?(_ line: JSONValue) {
    guard let summary = line["summary"], let messages = summary["messages"]?.integer,
      let bytes = summary["bytes"]?.integer
    else { return nil }
    self.messages = Int(clamping: messages)
    self.bytes = Int(clamping: bytes)
  }

  var line: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.object("summary") { json in
        json.member("messages", messages)
        json.member("bytes", bytes)
      }
    }
    return json.bytes
  }
}

extension Run {
  /// Bytes; a summary has less.
  private static let tailLength = 128

  /// Nil where the index does not end with one.
  var notedSummary: TrashSummary? {
    let tail = tail(of: Self.indexName)
    guard tail.last == 0x0A, let line = tail.split(separator: 0x0A).last, let json = try? JSONReader().read(Array(line))
    else { return nil }
    return TrashSummary(json)
  }

  /// Adds lines to the index, which are on the disk when this returns.
  func addToIndex(_ lines: [UInt8]) throws(SystemError) {
    let path = "\(directory.path)/\(Self.indexName)"
    // A line that was cut by a crash must not swallow the next one.
    let isCut = tail(of: Self.indexName).last.map { $0 != 0x0A } ?? false
    let file = try directory.append(to: Self.indexName, mode: 0o600)
    try file.write((isCut ? [0x0A] : []) + lines, named: path)
    try file.sync(named: path)
  }

  /// The archive of the message that stands before the summary; nil where none does.
  var lastPart: Int? {
    let lines = tail(of: Self.indexName).split(separator: 0x0A)
    guard let end = lines.dropLast().last.map({ String(decoding: $0, as: UTF8.self) }),
      let member = end.split(separator: ",").last, member.hasPrefix("\"part\":"), member.hasSuffix("}")
    else { return nil }
    return Int(member.dropFirst(7).dropLast())
  }

  func tail(of name: ByteString) -> [UInt8] {
    guard let file = try? directory.open(name), let size = try? file.status().size else { return [] }
    return [UInt8](unsafeUninitializedCapacity: Self.tailLength) { buffer, count in
      count = file.read(into: UnsafeMutableRawBufferPointer(buffer), at: max(0, size - Self.tailLength))
    }
  }
}

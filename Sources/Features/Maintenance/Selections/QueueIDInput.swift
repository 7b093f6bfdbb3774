// Queue ids as people and pipes give them: words, or lines of ids or of `postqueue -j`.

public import Bytes
import JSONText
import PostfixQueue
import SystemAccess

public enum QueueIDInput {
  /// - Parameter words: ids; "-" stands for standard input.
  public static func read(_ words: [String]) throws(MaintenanceFailure) -> Set<ByteString> {
    var ids: Set<ByteString> = []
    for word in words {
      if word == "-" {
        try readLines("-", into: &ids)
      } else {
        try add(ByteString(word), "the command line", into: &ids)
      }
    }
    return ids
  }

  private static func readLines(_ path: String, into ids: inout Set<ByteString>) throws(MaintenanceFailure) {
    var number = 0
    do {
      var blocks = try LineBlocks(path)
      while let block = try blocks.next() {
        var lines = block.split(separator: 0x0A, omittingEmptySubsequences: false)
        if block.last == 0x0A { lines.removeLast() }
        for line in lines {
          number += 1
          try add(line: line, "standard input, line \(number)", into: &ids)
        }
      }
    } catch let error as MaintenanceFailure {
      throw error
    } catch {
      throw MaintenanceFailure(.unreadable, "\(error)")
    }
  }

  private static func add(
    line: ArraySlice<UInt8>, _ source: String, into ids: inout Set<ByteString>
  ) throws(MaintenanceFailure) {
    let words = line.split(whereSeparator: { $0.isWordSeparator })
    // What only looks like an id when blanks are taken out of it is refused with them.
    let text = ByteString(Array(words.joined(separator: [0x20])))
    if text.isEmpty { return }
    guard text.bytes.first == UInt8(ascii: "{") else { return try add(unmarked(text), source, into: &ids) }
    guard let object = try? JSONReader().read(text.bytes) else {
      let beginning = PrintableText.of(String(text.description.prefix(60)))
      throw MaintenanceFailure(.usage, "\(source): it begins as JSON does and is none: \(beginning)")
    }
    guard let id = object["queue_id"]?.text else {
      throw MaintenanceFailure(.usage, "\(source): JSON without queue_id")
    }
    try add(ByteString(id), source, into: &ids)
  }

  /// An id without the one mark that mailq may have put behind it: active, on hold, or to be returned. Source: postqueue(1).
  private static func unmarked(_ word: ByteString) -> ByteString {
    guard word.count > 1, let last = word.bytes.last, ByteString("*!#").bytes.contains(last) else { return word }
    return ByteString(word.bytes.dropLast())
  }

  private static func add(
    _ id: ByteString, _ source: String, into ids: inout Set<ByteString>
  ) throws(MaintenanceFailure) {
    if let fault = fault(in: id) {
      throw MaintenanceFailure(
        .usage,
        "\(source): '\(PrintableText.of(id.description))' is no queue id: \(fault)\n  Queue ids look like "
          + "4jYR3d3YTQz2NPSf or BAC54F7C0A6.")
    }
    ids.insert(id)
  }

  private static func fault(in id: ByteString) -> String? {
    if id.count < 6 { return id.isEmpty ? "it is empty" : "it is shorter than six characters" }
    if QueueID.isLegalName(id) { return nil }
    return id.count > 255 ? "it is too long" : "it has other characters than letters and digits"
  }
}

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
    do {
      var blocks = try LineBlocks(path)
      while let block = try blocks.next() {
        for line in block.split(separator: 0x0A) { try add(line: line, into: &ids) }
      }
    } catch let error as MaintenanceFailure {
      throw error
    } catch {
      throw MaintenanceFailure(.unreadable, "\(error)")
    }
  }

  private static func add(line: ArraySlice<UInt8>, into ids: inout Set<ByteString>) throws(MaintenanceFailure) {
    let words = line.split(whereSeparator: { $0.isWordSeparator })
    let text = ByteString(Array(words.joined(separator: [0x20])))
    if text.bytes.first == UInt8(ascii: "{") {
      guard let object = try? JSONReader().read(text.bytes) else {
        let beginning = PrintableText.of(String(text.description.prefix(60)))
        throw MaintenanceFailure(.usage, "standard input: a line begins as JSON does and is none: \(beginning)")
      }
      guard let id = object["queue_id"]?.text else {
        throw MaintenanceFailure(.usage, "standard input: a line of JSON without queue_id")
      }
      return try add(ByteString(id), "standard input", into: &ids)
    }
    // What only looks like an id when blanks are taken out of it is refused with them.
    let id = text.bytes.filter { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "!") && $0 != UInt8(ascii: "#") }
    if !id.isEmpty { try add(ByteString(id), "standard input", into: &ids) }
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

// Edits of master.cf: -o settings of one service, with everything else left as it is.

public import Bytes

extension MasterFile {
  /// The file with a -o setting made for a service; nil when there is no such service.
  ///
  /// A value with blanks is written in braces, which Postfix reads since 3.0.
  public func setting(_ name: ByteString, to value: ByteString, for identity: ByteString) -> [UInt8]? {
    guard let entry = entries.last(where: { $0.identity == identity }) else { return nil }
    var edits = ByteEdits()
    let needsBraces = value.bytes.contains(where: \.isASCIISpace)
    let word: ByteString = needsBraces ? "{ " + name + " = " + value + " }" : name + "=" + value
    if let override = DaemonArguments(entry).overrides.last(where: { $0.name == name }) {
      let start = entry.line.position(at: override.word.offset).offset
      // "-oname=value" in one word keeps its letter.
      let letters =
        override.nameOffset == 0 || override.word.text.bytes.first == UInt8(ascii: "{") ? 0 : override.nameOffset
      edits.replace((start + letters)..<(start + override.word.text.count), with: word.bytes)
    } else {
      let last = Self.lastOption(of: entry)
      let end = entry.line.position(at: last.offset + last.text.count - 1).offset + 1
      edits.insert(Array("\n  -o ".utf8) + word.bytes, at: end)
    }
    return edits.applied(to: bytes)
  }

  /// The file without the -o settings of that name; nil when there is no such service.
  public func removing(_ name: ByteString, from identity: ByteString) -> [UInt8]? {
    guard entries.contains(where: { $0.identity == identity }) else { return nil }
    var edits = ByteEdits()
    for entry in entries where entry.identity == identity {
      for override in DaemonArguments(entry).overrides where override.name == name {
        guard let index = entry.words.firstIndex(of: override.word) else { continue }
        // The letter stands in the word before, unless both are one word.
        let first = override.word.text.bytes.first == UInt8(ascii: "-") ? override.word : entry.words[index - 1]
        remove(from: first, to: override.word, of: entry, in: &edits)
      }
    }
    return edits.applied(to: bytes)
  }

  /// Takes an option away, and its line where nothing else is on it.
  private func remove(from first: Word, to last: Word, of entry: MasterEntry, in edits: inout ByteEdits) {
    let from = entry.line.position(at: first.offset)
    let to = entry.line.position(at: last.offset)
    guard from.line == to.line else {
      remove(from: first, to: first, of: entry, in: &edits)
      return remove(from: last, to: last, of: entry, in: &edits)
    }
    var start = from.offset
    var end = entry.line.position(at: last.offset + last.text.count - 1).offset + 1
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    let beginsLine = start == 0 || bytes[start - 1] == 0x0A
    if beginsLine, end < bytes.count, bytes[end] == 0x0A { end += 1 }
    edits.replace(start..<end, with: [])
  }

  /// The word after which a new option goes: the last option with its value, or the command.
  private static func lastOption(of entry: MasterEntry) -> Word {
    var last = entry.words[MasterEntry.Field.command.rawValue]
    var arguments = entry.arguments
    while let word = arguments.first, word.text.bytes.first == UInt8(ascii: "-"), word.text != "--" {
      arguments.removeFirst()
      last = word
      if word.text.bytes.last == UInt8(ascii: "o"), let value = arguments.popFirst() { last = value }
    }
    return last
  }
}

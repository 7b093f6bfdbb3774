// Edits of main.cf that keep what people wrote: comments, folding, order, spacing.
//
// Only the words that differ are touched, so that a comment between the lines of a folded value stays where it is.

public import Bytes

extension MainFile {
  /// The file with a setting made. The last setting of the name is changed, since it is the one that counts; a name
  /// that is not set is added at the end.
  public func setting(_ name: ByteString, to value: ByteString) -> [UInt8] {
    var edits = ByteEdits()
    guard let setting = setting(name) else {
      let newline: [UInt8] = bytes.isEmpty || bytes.last == 0x0A ? [] : [0x0A]
      edits.insert(newline + name.bytes + Array(" = ".utf8) + value.bytes + [0x0A], at: bytes.count)
      return edits.applied(to: bytes)
    }
    setting.replaceValue(with: value, in: &edits)
    return edits.applied(to: bytes)
  }

  /// The file without any setting of the name. Comments between the lines of a setting stay.
  public func removing(_ name: ByteString) -> [UInt8] {
    var edits = ByteEdits()
    for setting in settings where setting.name == name {
      for segment in [setting.line.first] + setting.line.continuations {
        let end = bytes[segment.fileOffset...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
        edits.replace(segment.fileOffset..<end, with: [])
      }
    }
    return edits.applied(to: bytes)
  }
}

extension Setting {
  fileprivate func replaceValue(with value: ByteString, in edits: inout ByteEdits) {
    let old = Self.words(of: self.value)
    let new = Self.words(of: value).map(\.text)
    func place(_ offset: Int) -> Int { line.position(at: valueOffset + offset).offset }

    if old.map(\.text) == new {
      // Only white space differs, and some parameters keep it.
      if self.value != value, old.isEmpty == false {
        edits.replace(place(0)..<place(self.value.count), with: value.bytes)
      }
      return
    }
    guard !old.isEmpty else {
      let needsBlank = line.text.isEmpty || line.text.last == UInt8(ascii: "=")
      edits.insert((needsBlank ? [0x20] : []) + value.bytes, at: place(0))
      return
    }
    let head = zip(old, new).prefix { $0.text == $1 }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0.text == $1 }.count
    let replaced = old[head..<(old.count - tail)]
    let middle = ByteString(new[head..<(new.count - tail)].map(\.bytes).joined(separator: [0x20]).map { $0 })
    guard let first = replaced.first else {
      if head > 0 {
        let before = old[head - 1]
        edits.insert([0x20] + middle.bytes, at: place(before.offset + before.text.count - 1) + 1)
      } else {
        edits.insert(middle.bytes + [0x20], at: place(0))
      }
      return
    }
    // The new words take the place of the first one that goes; the others leave their lines and comments behind.
    for word in replaced {
      let start = place(word.offset)
      let isFirst = word == first
      edits.replace(start..<(start + word.text.count), with: isFirst ? middle.bytes : [])
    }
  }

  private static func words(of value: ByteString) -> [Word] {
    value.bytes.split(whereSeparator: \.isASCIISpace).map { Word(ByteString($0), at: $0.startIndex) }
  }
}

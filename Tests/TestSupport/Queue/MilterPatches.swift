// How Milter edits change a file that is already written: pointers replace records, and what is new lies at the end.
//
// Source: cleanup_milter.c.

/// Where a header lies: its first record with its padding, and its further records.
struct HeaderPlace: Sendable {
  let start: Int
  let firstEnd: Int
  let end: Int
}

/// A place that things are added at. Each addition ends with a pointer, which the next one redirects to itself.
struct AppendPoint: Sendable {
  var pointer: Int
  let target: Int
}

extension RecordBuffer {
  /// Appends something that is read at the point. Only a file with room for Milter edits has one.
  mutating func add<Result>(at point: inout AppendPoint?, _ append: (inout RecordBuffer) -> Result) -> Result {
    guard let target = point?.target, let pointer = point?.pointer else {
      preconditionFailure("a message without hasMilterRoom cannot have Milter edits")
    }
    overwrite(at: pointer, pointerTo: count)
    let result = append(&self)
    point = AppendPoint(pointer: count, target: target)
    self.append(pointerTo: target)
    return result
  }

  /// Room for a pointer, where the records so far have `length` bytes.
  mutating func pad(_ type: RecordLetter, after length: Int) {
    guard length < Self.pointerSize else { return }
    let width = max(1, Self.pointerSize - length - 2)
    append(type, [UInt8](repeating: UInt8(ascii: " "), count: width - 1) + [UInt8(ascii: "0")])
  }

  /// Further lines of a header have records of their own. A short first line gets padding.
  mutating func append(header: [UInt8], hasMilterRoom: Bool) -> HeaderPlace {
    let start = count
    var firstEnd = 0
    for line in header.split(separator: 0x0A, omittingEmptySubsequences: false) {
      append(line: Array(line))
      if firstEnd == 0 {
        if hasMilterRoom { pad(.padding, after: count - start) }
        // Of a long line only the first piece is replaced.
        firstEnd = line.count >= Self.lineLimit ? start + 3 + Self.lineLimit : count
      }
    }
    return HeaderPlace(start: start, firstEnd: firstEnd, end: count)
  }

  /// The new header, then the record that the pointer to it has replaced, then the rest of the old one.
  mutating func insert(header: [UInt8], before place: HeaderPlace) {
    let saved = Array(bytes[place.start..<place.firstEnd])
    overwrite(at: place.start, pointerTo: count)
    _ = append(header: header, hasMilterRoom: true)
    append(records: saved)
    append(pointerTo: place.firstEnd)
  }

  mutating func replace(_ place: HeaderPlace, by header: [UInt8]) {
    overwrite(at: place.start, pointerTo: count)
    _ = append(header: header, hasMilterRoom: true)
    append(pointerTo: place.end)
  }
}

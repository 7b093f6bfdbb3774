// The type and the length of a record: what is read before its content is.

public struct RecordHead: Hashable, Sendable {
  public let type: RecordType
  /// How many bytes type and length take.
  public let headerSize: Int
  /// How many bytes the content claims to have; it may be more than the file has.
  public let length: Int

  /// How many bytes the whole record takes.
  public var size: Int { headerSize + length }
}

extension QueueFileWindow {
  /// Reads no more than two to five bytes.
  @inline(__always)
  public mutating func recordHead(at start: Int) throws(QueueFileDamage) -> RecordHead {
    guard var place = place(of: start, count: 2) else { throw .cutRecord(offset: start) }
    let type = bytes[place]
    var length = Int(bytes[place + 1])
    var header = 2
    if length >= 0x80 {
      length &= 0x7F
      var shift = 7
      repeat {
        guard shift < 28 else { throw .endlessLength(offset: start) }
        header += 1
        guard let longer = self.place(of: start, count: header) else { throw .cutRecord(offset: start) }
        place = longer
        length |= Int(bytes[place + header - 1] & 0x7F) << shift
        shift += 7
      } while bytes[place + header - 1] >= 0x80
    }
    return RecordHead(type: RecordType(rawValue: type), headerSize: header, length: length)
  }
}

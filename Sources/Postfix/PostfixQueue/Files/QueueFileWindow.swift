// The parts of a queue file that are in memory. More of the file is fetched when it is asked for.
//
// A listing needs the beginning of a file and, behind the content, its end. Both stay in one array, so that a reader can
// hand out ranges of it. One window serves any number of files, one after the other.

public struct QueueFileWindow {
  /// Reads bytes of the file at an offset into the buffer. Returns how many; 0 at the end, and when reading fails.
  public typealias Fetch = (_ buffer: UnsafeMutableRawBufferPointer, _ offset: Int) -> Int

  /// No more than this is kept of one file: the envelope of a million recipients.
  public static let limit = 64 << 20

  /// The size of the file in bytes.
  public private(set) var size = 0
  /// What ranges of records are ranges of.
  public private(set) var bytes: [UInt8] = []

  private struct Part {
    var offset: Int
    var start: Int
    var end: Int
  }

  /// Whether the limit was reached.
  public private(set) var isFull = false
  /// How many bytes are in memory.
  public private(set) var used = 0
  private var current = Part(offset: 0, start: 0, end: 0)
  private var others: [Part] = []
  private var fetch: Fetch = { _, _ in 0 }
  private let step: Int

  /// - Parameter step: how many bytes are fetched at least.
  public init(step: Int = 4096) { self.step = max(1, step) }

  /// A file that is in memory as a whole.
  public init(_ content: [UInt8]) {
    self.init()
    open(content)
  }

  /// Turns to another file that is in memory as a whole.
  public mutating func open(_ content: [UInt8]) {
    open(size: content.count) { buffer, offset in
      let part = content[offset...].prefix(buffer.count)
      buffer.copyBytes(from: part)
      return part.count
    }
  }

  /// The same file with nothing in memory yet.
  public func sibling() -> QueueFileWindow {
    var window = QueueFileWindow(step: max(step, 1 << 16))
    window.open(size: size, fetch)
    return window
  }

  /// Turns to another file and forgets the last one.
  public mutating func open(size: Int, _ fetch: @escaping Fetch) {
    self.size = size
    self.fetch = fetch
    forget()
  }

  /// Turns to another file that the same closure reads.
  public mutating func open(size: Int) {
    self.size = size
    forget()
  }

  /// Lets go of everything in memory. Ranges that were handed out mean nothing any more.
  public mutating func forget() {
    used = 0
    isFull = false
    current = Part(offset: 0, start: 0, end: 0)
    if !others.isEmpty { others.removeAll(keepingCapacity: true) }
    if bytes.count > 4 << 20 { bytes = [] }
  }

  /// Where `count` bytes of the file stand in `bytes`; nil when the file does not have them or the limit is reached.
  @inline(__always)
  mutating func place(of offset: Int, count: Int) -> Int? {
    let inside = offset &- current.offset
    if inside >= 0, count <= current.end &- current.start &- inside { return current.start &+ inside }
    return load(offset, count)
  }

  /// The record at a place of the file, if that is quick to tell: it is in memory as a whole, at most 127 bytes long, and
  /// neither a pointer nor padding.
  @inline(__always)
  func shortRecord(at offset: Int) -> QueueRecord? {
    var offset = offset
    return shortRecord(among: .all, from: &offset)
  }

  /// The first such record of these types. The offset is led behind it, or to the first record that is none of the quick
  /// ones, whatever its type.
  @inline(__always)
  func shortRecord(among types: RecordTypeSet, from offset: inout Int) -> QueueRecord? {
    let inside = offset &- current.offset
    guard inside >= 0, inside < current.end &- current.start else { return nil }
    var place = current.start &+ inside
    let length: Int? = bytes.withUnsafeBytes { bytes in
      while place &+ 1 < current.end {
        let type = bytes[place]
        let length = Int(bytes[place &+ 1])
        guard length < 0x80, place &+ 2 &+ length <= current.end, type != 0, type != RecordType.pointer.rawValue,
          type != RecordType.padding.rawValue
        else { break }
        if types.contains(type) { return length }
        place = place &+ 2 &+ length
      }
      return nil
    }
    offset = current.offset &+ (place &- current.start)
    guard let length else { return nil }
    let record = QueueRecord(
      type: RecordType(rawValue: bytes[place]), offset: offset, data: (place &+ 2)..<(place &+ 2 &+ length),
      next: offset &+ 2 &+ length)
    offset = record.next
    return record
  }

  private mutating func load(_ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0, count >= 0, offset <= size, count <= size - offset else { return nil }
    if let known = others.firstIndex(where: { $0.offset <= offset && offset + count <= $0.offset + $0.end - $0.start })
    {
      let part = others[known]
      others[known] = current
      current = part
      return part.start + offset - part.offset
    }
    let length = current.end - current.start
    if current.end == used, (current.offset...(current.offset + length)).contains(offset) {
      // Longer and longer steps, for envelopes of megabytes.
      let missing = offset + count - current.offset - length
      let got = read(max(missing, step, length), at: current.offset + length)
      current.end += got
      return got >= missing ? current.start + offset - current.offset : nil
    }
    // Pointers lead backwards in short steps as well: what lies just in front comes along.
    let front = offset < current.offset ? offset % step : 0
    others.append(current)
    let start = used
    let got = read(max(front + count, step), at: offset - front)
    current = Part(offset: offset - front, start: start, end: start + got)
    return got >= front + count ? start + front : nil
  }

  /// Appends bytes of the file to those in memory.
  private mutating func read(_ wanted: Int, at offset: Int) -> Int {
    let count = min(wanted, size - offset)
    guard count > 0 else { return 0 }
    guard used + count <= Self.limit else {
      isFull = true
      return 0
    }
    if bytes.count < used + count {
      bytes.append(contentsOf: repeatElement(0, count: max(used + count - bytes.count, bytes.count)))
    }
    let place = used
    let fetch = fetch
    let got = bytes.withUnsafeMutableBytes { buffer in
      var got = 0
      while got < count {
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[(place + got)..<(place + count)])
        let result = fetch(part, offset + got)
        guard result > 0 else { break }
        got += min(result, count - got)
      }
      return got
    }
    used += got
    return got
  }
}

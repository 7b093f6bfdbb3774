// The headers of a message as they will be delivered, unfolded: lines joined with a blank, up to the first that is none.
//
// There may be any number of them, and Postfix inserts more through pointers. They lie in one array one behind the other,
// so that millions of short ones take little more than their text.

public import Bytes

public struct MessageHeaders: Sendable {
  /// Why there may be more headers than were read.
  public enum Gap: Hashable, Sendable {
    /// The file is damaged before the headers end.
    case damage(QueueFileDamage)
    /// There is more text than `limit`.
    case tooLarge
  }

  /// How many bytes of headers are read. Postfix cuts a single one at header_size_limit, 102400 by default.
  public static let limit = 8 << 20

  /// Nil where all were read.
  public private(set) var gap: Gap?
  private var text: [UInt8] = []
  private var places: [Place] = []

  /// The name lies in front of the value, which goes on to `end`.
  private struct Place {
    let start: UInt32
    let value: UInt32
    var end: UInt32
  }

  /// None, because of a gap.
  public init(_ gap: Gap) { self.gap = gap }

  /// - Parameter start: where the content begins in the file, in bytes.
  public init(_ window: inout QueueFileWindow, from start: Int) {
    var line: [UInt8] = []
    var size = 0
    var isTooLarge = false
    let damage = MessageContent.pass(&window, from: start) { piece, endsLine in
      // The body may begin with a line of any length.
      if line.isEmpty, !mayBegin(with: piece) { return false }
      size += piece.count
      isTooLarge = size > Self.limit
      guard !isTooLarge else { return false }
      line += piece
      guard endsLine else { return true }
      defer { line.removeAll(keepingCapacity: true) }
      return add(line)
    }
    gap = isTooLarge ? .tooLarge : damage.map { .damage($0) }
    // The last one may go on in what was not read.
    if gap != nil, !places.isEmpty { places.removeLast() }
  }

  public var all: [MessageHeader] {
    places.map { MessageHeader(name: ByteString(text[name($0)]), value: ByteString(text[value($0)])) }
  }

  /// The value of the first header of that name, which is in lower case.
  public func first(named name: ByteString) -> ByteString? {
    let wanted = name.bytes
    let place = places.first { place in
      let own = self.name(place)
      return own.count == wanted.count
        && zip(own, wanted).allSatisfy { text[$0] | (text[$0].isASCIIUppercase ? 0x20 : 0) == $1 }
    }
    return place.map { ByteString(text[value($0)]) }
  }

  private func name(_ place: Place) -> Range<Int> { Int(place.start)..<Int(place.value) }
  private func value(_ place: Place) -> Range<Int> { Int(place.value)..<Int(place.end) }

  /// Whether a line that begins so can belong to the headers.
  private func mayBegin(with piece: ArraySlice<UInt8>) -> Bool {
    guard let first = piece.first else { return true }
    return first.isBlank ? !places.isEmpty : MessageHeader.mayBegin(with: piece)
  }

  /// Returns whether more may follow.
  private mutating func add(_ line: [UInt8]) -> Bool {
    guard let first = line.first else { return false }
    if first.isBlank, let last = places.indices.last {
      if places[last].end > places[last].value { text.append(0x20) }
      text += line.drop(while: \.isBlank)
      places[last].end = UInt32(text.count)
      return true
    }
    guard let header = MessageHeader(line: line) else { return false }
    let start = text.count
    text += header.name.bytes
    let value = text.count
    text += header.value.bytes
    places.append(Place(start: UInt32(start), value: UInt32(value), end: UInt32(text.count)))
    return true
  }
}

public struct MessageHeader: Hashable, Sendable {
  /// As written.
  public let name: ByteString
  public let value: ByteString

  init(name: ByteString, value: ByteString) {
    self.name = name
    self.value = value
  }

  /// Nil for a line that is no header.
  public init?(line: [UInt8]) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), Self.mayBegin(with: line[...]) else { return nil }
    name = ByteString(Self.name(line[..<colon]))
    value = ByteString(line[(colon + 1)...].drop(while: \.isBlank))
  }

  /// Whether a line that begins so can be a header, as far as that can be told before its colon.
  static func mayBegin(with text: ArraySlice<UInt8>) -> Bool {
    let name = name(text.prefix { $0 != UInt8(ascii: ":") })
    return !name.isEmpty && name.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// Old mail may have blanks in front of the colon.
  private static func name(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text.lastIndex { !$0.isBlank }.map { text[...$0] } ?? []
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}

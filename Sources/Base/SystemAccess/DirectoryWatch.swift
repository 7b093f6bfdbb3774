// Tells which names appear in and disappear from directories, in order: inotify(7).

public import Bytes
import CSystemShims
import Glibc

public struct DirectoryWatch: ~Copyable {
  public struct Event: Sendable {
    /// What `add` gave for the directory.
    public let directory: Int32
    /// Empty for events about the directory itself.
    public let name: ByteString
    /// The name was created, moved here, or its attributes changed.
    public let isThere: Bool
    /// The name was removed or moved away.
    public let isGone: Bool
    /// What lies under the name has another mode, owner or time.
    public let isAttributes: Bool
    /// The name was removed.
    public let isRemoval: Bool
    public let isDirectory: Bool
    /// The system dropped events: anything may have happened.
    public let isOverflow: Bool
  }

  private let number: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  public init() throws(SystemError) {
    number = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard number >= 0 else { throw SystemError("watch", "directories", code: errno) }
  }

  deinit { _ = close(number) }

  /// Watches a directory from now on.
  public borrowing func add(_ directory: Directory) throws(SystemError) -> Int32 {
    // The path through the descriptor is the directory that was opened, whatever its name is now.
    let result = inotify_add_watch(
      number, "/proc/self/fd/\(directory.number)",
      UInt32(IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR))
    guard result >= 0 else { throw SystemError("watch", directory.path, code: errno) }
    return result
  }

  /// What has happened since the last call.
  public mutating func events() -> [Event] {
    var events: [Event] = []
    while true {
      let count = read(number, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return events }
      var offset = 0
      while offset + MemoryLayout<inotify_event>.size <= count {
        let (event, length) = buffer.withUnsafeBytes { bytes in
          let event = bytes.loadUnaligned(fromByteOffset: offset, as: EventHeader.self)
          let start = offset + MemoryLayout<EventHeader>.size
          let name = bytes[start..<min(count, start + Int(event.length))].prefix { $0 != 0 }
          return (Self.event(event, ByteString(Array(name))), MemoryLayout<EventHeader>.size + Int(event.length))
        }
        events.append(event)
        offset += length
      }
    }
  }

  /// Waits until something happens.
  /// - Returns: false when nothing did in that time.
  public borrowing func wait(milliseconds: Int32) -> Bool {
    var polled = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&polled, 1, milliseconds) > 0
  }

  private struct EventHeader {
    var directory: Int32
    var mask: UInt32
    var cookie: UInt32
    var length: UInt32
  }

  private static func event(_ header: EventHeader, _ name: ByteString) -> Event {
    func has(_ bits: Int32) -> Bool { header.mask & UInt32(bitPattern: bits) != 0 }
    return Event(
      directory: header.directory, name: name, isThere: has(IN_CREATE | IN_MOVED_TO | IN_ATTRIB),
      isGone: has(IN_MOVED_FROM | IN_DELETE), isAttributes: has(IN_ATTRIB), isRemoval: has(IN_DELETE),
      isDirectory: header.mask & 0x4000_0000 != 0,
      isOverflow: has(IN_Q_OVERFLOW))
  }
}

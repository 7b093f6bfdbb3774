// Names of a directory in the order in which the system gives them, read in batches: a directory may have millions.

public import Bytes
import Glibc

/// Some names of a directory. They lie in one array, each with a NUL behind it.
public struct DirectoryNames: Sendable {
  private var bytes: [UInt8] = []
  private var places: [Place] = []

  private struct Place {
    let start: Int32
    let length: Int32
    let inode: UInt64
    let isDirectory: Bool?
  }

  public var count: Int { places.count }

  public subscript(index: Int) -> ByteString { ByteString(bytes(index)) }

  /// The same without a copy.
  public func bytes(_ index: Int) -> ArraySlice<UInt8> {
    let place = places[index]
    return bytes[Int(place.start)..<Int(place.start + place.length)]
  }

  public func length(_ index: Int) -> Int { Int(places[index].length) }
  public func inode(_ index: Int) -> UInt64 { places[index].inode }
  /// Nil where the file system does not say.
  public func isDirectory(_ index: Int) -> Bool? { places[index].isDirectory }

  /// Whether the name is 1 to 255 letters, digits and "_".
  public func isPlain(_ index: Int) -> Bool { isAlphanumeric(index, or: UInt8(ascii: "_")) }

  /// Whether the name is letters and digits alone.
  public func isAlphanumeric(_ index: Int) -> Bool { isAlphanumeric(index, or: UInt8(ascii: "0")) }

  @inline(__always)
  private func isAlphanumeric(_ index: Int, or other: UInt8) -> Bool {
    let place = places[index]
    return bytes.withUnsafeBytes { bytes in
      // Without a branch for each byte: a queue has millions of them.
      var isMade = true
      for offset in Int(place.start)..<Int(place.start + place.length) {
        let byte = bytes[offset]
        isMade = isMade && ((byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == other)
      }
      return isMade
    }
  }

  func withCString<Result>(_ index: Int, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    bytes.withUnsafeBytes { buffer in
      // Every name ends with a NUL inside the array.
      body(
        (buffer.baseAddress ?? Self.nothing).advanced(by: Int(places[index].start)).assumingMemoryBound(to: CChar.self))
    }
  }

  nonisolated(unsafe) private static let nothing = UnsafeRawPointer(
    UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8))

  public init() {}

  /// One name by itself.
  public init(_ name: ByteString, inode: UInt64 = 0) { append(name.bytes[...], inode: inode, isDirectory: nil) }

  fileprivate mutating func append(_ name: ArraySlice<UInt8>, inode: UInt64, isDirectory: Bool?) {
    let start = Int32(bytes.count)
    bytes += name
    bytes.append(0)
    places.append(Place(start: start, length: Int32(name.count), inode: inode, isDirectory: isDirectory))
  }

  fileprivate mutating func append(_ entry: UnsafeMutablePointer<dirent>) {
    let isDirectory: Bool? =
      switch Int(entry.pointee.d_type) {
      case Int(DT_UNKNOWN): nil
      case Int(DT_DIR): true
      default: false
      }
    let inode = UInt64(entry.pointee.d_ino)
    withUnsafePointer(to: &entry.pointee.d_name) { name in
      let raw = UnsafeRawPointer(name)
      let length = strlen(raw.assumingMemoryBound(to: CChar.self))
      let start = Int32(bytes.count)
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: raw, count: length + 1))
      places.append(Place(start: start, length: Int32(length), inode: inode, isDirectory: isDirectory))
    }
  }
}

/// A directory that is being listed.
public final class DirectoryListing {
  private let stream: OpaquePointer
  private let path: String

  public init(_ directory: Directory) throws(SystemError) {
    path = directory.path
    // A descriptor of its own: the position in the directory belongs to it.
    let descriptor = openat(directory.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("list", path, code: errno) }
    guard let stream = fdopendir(descriptor) else {
      let failure = errno
      close(descriptor)
      throw SystemError("list", path, code: failure)
    }
    self.stream = stream
  }

  deinit { closedir(stream) }

  /// The next names, without "." and "..": up to the limit, and fewer where a directory is among them, which then comes
  /// last. Empty at the end.
  public func next(upTo limit: Int) throws(SystemError) -> DirectoryNames {
    var names = DirectoryNames()
    while names.count < limit {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw SystemError("list", path, code: errno) }
        break
      }
      if entry.pointee.d_name.0 == 0x2E,
        entry.pointee.d_name.1 == 0 || (entry.pointee.d_name.1 == 0x2E && entry.pointee.d_name.2 == 0)
      {
        continue
      }
      names.append(entry)
      // A one-letter name is a directory of a hashed queue.
      if entry.pointee.d_name.1 == 0 { break }
    }
    return names
  }
}

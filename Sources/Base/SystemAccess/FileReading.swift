// Reads configuration files without trusting them: no FIFO hangs, nothing but regular files, bounded size.

public import Bytes
import Glibc

public enum FileReading {
  /// 64 MiB: more than any main.cf, less than what hurts.
  public static let defaultLimit = 64 << 20

  /// The whole content of a regular file, following symbolic links.
  ///
  /// Refuses other kinds of files and files over `limit` bytes. Throws what the system says.
  public static func contents(of path: String, limit: Int = defaultLimit) throws(SystemError) -> [UInt8] {
    try file(at: path, limit: limit).content
  }

  /// The same, with what the system knows about the file that was read.
  public static func file(
    at path: String, limit: Int = defaultLimit
  ) throws(SystemError) -> (content: [UInt8], status: FileStatus) {
    // Without O_NONBLOCK, opening a FIFO waits for a writer.
    let file = try FileDescriptor(path, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY, operation: "read")
    var status = stat()
    guard fstat(file.number, &status) == 0 else { throw SystemError("read", path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SystemError("read", path, refused: "it is \(kind(of: status.st_mode)), not a regular file")
    }
    let tooLarge = SystemError("read", path, refused: "it is larger than \(limit >> 20) MB")
    guard status.st_size <= limit else { throw tooLarge }
    var content: [UInt8] = []
    var capacity = Int(status.st_size) + 1
    while true {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let result = read(file.number, buffer.baseAddress, buffer.count)
        if result < 0 { failure = errno }
        count = max(result, 0)
      }
      if failure == EINTR { continue }
      guard failure == 0 else { throw SystemError("read", path, code: failure) }
      if chunk.isEmpty { return (content, FileStatus(status)) }
      if content.isEmpty { content = chunk } else { content += chunk }
      guard content.count <= limit else { throw tooLarge }
      // The file has been read as long as it was; one more read sees its end.
      capacity = 4096
    }
  }

  /// The names in a directory, sorted, without "." and "..". Those that are no UTF-8 lead nowhere: see `rawNames`.
  public static func names(inDirectory path: String) throws(SystemError) -> [String] {
    try rawNames(inDirectory: path).map(\.description).sorted()
  }

  /// The same, byte by byte.
  public static func rawNames(inDirectory path: String) throws(SystemError) -> [ByteString] {
    guard let directory = opendir(path) else { throw SystemError("list", path, code: errno) }
    defer { closedir(directory) }
    var names: [ByteString] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
          ByteString(
            UnsafeBufferPointer(
              start: bytes, count: strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))))
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  public static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether something has a path, links followed.
  public enum Presence: Sendable {
    case present
    case missing
    /// The system does not say, for example because a folder above may not be searched.
    case unknown(SystemError)
  }

  public static func presence(of path: String) -> Presence {
    if access(path, F_OK) == 0 { return .present }
    let error = SystemError("look for", path, code: errno)
    return error.isMissing ? .missing : .unknown(error)
  }

  /// What lies under a path; nil when nothing does, or when it cannot be told.
  public static func status(of path: String, followingLinks: Bool = true) -> FileStatus? {
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    return FileStatus(status)
  }

  /// The path without links, "." and ".."; nil when it leads nowhere.
  public static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether two paths lead to the same file or directory.
  public static func isSame(_ first: String, _ second: String) -> Bool {
    var left = stat()
    var right = stat()
    return stat(first, &left) == 0 && stat(second, &right) == 0 && left.st_dev == right.st_dev
      && left.st_ino == right.st_ino
  }

  private static func kind(of mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a directory"
    case S_IFIFO: "a FIFO"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: "a special file"
    }
  }
}

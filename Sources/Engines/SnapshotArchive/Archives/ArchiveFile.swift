// A file that is being written under a temporary name. It gets its own name when it is complete and on the disk, or it
// goes away.

public import Bytes
import Glibc
public import SystemAccess

public final class ArchiveFile {
  private let directory: Directory
  private let name: ByteString
  private let temporary: ByteString
  private let file: OpenFile
  private var isTemporary = true

  /// Of the file, for writing and reading.
  public var descriptor: Int32 { file.number }
  public var path: String { "\(directory.path)/\(name)" }

  /// Makes an empty file that only its owner can read. Throws when something has the name already.
  public init(in directory: Directory, named name: ByteString) throws(ArchiveError) {
    let path = "\(directory.path)/\(name)"
    guard ArchivePath.flaw(name) == nil, !name.bytes.contains(UInt8(ascii: "/")) else {
      throw ArchiveError(.misuse, "write", path, "its name is not a file's name")
    }
    // What is left of a process that was killed may have the first names.
    var attempt = 0
    while true {
      let temporary = "." + name + ByteString(".tmp\(Host.processID)-\(attempt)")
      do throws(SystemError) {
        guard try directory.status(of: name) == nil else { throw Self.taken(path) }
        file = try directory.create(temporary, mode: 0o600)
        self.directory = directory
        self.name = name
        self.temporary = temporary
        return
      } catch {
        attempt += 1
        if error.code == EEXIST, attempt < 1000 { continue }
        throw Self.failure(error, path)
      }
    }
  }

  /// Throws when something has the name already, for those who want to know before they begin.
  public static func refuseTaken(_ name: ByteString, in directory: Directory) throws(ArchiveError) {
    let path = "\(directory.path)/\(name)"
    do throws(SystemError) { guard try directory.status(of: name) == nil else { throw taken(path) } } catch {
      throw failure(error, path)
    }
  }

  private static func failure(_ error: SystemError, _ path: String) -> ArchiveError {
    ArchiveError(error.code == 0 ? .exists : .system(code: error.code), "write", path, error.reason)
  }

  deinit { if isTemporary { _ = try? directory.remove(temporary) } }

  private static func taken(_ path: String) -> SystemError {
    SystemError.refusal("write", path, "it exists already")
  }

  /// Bytes so far.
  public func size() throws(ArchiveError) -> Int {
    do throws(SystemError) { return try file.status().size } catch { throw ArchiveError("write", path, error) }
  }

  /// Whoever reads from the descriptor begins at the beginning.
  public func rewind() throws(ArchiveError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw ArchiveError("read", path, code: errno) }
  }

  public func write(_ bytes: [UInt8]) throws(ArchiveError) {
    do throws(SystemError) { try file.write(bytes, named: path) } catch { throw ArchiveError("write", path, error) }
  }

  /// Returns when content and name are on the disk. When the directory cannot be written back at the end, the file keeps
  /// its name, and the error says so.
  public func keep() throws(ArchiveError) {
    do throws(SystemError) {
      try file.sync(named: path)
      guard try directory.move(temporary, to: directory, as: name) == .done else {
        // Somebody took the name in the meantime, or took the file away.
        throw Self.taken(path)
      }
      isTemporary = false
      try directory.sync()
    } catch {
      throw ArchiveError(error.code == 0 ? .exists : .system(code: error.code), "write", path, error.reason)
    }
  }
}

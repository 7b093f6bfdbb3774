// A directory with main.cf and master.cf on this host, read once and whole.

public import Bytes
public import PostfixConfig
public import SystemAccess

/// Why a directory cannot be used as a configuration.
public struct DirectoryError: Error, Sendable, CustomStringConvertible {
  public let cause: SystemError
  /// What the reader can do about it.
  public let advice: String

  public var description: String { "\(cause)\n  \(advice)" }
}

public struct ConfigurationDirectory: Sendable {
  /// As the user named it, without slashes at its end.
  public let path: String
  public let main: MainFile
  /// Nil when there is no master.cf.
  public let master: MasterFile?

  /// Whether there was a main.cf.
  public let hasMain: Bool

  /// Reads both files. A missing master.cf is no error here; everything else that cannot be read is.
  /// - Parameter mayLackMain: whether a missing main.cf is none either, and is read as an empty one.
  public init(
    _ path: String, acceptingEmptyNames: Bool = false, mayLackMain: Bool = false
  ) throws(DirectoryError) {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = String(trimmed)
    do throws(SystemError) {
      main = MainFile(
        try FileReading.contents(of: "\(trimmed)/main.cf"), acceptingEmptyNames: acceptingEmptyNames)
      hasMain = true
    } catch {
      guard mayLackMain, error.isMissing else {
        throw DirectoryError(cause: error, advice: Self.advice(error, path: self.path))
      }
      main = MainFile([])
      hasMain = false
    }
    do throws(SystemError) {
      master = MasterFile(try FileReading.contents(of: "\(trimmed)/master.cf"))
    } catch {
      guard error.isMissing else { throw DirectoryError(cause: error, advice: Self.advice(error, path: self.path)) }
      master = nil
    }
  }

  private static func advice(_ error: SystemError, path: String) -> String {
    if error.isPermission { return "Run it as root, or copy the directory and name the copy." }
    if error.isMissing {
      return FileReading.isDirectory(path)
        ? "Name a directory that holds main.cf, such as /etc/postfix."
        : "There is no directory \(path). Name one that holds main.cf, such as /etc/postfix."
    }
    return "A configuration directory holds main.cf and master.cf as ordinary text files."
  }

  /// Contents of the database client files that the configuration names, as far as they can be read.
  public func clientFiles(_ paths: [ByteString]) -> [ByteString: MainFile] {
    var files: [ByteString: MainFile] = [:]
    for path in paths {
      if let content = try? FileReading.contents(of: path.description) { files[path] = MainFile(content) }
    }
    return files
  }
}

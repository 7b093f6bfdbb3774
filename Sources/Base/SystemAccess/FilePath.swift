// A path as text: the directory and the name in it, and the path from the root on.

public import Bytes

public enum FilePath {
  /// The path from the root on, without "." at its beginning; ".." stays, as it may lead through a link.
  public static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }
    return Host.currentDirectory + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
  }

  /// "/var/lib/postkeep" is "postkeep" in "/var/lib"; a name alone is in ".".
  public static func split(_ path: String) -> (directory: String, name: ByteString) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", ByteString(trimmed)) }
    let directory = slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    return (directory, ByteString(String(trimmed[trimmed.index(after: slash)...])))
  }
}

// A path as text: the directory and the name in it.

public import Bytes

public enum FilePath {
  /// "/var/lib/postkeep" is "postkeep" in "/var/lib"; a name alone is in ".".
  public static func split(_ path: String) -> (directory: String, name: ByteString) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", ByteString(trimmed)) }
    let directory = slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    return (directory, ByteString(String(trimmed[trimmed.index(after: slash)...])))
  }
}

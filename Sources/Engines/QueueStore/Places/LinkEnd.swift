// What a link leads to that has a name of one character: Postfix takes it for a directory and follows it, and whoever moves
// the link takes out of the queue what is behind it. Source: scan_dir.c.

public import Bytes
public import SystemAccess

public enum LinkEnd: Hashable, Sendable {
  case nowhere
  case noDirectory
  case emptyDirectory
  /// A directory with something in it, or one that cannot be looked into.
  case something

  /// Looks through the link, and changes nothing behind it.
  public init(of name: ByteString, in directory: Directory) {
    let path = "\(directory.path)/\(name)"
    do throws(SystemError) {
      let names = try DirectoryListing(Directory(path)).next(upTo: 1)
      self = names.count == 0 ? .emptyDirectory : .something
    } catch {
      guard error.isMissing || error.isLoop else {
        self = .something
        return
      }
      self = error.isAbsent || error.isLoop ? .nowhere : .noDirectory
    }
  }

  public var text: String {
    switch self {
    case .nowhere: "it leads nowhere"
    case .noDirectory: "it leads to something that is no directory"
    case .emptyDirectory: "it leads to an empty directory"
    case .something: "something is in the directory that it leads to"
    }
  }
}

extension QueueSettings {
  /// Whether Postfix puts something into a directory of that name: a message or a log by the digits of its id, anything else
  /// by whatever its name begins with. Source: mail_queue.c, dir_forest.c.
  public func isHashDirectory(_ entry: QueueEntry) -> Bool {
    guard entry.name.count == 1, entry.folder.hash.count < depth(of: entry.folder.area.name) else { return false }
    return entry.folder.area == .flush || "0123456789ABCDEF".contains(entry.name.description)
  }
}

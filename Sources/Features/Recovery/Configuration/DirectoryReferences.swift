// All that lies in a configuration directory, also what no parameter names.

import Bytes
import SystemAccess

struct DirectoryReferences {
  /// More than any configuration directory has.
  static let fileLimit = 10_000
  static let depthLimit = 8
  /// Histories hold what was once in a file, passwords too, and packed so that nobody sees them.
  private static let histories: Set<String> = [".git", ".svn", ".hg", ".bzr", "CVS", "RCS"]

  private let files: ServerFiles
  private(set) var references: FileReferences
  private(set) var leftOut: [LeftOut] = []
  private var count = 0

  init(_ files: ServerFiles, adding references: FileReferences) {
    self.files = files
    self.references = references
  }

  mutating func read(_ path: String, depth: Int = 0) {
    let names: [ByteString]
    do throws(SystemError) { names = try files.names(in: path) } catch {
      leftOut.append(LeftOut(path, .unreadable(error.reason)))
      return
    }
    for name in names {
      guard let name = references.text(of: name, in: path) else { continue }
      let file = "\(path)/\(name)"
      guard let status = files.status(of: file, followingLinks: false) else { continue }
      switch status.kind {
      case .directory where Self.histories.contains(name):
        leftOut.append(LeftOut(file, .needless("a history of versions, which may hold old passwords")))
      case .directory where depth >= Self.depthLimit:
        leftOut.append(LeftOut(file, .notRegular("more than \(Self.depthLimit) folders deep")))
      case .directory: read(file, depth: depth + 1)
      case .link where files.status(of: file)?.kind == .directory:
        leftOut.append(LeftOut(file, .notRegular("a link to a directory")))
      default:
        count += 1
        guard count <= Self.fileLimit else {
          if count == Self.fileLimit + 1 {
            leftOut.append(LeftOut(path, .needless("more than \(Self.fileLimit) files")))
          }
          return
        }
        let isOwn = depth == 0 && (name == "main.cf" || name == "master.cf")
        references.add(file, isOwn ? .own : .stray, because: "the configuration directory")
      }
    }
  }
}

// Makes files where messages wait to be put into the queue. Threads may share one.

public import Bytes
public import SystemAccess

public struct StagedFileMaker: Sendable {
  /// Where they are made.
  public let directory: Directory
  let owner: UserNames.User
  /// The number of setgid_group; nil when /etc/group does not have it.
  public let submissionGroup: UInt32?

  /// Makes the file of a message or a log under any name, with its owner and mode.
  ///
  /// - Parameters:
  ///   - owner: nil for the owner of the queue.
  ///   - modified: in seconds since the epoch; nil for now.
  /// - Returns: its inode.
  @discardableResult
  public func makeFile(
    _ name: ByteString, _ content: [UInt8], mode: UInt32, owner: UserNames.User? = nil, modified: Int64? = nil
  ) throws(SystemError) -> UInt64 {
    let file = try directory.create(name, mode: 0o600)
    try file.write(content, named: "\(directory.path)/\(name)")
    return try finish(file, name, mode, owner, modified)
  }

  /// The same for a content that comes in pieces.
  ///
  /// - Parameter fill: gets the descriptor of the file, and its path for messages.
  @discardableResult
  public func makeFile(
    _ name: ByteString, mode: UInt32, owner: UserNames.User? = nil, modified: Int64? = nil,
    _ fill: (Int32, String) throws -> Void
  ) throws -> UInt64 {
    let file = try directory.create(name, mode: 0o600)
    try fill(file.number, "\(directory.path)/\(name)")
    return try finish(file, name, mode, owner, modified)
  }

  private func finish(
    _ file: borrowing OpenFile, _ name: ByteString, _ mode: UInt32, _ owner: UserNames.User?, _ modified: Int64?
  ) throws(SystemError) -> UInt64 {
    let path = "\(directory.path)/\(name)"
    let owner = owner ?? self.owner
    try file.setOwner(owner.id, owner.group, named: path)
    // The umask may have taken something away.
    try file.setMode(mode, named: path)
    if let modified { try file.setModified(modified, named: path) }
    return try file.status().inode
  }
}

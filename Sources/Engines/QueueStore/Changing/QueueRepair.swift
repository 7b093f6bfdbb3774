// Repairs of single things in a queue directory, each on an open descriptor or relative to an open directory.
//
// Before anything is done, what lies there is compared with what was seen: somebody else may have repaired it, or put
// something else in its place. Nothing is ever done through a link, and nothing that holds mail is deleted.

public import Bytes
public import SystemAccess

public enum Repair: Hashable, Sendable {
  /// Owner, group and permission bits; what is nil stays.
  case correct(owner: UInt32?, group: UInt32?, mode: UInt32?)
  /// Moves it into the directory for lost things.
  case setAside
  /// For what Postfix would remove itself: neither a file nor a directory.
  case remove
  case removeEmptyDirectory
}

/// What is to be repaired: something in a directory, or, without a name, the directory itself.
public struct RepairPlace: Sendable {
  public let folder: EntryFolder
  public let name: ByteString?
  public let status: FileStatus

  public init(_ folder: EntryFolder, _ name: ByteString?, _ status: FileStatus) {
    self.folder = folder
    self.name = name
    self.status = status
  }
}

public enum RepairResult: Hashable, Sendable {
  case repaired
  /// It is gone or has changed since it was seen: nothing was done.
  case changed
}

extension QueueStore {
  /// The directory, beside the queues, for what is moved out of them.
  public static let lostDirectory: ByteString = "postkeep-lost+found"

  public func carryOut(_ repair: Repair, at place: RepairPlace) throws(SystemError) -> RepairResult {
    guard let directory = try open(place.folder) else { return .changed }
    guard let name = place.name else { return try change(directory, repair, place) }
    guard let status = try directory.status(of: name), isSame(status, place.status) else { return .changed }
    switch repair {
    case .correct(let owner, let group, let mode):
      guard let file = try directory.open(name), isSame(try file.status(), place.status) else { return .changed }
      let path = "\(directory.path)/\(name)"
      guard status.kind == .regular, status.links == 1 else {
        throw SystemError.refusal("repair", path, "it has another name elsewhere, which would be changed as well")
      }
      if owner != nil || group != nil { try file.setOwner(owner ?? status.owner, group ?? status.group, named: path) }
      if let mode { try file.setMode(mode, named: path) }
    case .setAside: return try setAside(name, in: directory, place)
    case .remove:
      guard status.kind != .regular, status.kind != .directory else { return .changed }
      try directory.remove(name)
    case .removeEmptyDirectory: return .changed
    }
    return .repaired
  }

  private func change(
    _ directory: Directory, _ repair: Repair, _ place: RepairPlace
  ) throws(SystemError) -> RepairResult {
    let status = try directory.status()
    guard isSame(status, place.status) else { return .changed }
    switch repair {
    case .correct(let owner, let group, let mode):
      if owner != nil || group != nil { try directory.setOwner(owner ?? status.owner, group ?? status.group) }
      if let mode { try directory.setMode(mode) }
    case .removeEmptyDirectory:
      guard let name = place.folder.hash.last,
        let parent = try open(EntryFolder(place.folder.area, hash: place.folder.hash.dropLast()))
      else { return .changed }
      try parent.removeDirectory(name)
    case .setAside, .remove: return .changed
    }
    return .repaired
  }

  private func setAside(
    _ name: ByteString, in directory: Directory, _ place: RepairPlace
  ) throws(SystemError) -> RepairResult {
    try self.directory.makeDirectory(Self.lostDirectory, mode: 0o700)
    let lost = try self.directory.directory(Self.lostDirectory)
    let base = ByteString(
      "\(([place.folder.area.name] + place.folder.hash.map(\.description)).joined(separator: "-"))-")
    for number in 0..<1000 {
      // A name of 255 bytes has no room for more.
      let end = ByteString(number == 0 ? "" : ".\(number)")
      let newName = base + ByteString(name.bytes.prefix(max(0, 240 - base.count))) + end
      switch try directory.move(name, to: lost, as: newName) {
      case .targetExists: continue
      case .sourceMissing: return .changed
      case .done:
        guard try lost.status(of: newName)?.inode == place.status.inode else {
          // Something else had taken the name: it goes back.
          _ = try lost.move(newName, to: directory, as: name)
          return .changed
        }
        return .repaired
      }
    }
    throw SystemError.refusal("move", "\(directory.path)/\(name)", "the names in \(lost.path) are used up")
  }

  /// Listing a directory or reading a file changes nothing of this.
  private func isSame(_ one: FileStatus, _ other: FileStatus) -> Bool {
    one.inode == other.inode && one.device == other.device && one.kind == other.kind && one.mode == other.mode
      && one.owner == other.owner && one.group == other.group
  }
}

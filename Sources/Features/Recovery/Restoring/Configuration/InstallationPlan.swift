// What becomes of every file of a configuration that comes back. All of it is decided before anything is changed.
//
// A file goes where its path leads: through a link into the file behind it, if that is the file that the snapshot was made
// of. A file without its secrets replaces nothing. main.cf comes last: it is what makes the others count.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import SystemAccess

struct InstallationPlan {
  /// A file that is written, or gets another mode or owner.
  struct Change {
    /// Where the configuration names it.
    let path: String
    /// Where it lies, behind all links.
    let place: String
    /// Nil where it is there already.
    let content: [UInt8]?
    let mode: UInt32
    let owner: UInt32
    let group: UInt32
    /// What a person should know about it.
    let remarks: [String]
  }

  /// A file that is not put in its place.
  struct Left {
    let path: String
    let why: String
    /// On the host of the snapshot.
    let origin: String
    /// Whether the snapshot has it.
    var isUnpacked = true
  }

  private(set) var changes: [Change] = []
  private(set) var left: [Left] = []
  /// How many files need nothing.
  private(set) var same = 0
  /// Where the files lie that are in their places when this is carried out, behind all links.
  private(set) var places: Set<String> = []
  /// Directories of the instances of Postfix that the files belong to.
  private(set) var instances: [String] = []

  private let origin: String
  /// The configuration directory that takes the files.
  let target: String
  /// Places that an earlier part of the run is done with: what is changed there since is somebody's work.
  private let done: Set<String>
  /// What is written to each place: several paths may lead to it.
  private var written: [String: [UInt8]] = [:]

  /// - Parameters:
  ///   - origin: the configuration directory of the host of the snapshot.
  ///   - target: the one that takes what it held.
  ///   - lacking: files that the snapshot does not have.
  ///   - done: places that an earlier part of the run is done with.
  init(
    _ files: [RestoredFile], lacking: [LackingFile], from origin: String, into target: String, done: Set<String> = []
  ) {
    self.done = done
    self.origin = origin
    self.target = FilePath.absolute(target)
    instances = [self.target]
    for file in files.sorted(by: {
      ($0.path.hasSuffix("/main.cf") ? 1 : 0, $0.path) < ($1.path.hasSuffix("/main.cf") ? 1 : 0, $1.path)
    }) {
      decide(file)
    }
    let known = Set(files.map(\.path))
    for file in lacking where !known.contains(file.path) { miss(file) }
  }

  /// Where a path of the host of the snapshot is on this one.
  func place(of path: String) -> String { path.hasPrefix(origin + "/") ? target + path.dropFirst(origin.count) : path }

  private mutating func leave(_ file: RestoredFile, _ why: String) {
    left.append(Left(path: place(of: file.path), why: why, origin: file.path))
  }

  /// Names a file that nobody has: neither the snapshot nor this host.
  private mutating func miss(_ file: LackingFile) {
    let path = place(of: file.path)
    guard !FileReading.exists(path) else { return }
    left.append(
      Left(
        path: path, why: "it is missing, and the snapshot does not have it (\(file.why))", origin: file.path,
        isUnpacked: false))
  }

  private mutating func decide(_ file: RestoredFile) {
    let path = place(of: file.path)
    let (directory, name) = FilePath.split(path)
    if name == "main.cf", !instances.contains(directory) { instances.append(directory) }
    switch LivePlace(path) {
    case .other(let what): leave(file, what)
    case .missing:
      guard !file.isMasked else { return leave(file, "it lacks its secrets, and there is no live file that has them") }
      write(file, path, to: path, file.content, nil)
    case .file(let place, let content, let status):
      var wanted = file.content
      if file.isMasked {
        if PEMText.publicPart(of: content) == wanted {
          same += 1
          return
        }
        guard let filled = Self.filled(wanted, from: content, at: path) else {
          return leave(file, "it lacks its secrets, and the live file differs in more than these")
        }
        wanted = filled
      }
      guard content == wanted || leadsWhereItDid(file, place) else {
        return leave(file, "it is a link to \(place) now, and led to \(file.listed?.target ?? file.path)")
      }
      write(file, path, to: place, wanted, (content, status))
    }
  }

  /// Whether a live path leads to the file that the snapshot was made of. One that was no link then may be one now.
  private func leadsWhereItDid(_ file: RestoredFile, _ live: String) -> Bool {
    guard let old = file.listed?.target else { return true }
    let place = place(of: old)
    return live == place || live == FileReading.resolved(place)
  }

  private mutating func write(
    _ file: RestoredFile, _ path: String, to place: String, _ content: [UInt8],
    _ live: (content: [UInt8], status: FileStatus)?
  ) {
    if let other = written[place] {
      guard other == content else { return leave(file, "it is a link to \(place), to which another file belongs") }
      same += 1
      return
    }
    places.insert(place)
    guard !done.contains(place) else {
      same += 1
      return
    }
    let owners = RestoredOwners(file.listed, live?.status)
    let mode = file.listed?.mode ?? live.map { $0.status.mode & 0o777 } ?? file.mode
    let isSame = live?.content == content
    if isSame, let status = live?.status, status.mode == mode, status.owner == owners.owner,
      status.group == owners.group
    {
      same += 1
      return
    }
    written[place] = content
    var remarks = owners.remarks
    if file.isMasked, !isSame { remarks.append("with the secrets of the live file") }
    if place != path { remarks.append("in \(place), to which it is a link") }
    if live == nil, let old = file.listed?.target { remarks.append("as a file; it was a link to \(old)") }
    changes.append(
      Change(
        path: path, place: place, content: isSame ? nil : content, mode: mode, owner: owners.owner, group: owners.group,
        remarks: remarks))
  }

  /// A main.cf or master.cf with the secrets of the live one; nil where these cannot be told.
  private static func filled(_ content: [UInt8], from live: [UInt8], at path: String) -> [UInt8]? {
    let (directory, name) = FilePath.split(path)
    guard name == "main.cf" || name == "master.cf", let placed = try? PlacedConfiguration(directory) else { return nil }
    let secrets = InlineSecrets(of: placed.configuration)
    let masked = name == "main.cf" ? secrets.masked(main: live) : secrets.masked(master: live)
    return SecretFilling(from: masked).filled(content)
  }
}

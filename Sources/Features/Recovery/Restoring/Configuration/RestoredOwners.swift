// Who owns a file that comes back: by name, since numbers are others on another host.

import SystemAccess

struct RestoredOwners {
  let owner: UInt32
  let group: UInt32
  /// Names that this host does not have.
  private(set) var remarks: [String] = []

  /// - Parameters:
  ///   - listed: what the snapshot says; nil when it says nothing.
  ///   - live: the file that is replaced.
  init(_ listed: FileListing.Entry?, _ live: FileStatus?) {
    guard let listed else {
      (owner, group) = (live?.owner ?? 0, live?.group ?? 0)
      return
    }
    let user = UserNames.user(listed.owner)?.id ?? Self.number(listed.owner, UserNames.name(ofUser:))
    let members = UserNames.group(listed.group) ?? Self.number(listed.group, UserNames.name(ofGroup:))
    // Without its owner or group a file is root's, which nobody gains anything from.
    owner = user ?? 0
    group = members ?? 0
    if user == nil { remarks.append("of root: this host has no user \(listed.owner)") }
    if members == nil { remarks.append("of group root: this host has no group \(listed.group)") }
  }

  /// A number that had no name then, and has none here.
  private static func number(_ text: String, _ name: (UInt32) -> String?) -> UInt32? {
    UInt32(text).flatMap { name($0) == nil ? $0 : nil }
  }
}

// What has to be known beside a message before one of Postfix's tools is given it.

import Bytes
import PostfixQueue
import QueueStore
import SystemAccess

struct CareSurroundings {
  /// What is locked now.
  private(set) var locked = LockedFiles()
  private let plan: QueuePlan
  private let names: OtherNames
  private let ownerName: String
  private let owner: UserNames.User?

  init(_ plan: QueuePlan, in store: QueueStore) {
    self.plan = plan
    names = OtherNames(store)
    ownerName = store.settings.owner
    owner = UserNames.user(ownerName)
  }

  mutating func lookAgain() { locked = LockedFiles() }

  /// Why a file must not be changed that has several names in the queue; nil when it may. To hold it under all of them is
  /// what nobody regrets.
  func otherNames(of file: QueuedFile, _ action: CareAction) -> String? {
    let others = names.of(file)
    guard !others.isEmpty else { return nil }
    let rest = others.filter { other in
      !plan.messages.contains { $0.inode == other.status.inode && $0.name == other.name }
    }
    let paths = (action == .hold ? rest : others).map(\.path).joined(separator: ", ")
    if action == .hold {
      return rest.isEmpty ? nil : "the same file is \(paths), and would be delivered under that name: hold both"
    }
    return Self.reason(paths)
  }

  static func reason(_ others: String) -> String {
    "the same file is \(others), and Postfix delivers it under each name; see 'queue check'"
  }

  /// Why Postfix could do nothing with a file; nil when it can. qmgr dies of it, pickup(8) and flush(8) leave it.
  func foreignOwner(of file: QueuedFile) -> String? {
    guard let owner, file.status.owner != owner.id else { return nil }
    let name = UserNames.name(ofUser: file.status.owner) ?? "user \(file.status.owner)"
    return "it belongs to \(name), and Postfix cannot open it; 'queue check --fix' gives it to \(ownerName)"
  }
}

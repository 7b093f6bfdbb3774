// What a repair leaves to a person before Postfix may be started, for the report of the run.

import Bytes
import PostfixQueue
import QueueStore

extension RestoreReport.Leftover {
  /// One for each reason: there may be thousands of files.
  static func all(of plan: MendingPlan, in store: QueueStore) -> [Self] {
    MendingLeft.Reason.allCases.filter(\.isObstacle).compactMap { reason in
      let files = plan.left.filter { $0.reason == reason }
      guard let first = files.first else { return nil }
      let count = files.count
      return Self(
        subject: count == 1 ? first.path : "\(count) files, \(first.path) among them",
        why: reason.text, remedy: remedy(in: store))
    }
  }

  /// The names of one file that lie in the queue are made one before; the new file gets its id when the run goes on.
  static func remedy(in store: QueueStore) -> String {
    let areas = QueueArea.all.map(\.name).filter { $0 != "flush" }.joined(separator: " ")
    return
      "While Postfix is stopped: cd \(ShellWord.quoted(store.settings.directory)) && find \(areas) -type f -links +1"
      + #" -exec sh -c 'for f; do cp -p "$f" "$f.new" && mv "$f.new" "$f"; done' sh {} +"#
  }
}

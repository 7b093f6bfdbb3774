// Messages with which an undo that was stopped had begun, and whose place beside the queue is gone: they may have come into the
// queue and been delivered since. Only the mail log knows, and a person decides.

import Bytes
import RunJournals

/// What is done with them.
public enum UndoDoubt: String, CaseIterable, Sendable {
  /// They stay in the trash, and are told at every undo.
  case leave
  /// They are put back, and may come twice.
  case again
  /// They are never put back by this run, nor told again.
  case drop

  static func reason(_ new: ByteString) -> String {
    "the place beside the queue where it lay is gone, and whether it came into the queue as \(new) cannot be told"
  }

  /// What a person can do about them.
  static func remedy(_ count: Int, of run: Run) -> String {
    let command = run.place.command("queue undo", run.id)
    let (they, them) = count == 1 ? ("it", "it") : ("they", "them")
    return "Look for the new id in the mail log. Where that does not have it, \(they) never came into the queue: "
      + "'\(command) --doubtful again' puts \(them) back, or those of --where 'id in [\"ID\"]'; "
      + "'\(command) --doubtful drop' leaves \(them) in the trash for good."
  }
}

// The same for what is of less weight.

extension HealthKind {
  var lesserText: HealthText {
    switch self {
    case .foreignUnseenOwner:
      HealthText(
        "A file in which Postfix sees no message, by its mode or because it lies in corrupt, does not belong to the mail owner.",
        "'postfix start' warns of it each time. Were it a message with mode 0700, qmgr would die of it.",
        "Find out who put it there. 'postkeep queue check --fix' gives it to the mail owner.")
    case .foreignDeferLogOwner:
      HealthText(
        "A log about the last attempt does not belong to the mail owner.",
        "The queue manager removes it at the next attempt, and it is written anew. Until then mailq may not know the reason.",
        "Nothing needs to be done. 'postkeep queue check --fix' gives it to the mail owner.")
    case .linkedLog:
      HealthText(
        "A log about a message has another name elsewhere (a hard link).",
        "Nothing; but what is added to the log is seen under the other name as well.",
        "Remove the other name, which a backup may have made.")
    case .unusualMode:
      HealthText(
        "A message file has permissions that Postfix does not give it.", "It is delivered; qshape does not count it.",
        "'postkeep queue check --fix' sets mode 0700.")
    case .foreignGroup:
      HealthText(
        "A file does not belong to the mail owner's group.", "Nothing.", "'postkeep queue check --fix' sets the group.")
    case .orphanLog:
      HealthText(
        "There is a log about a message that is gone.", "Nothing; a message that gets the same id would inherit it.",
        "'postkeep queue check --fix' moves it aside.")
    case .finishedMessage:
      HealthText(
        "A message has no recipients left.", "It is removed at its next attempt; on hold there is none, and it stays.",
        "Nothing needs to be done; on hold, 'postkeep queue release' lets it go, and 'postkeep queue purge' removes it."
      )
    case .unsentNotice:
      HealthText(
        "A message has no recipients left, but its sender is to be told of those that failed.",
        "At its next attempt Postfix sends the non-delivery notice and removes the message; on hold there is none, and the sender is "
          + "not told.",
        "Nothing needs to be done; on hold, 'postkeep queue release' lets the notice go. Do not purge it: the notice would be lost."
      )
    case .futureArrival:
      HealthText(
        "A message has arrived in the future.", "It is kept longer than its lifetime.",
        "See whether the clock was wrong.")
    case .foreignName:
      HealthText(
        "A name is none that Postfix gives to files.",
        "postsuper warns of a bogus file name each time, but not in corrupt and trace, where it does not look.",
        "Find out who put it there, and move it away.")
    case .noQueueID:
      HealthText(
        "A name has the letters of a queue id but is none.",
        "Postfix takes the file for a message if it is complete.", "Find out who put it there, and move it away.")
    case .repairMark:
      HealthText(
        "A name in corrupt or trace has the mark '#FIX' of postsuper's renaming.",
        "postsuper never takes it off there, and leaves it on each trace log that it renames: nothing finds the log under "
          + "its id.",
        "Take the mark off: rename the file with Postfix stopped.")
    case .staleTemporary:
      HealthText(
        "Somebody has begun a message and never finished it.", "postsuper deletes it when it is a week old.",
        "Nothing needs to be done.")
    case .fifo: notAFile("a FIFO")
    case .socket: notAFile("a socket")
    case .device: notAFile("a device", "--fix leaves it alone.")
    case .link: notAFile("a link")
    case .strayDirectory:
      HealthText(
        "A directory lies where only messages may lie.", "postsuper removes it if it is empty, and else warns.",
        "Find out who put it there, and move it away.")
    case .strayFiles:
      HealthText(
        "A directory with files lies where only messages may lie.",
        "What is in it is mail that nobody sees and nobody delivers, or nothing of Postfix's; postsuper warns.",
        "Look into it. A hash directory that was renamed belongs back under its old name; logs of messages in it are kept."
      )
    case .surplusDirectory:
      HealthText(
        "An empty directory of an earlier hash_queue_depth is left over.", "postsuper removes it at the next start.",
        "'postkeep queue check --fix' removes it.")
    case .hugeLog:
      HealthText(
        "A log about a message is larger than 100 MB.", "showq reads all of it whenever the queue is listed.",
        "See which recipients fail so often.")
    case .putAside:
      HealthText(
        "Something lies beside the queues: in postkeep-lost+found, where repairs and restores put what was no message of its "
          + "queue, or in saved, where Postfix itself puts nothing.",
        "Nobody delivers it, and no list shows it. 'postcat -q' alone finds what is in saved.",
        "'postcat FILE' shows a message; logs are text. Delete what nobody wants, as the second copy of a message, which would be "
          + "delivered once more. To put one back that had a queue id, stop Postfix, 'mv -n' it to the place that is told with "
          + "it, or into hold under its id, run 'postsuper -s', and check again. --fix leaves it where it is.")
    case .longIDMismatch:
      HealthText(
        "A long id does not match the file's inode: the file was copied here.",
        "It is delivered; long ids are not given twice.", "'postsuper -S' with Postfix stopped renames it.")
    case .expired:
      HealthText(
        "A message was expired by hand.", "It is returned to its sender at the next attempt.",
        "Nothing, if that is what was wanted.")
    default: HealthText(rawValue, "", "")
    }
  }

  private func notAFile(
    _ what: String,
    _ repair: String = "'postkeep queue check --fix' removes it, or moves it aside where Postfix would not."
  ) -> HealthText {
    HealthText(
      "There is \(what) where only messages may lie.",
      "postsuper removes it at the next start, but not in corrupt and trace, where it does not look.",
      "Find out who put it there. \(repair)")
  }
}

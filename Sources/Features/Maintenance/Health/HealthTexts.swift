// What each kind of finding is, what Postfix makes of it, and what to do.

public struct HealthText: Sendable {
  public let what: String
  /// What Postfix does about it, left alone.
  public let consequence: String
  public let advice: String

  init(_ what: String, _ consequence: String, _ advice: String) {
    self.what = what
    self.consequence = consequence
    self.advice = advice
  }
}

extension HealthKind {
  static let repair = "'postkeep queue check --fix' can do it."

  public var text: HealthText {
    switch self {
    case .oneCharacterFile:
      HealthText(
        "Something that is no directory has a name of one character, which Postfix takes for a directory.",
        "postsuper and 'postfix start' die of it. So does a running qmgr in incoming and deferred, where nothing is delivered "
          + "any more, and showq in these, in active and in hold: the queue cannot be listed.",
        "Move it out of the queue. \(Self.repair)")
    case .oneCharacterLink:
      HealthText(
        "A link has a name of one character, which Postfix takes for a directory. Postkeep does not follow it: what is behind "
          + "it is in no list, no purge and no snapshot.",
        "Postfix follows it: in the place of a hash directory, messages behind it are listed and delivered; 'postsuper -d ALL' "
          + "deletes files outside the queue. Where it leads to no directory, postsuper and 'postfix start' die of it.",
        "Stop Postfix, put a directory of the mail owner in the place of the link, and move the files back into it. "
          + "'postkeep queue check --fix' moves a link away only where nothing is behind it and no hash directory belongs."
      )
    case .foreignOwner:
      HealthText(
        "A message file does not belong to the mail owner.",
        "qmgr dies of the file at its next attempt, again and again; of one on hold when it is released. mailq passes over the "
          + "message where only its owner may read it.",
        "Give it to the mail owner. \(Self.repair)")
    case .readOnly:
      HealthText(
        "The file system of the queue is read-only.", "No mail is accepted or delivered.",
        "See the kernel's log for errors of the disk; then mount it writable.")
    case .noRoom:
      HealthText(
        "There is hardly any room left for new files.",
        "Mail is refused for the time being, and logs cannot be written.",
        "Make room on the file system of the queue.")
    case .immutable:
      HealthText(
        "A file or a directory of the queue is immutable, or may only be appended to (chattr).",
        "qmgr dies of such a message, or of its log in defer, when it is due, again and again, and delivers no other; in maildrop "
          + "pickup sends it again and again. Into such a directory nothing can be put.",
        "Take the flag away: 'chattr -i -a FILE'.")
    case .unreadableSubmission:
      HealthText(
        "A file in maildrop cannot be read by the mail owner.",
        "pickup warns of it and leaves it there: the message is in no list, and never goes out.",
        "'postkeep queue check --fix' sets mode 0744, as postdrop does. Nobody else can look into maildrop.")
    case .severalNames:
      HealthText(
        "A message has several names in the queue (hard links).",
        "mailq lists it under each name, and Postfix delivers it under each: its recipients get it several times.",
        "Stop Postfix, and remove all names but one with rm: the message stays under that one. Keep the one that the logs in "
          + "defer, bounce and trace have, and check again.")
    case .directoryClosed:
      HealthText(
        "The mail owner may not do everything in a directory of the queue.",
        "Postfix dies where it opens the directory.", "Set its mode. \(Self.repair)")
    case .directoryOwner:
      HealthText(
        "A directory of the queue does not belong to the mail owner.",
        "postsuper and 'postfix start' fail: permission denied.", "Give it to the mail owner. \(Self.repair)")
    case .expiredByChmod:
      HealthText(
        "A chmod has set the bit for group execution, which tells Postfix that the message has expired.",
        "The message is returned to its sender at the next attempt.",
        "'postkeep queue check --fix' takes the bit away where others have permissions too. Mode 0750 may be meant: "
          + "postsuper -e on a flushed message gives it.")
    case .doomedUnfinished:
      HealthText(
        "A file that its owner may not read, write and execute has been there for more than a week: it was not finished or "
          + "was marked as damaged, or its mode was changed.",
        "'postsuper -p', and so every 'postfix start', deletes it without a word.",
        "Look at it with 'postkeep queue show' before the next start. If it is complete, mode 0700 makes it a message.")
    case .hardLink:
      HealthText(
        "A file has another name elsewhere (a hard link).",
        "pickup deletes such a message in maildrop, and 'postsuper -r' moves it there; 'postsuper -e' refuses it.",
        "Remove the other name, which a backup may have made.")
    case .duplicateID:
      HealthText(
        "Two files have the same id.",
        "A message that moves replaces the other one: mail is lost. So does postsuper, which every 'postfix start' runs.",
        "Compare them, then move one out of the queue, with Postfix stopped, before postsuper or 'postfix start' runs. Then check "
          + "again.")
    case .emptyFile:
      HealthText(
        "A message file is empty, as after a power failure.", "The queue manager moves it to corrupt.",
        "The mail log tells whom it was from. Nothing of it can be recovered here.")
    case .damagedMessage:
      HealthText(
        "A message file is damaged.",
        "The queue manager moves it to corrupt; postqueue may stop listing where it meets it.",
        "'postkeep queue show ID --eml' saves what can be read.")
    case .otherFileSystem:
      HealthText(
        "A directory of the queue is on another file system.", "Messages cannot be moved to it: renaming fails.",
        "Put the whole queue directory on one file system.")
    case .unfinishedFile:
      HealthText(
        "A file is not finished, or its mode was changed: its owner may not read, write and execute it.",
        "Postfix does not see it, and deletes it when it is a week old.",
        "If nobody is writing it and its mode was changed by mistake, mode 0700 makes it a message.")
    case .corruptMark:
      HealthText(
        "A message has the mode by which a delivery agent marks it as damaged, or its mode was changed.",
        "The queue manager moves it to corrupt only when it has just had it delivered. Otherwise Postfix does not see it, "
          + "and deletes it when it is a week old.",
        "'postkeep queue show ID --records' tells where the damage is. If there is none, mode 0700 makes it a message.")
    case .corruptMessage:
      HealthText(
        "Postfix has put a message aside as corrupt.", "Nobody delivers it, and nobody is told.",
        "'postkeep queue show ID --eml' saves what can be read. Then delete the file.")
    case .setIDBits:
      HealthText(
        "A file has a set-id or sticky bit.", "Nothing; but no part of Postfix sets it.",
        "Find out who did. \(Self.repair)")
    case .inodeMismatch:
      HealthText(
        "An id does not match the file's inode: the file was copied here.",
        "It is delivered; but a new message may get the same id and replace it.",
        "Stop Postfix and run 'postsuper -s', or restart it, which does the same.")
    case .misplacedFile:
      HealthText(
        "A file lies at another hash level than hash_queue_depth and hash_queue_names say.",
        "Delivery agents do not find it until postsuper has moved it.",
        "Stop Postfix and run 'postsuper -s', or restart it, which does the same.")
    case .shortName:
      HealthText(
        "A name is too short for a queue id.", "Old versions of postsuper read beyond its end and hang on to it.",
        "Move the file out of the queue.")
    case .interruptedRepair:
      HealthText(
        "postsuper was interrupted while it renamed the file.", "Postfix does not see it until postsuper runs again.",
        "Stop Postfix and run 'postsuper -s', or restart it, which does the same.")
    case .expiredOnHold:
      HealthText(
        "A message on hold is older than its lifetime.", "Released, it is returned to its sender at the first attempt.",
        "Queue it again instead: 'postkeep queue requeue' gives it a new lifetime.")
    case .foreignLogOwner:
      HealthText(
        "A record of failed deliveries, or of traced ones, does not belong to the mail owner.",
        "bounce dies where it has to read or write it and may not: deliveries are put off, and the sender is not told.",
        "Give it to the mail owner. \(Self.repair)")
    case .orphanBounceLog:
      HealthText(
        "There is a record of failed deliveries of a message that is gone.", "The sender is never told.",
        "Read it and tell the sender. \(Self.repair) It is moved aside.")
    case .directoryGroup:
      HealthText(
        "maildrop does not belong to setgid_group.", "postdrop fails: local programs cannot send mail.",
        "Run 'postfix set-permissions'. \(Self.repair)")
    case .directoryOpen:
      HealthText(
        "Others than the mail owner may look into, or change, a directory of the queue.",
        "Nothing; but the mail may be exposed.", "Set its mode. \(Self.repair)")
    case .missingDirectory:
      HealthText(
        "A directory of the queue is missing.", "'postfix start' makes it; until then what needs it fails.",
        "If it was moved away, move it back; else run 'postfix check'. Logs about messages that may lie in it are kept."
      )
    case .fillingUp:
      HealthText(
        "At the rate at which mail has arrived in the last hour and stayed, the file system will soon be full.",
        "Mail will be refused.", "'postkeep queue list' tells what fills it; make room.")
    case .unfinishedRun:
      HealthText(
        "A run of postkeep was interrupted, or waits: its private directory lies beside the queues.",
        "Nothing; messages in it are not delivered.", "Finish the run. The command is told with each.")
    case .strandedTrace:
      HealthText(
        "There is a trace log about a message that postsuper will give another id.",
        "The next 'postfix start' renames the message and leaves '#FIX' on the log's name, where nothing finds it: its "
          + "notices of delivery are not sent.",
        "Let the message go first ('postkeep queue flush'), or take the mark off afterwards: rename the log with Postfix stopped. "
          + "Where it is a long id, 'enable_long_queue_ids = yes' keeps it.")
    case .strayQueue:
      HealthText(
        "A directory beside the queues has files with queue ids: a queue under another name, or a copy of one.",
        "Mail in it is in no list, and nobody delivers it.",
        "If it is a queue that was renamed, stop Postfix, move the files back into the queue with 'mv -n', which replaces none, and "
          + "run 'postsuper -s'. If it is a copy, move it out of the queue directory: back in a queue it would be sent again."
      )
    default: lesserText
    }
  }
}

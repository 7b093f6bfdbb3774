// What an evaluation assumes where the answer is open: what the files do not tell, and what a stranger is free to choose.
//
// An evaluation asks; it gets the first alternative each time it has not been told otherwise. Afterwards the last answer
// is turned to its next alternative, and the evaluation runs again, until all have been followed. The same question has
// the same answer on one path.

/// Something that is open.
enum Question: Hashable, Sendable {
  case unknown(AccessUnknown)
  case attribute(Attribute)

  /// What a stranger chooses.
  enum Attribute: Hashable, Sendable { case client, helo, sender, recipient }
}

struct Choices: Sendable {
  struct Answer: Hashable, Sendable {
    let question: Question
    var chosen: Int
    let count: Int
  }

  /// The answers of the path, in the order of the questions.
  private(set) var path: [Answer] = []
  /// How many of them the evaluation has come to.
  private var asked = 0

  /// The alternative to follow, from 0 to `count` - 1.
  mutating func choose(_ question: Question, among count: Int) -> Int {
    if count < 2 { return 0 }
    for answer in path[..<asked] where answer.question == question { return min(answer.chosen, count - 1) }
    if asked == path.count { path.append(Answer(question: question, chosen: 0, count: count)) }
    asked += 1
    return path[asked - 1].chosen
  }

  /// Takes a path that has been followed before.
  mutating func follow(_ path: [Answer]) {
    self.path = path
    asked = 0
  }

  /// Goes on to the next path; false if all have been followed.
  mutating func advance() -> Bool {
    path.removeSubrange(asked...)
    asked = 0
    while let last = path.last {
      if last.chosen + 1 < last.count {
        path[path.count - 1].chosen += 1
        return true
      }
      path.removeLast()
    }
    return false
  }
}

// All the ways that a session can go, and the verdict that they have in common.

import Bytes

/// How one path ends.
struct PathEnd: Sendable {
  let path: [Choices.Answer]
  let outcome: AccessVerdict.Outcome
  let reply: SMTPReply?
  let stage: AccessStage
  let decidedBy: AccessVerdict.Decision?
  let isDiscarded: Bool
  let trace: [TraceStep]

  init(_ evaluation: inout Evaluation) {
    do throws(Evaluation.Interruption) {
      let status = try evaluation.runSession()
      if status == .reject, let refusal = evaluation.refusal {
        outcome = refusal.code < 500 ? .defer : .reject
        reply = SMTPReply(refusal.code, refusal.status, refusal.text)
        decidedBy = evaluation.refusedBy
      } else {
        outcome = .permit
        reply = SMTPReply(250, "2.1.5", "Ok")
        decidedBy = evaluation.permission
      }
    } catch {
      // Outside the lists nothing interrupts but a crash.
      switch error {
      case .crashed(let why):
        outcome = .fatal
        reply = nil
        decidedBy = AccessVerdict.Decision(list: evaluation.list, restriction: ByteString(why), place: nil)
      case .refused:
        outcome = .defer
        reply = evaluation.refusal.map { SMTPReply($0.code, $0.status, $0.text) }
        decidedBy = evaluation.refusedBy
      }
    }
    isDiscarded = evaluation.isDiscarded
    stage = evaluation.stage
    trace = evaluation.trace
    path = evaluation.choices.path
  }
}

extension Evaluation {
  /// What let the session through: in the list that guards other people's domains, or the lists' end.
  var permission: AccessVerdict.Decision? {
    let stages: [AccessStage] = [.relay, .recipient, .sender, .helo, .client]
    if isDiscarded, let last = permits.last { return last.decision }
    if let authorizedBy { return authorizedBy }
    for stage in stages {
      if let permit = permits.last(where: { $0.stage == stage }) { return permit.decision }
    }
    return nil
  }
}

struct Exploration {
  let smtp: SMTPService
  let isTracing: Bool
  private(set) var ends: [PathEnd] = []
  /// Whether there were more paths than were followed.
  private(set) var isCutOff = false

  init(
    _ space: SessionSpace, by smtp: SMTPService, limit: Int, isTracing: Bool, recipientListsOnly: Bool = false,
    unrefusing: Set<Int> = []
  ) {
    self.smtp = smtp
    self.isTracing = isTracing
    var choices = Choices()
    repeat {
      if ends.count == limit {
        isCutOff = true
        return
      }
      var evaluation = Evaluation(space, by: smtp, choices: choices, isTracing: isTracing)
      evaluation.asksRecipientListsOnly = recipientListsOnly
      evaluation.unrefusing = unrefusing
      ends.append(PathEnd(&evaluation))
      choices = evaluation.choices
    } while choices.advance()
  }

  var verdict: AccessVerdict {
    let first = ends[0]
    let outcomes = Set(ends.map(\.outcome))
    let isSame = outcomes.count == 1 && !isCutOff
    let isSameReply =
      isSame && ends.allSatisfy { $0.reply?.code == first.reply?.code && $0.reply?.status == first.reply?.status }
    return AccessVerdict(
      service: smtp.name, outcome: isSame ? first.outcome : .depends, reply: isSameReply ? first.reply : nil,
      stage: isSame ? first.stage : nil, decidedBy: isSame ? first.decidedBy : nil,
      isDiscarded: isSame && ends.allSatisfy(\.isDiscarded),
      unknowns: isSameReply ? [] : deciding(ends[...], depth: 0, by: isSame ? .reply : .outcome), trace: first.trace)
  }

  private enum Criterion { case outcome, reply }

  /// The questions whose answers lead to different ends, in the order in which they are asked.
  private func deciding(_ ends: ArraySlice<PathEnd>, depth: Int, by criterion: Criterion) -> [AccessUnknown] {
    guard let first = ends.first, ends.count > 1, depth < first.path.count else { return [] }
    // The paths of one alternative stand together.
    var groups: [ArraySlice<PathEnd>] = []
    var start = ends.startIndex
    for index in ends.indices where ends[index].path[depth].chosen != ends[start].path[depth].chosen {
      groups.append(ends[start..<index])
      start = index
    }
    groups.append(ends[start...])
    func results(_ ends: ArraySlice<PathEnd>) -> Set<String> {
      switch criterion {
      case .outcome: Set(ends.map(\.outcome.rawValue))
      case .reply: Set(ends.map { $0.reply.map { "\($0.code) \($0.status)" } ?? "" })
      }
    }
    var unknowns: [AccessUnknown] = []
    if Set(groups.map(results)).count > 1, case .unknown(let unknown) = first.path[depth].question {
      unknowns.append(unknown)
    }
    for group in groups {
      for unknown in deciding(group, depth: depth + 1, by: criterion) where !unknowns.contains(unknown) {
        unknowns.append(unknown)
      }
    }
    return unknowns
  }
}

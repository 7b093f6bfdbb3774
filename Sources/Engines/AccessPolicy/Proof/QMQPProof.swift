// qmqpd(8): a second way in, with no restrictions but a list of clients.

import Bytes
import PostfixConfig

struct QMQPProof {
  let policy: AccessPolicy

  init(_ policy: AccessPolicy) { self.policy = policy }

  func answers() -> [RelayAnswer] { policy.configuration.services.filter { $0.program == "qmqpd" }.map(answer) }

  private func answer(for service: Service) -> RelayAnswer {
    if let problem = policy.obstacle {
      return RelayAnswer(service: service.name, verdict: .fatal, decidedBy: nil, problem: problem)
    }
    let values = ServiceValues(configuration: policy.configuration, service: service, sources: policy.sources)
    let list = values.list("qmqpd_authorized_clients", of: .clients)
    let setting = policy.configuration.value(list.name, in: service)
    let decision = AccessVerdict.Decision(
      list: .empty, restriction: list.name, place: setting?.valueSpan.map { AccessPlace($0) })
    func answer(
      _ verdict: RelayAnswer.Verdict, from address: ByteString? = nil, _ unknown: AccessUnknown? = nil
    ) -> RelayAnswer {
      RelayAnswer(
        service: service.name, verdict: verdict, decidedBy: decision, means: verdict == .closed ? [] : [.anything],
        example: address.map { AccessSession(service: service.name, clientAddress: $0) },
        unknowns: unknown.map { [$0] } ?? [],
        remarks: address.map { address in
          let text = "qmqpd takes mail for any destination from \(address), without restrictions."
          return [.init(.qmqp, text, place: decision.place)]
        } ?? [])
    }
    var unknown: AccessUnknown?
    for address in StrangerAddresses.everywhere {
      switch list.matches(name: "unknown", address: address) {
      case .matched: return answer(.open, from: address)
      case .cannotTell(_, let element): unknown = unknown ?? AccessUnknown(.table, element.text, key: address)
      // A list that cannot be read lets nobody in.
      case .notMatched, .failed: break
      }
    }
    return answer(unknown == nil ? .closed : .openIf, unknown)
  }
}

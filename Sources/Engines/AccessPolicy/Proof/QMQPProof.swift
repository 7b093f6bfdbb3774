// qmqpd(8): a second way in, with no restrictions but a list of clients.

import Bytes
import PostfixConfig

struct QMQPProof {
  let policy: AccessPolicy

  init(_ policy: AccessPolicy) { self.policy = policy }

  func answers() -> [RelayAnswer] {
    policy.configuration.services.filter { $0.program == "qmqpd" }.map { service in
      let values = ServiceValues(configuration: policy.configuration, service: service, sources: policy.sources)
      let list = values.list("qmqpd_authorized_clients", of: .clients)
      let setting = policy.configuration.value("qmqpd_authorized_clients", in: service)
      let decision = AccessVerdict.Decision(
        list: .empty, restriction: "qmqpd_authorized_clients", place: setting?.valueSpan.map { AccessPlace($0) })
      let admitted = StrangerAddresses.everywhere.filter { list.matches(name: "unknown", address: $0).isMatch == true }
      let remark = RelayAnswer.Remark(
        .qmqp, "qmqpd takes mail for any destination from \(admitted.first ?? "its clients"), without restrictions.",
        place: decision.place)
      return RelayAnswer(
        service: service.name, verdict: admitted.isEmpty ? .closed : .open, decidedBy: decision,
        means: admitted.isEmpty ? [] : [.anything],
        example: admitted.first.map { AccessSession(service: service.name, clientAddress: $0) },
        remarks: admitted.isEmpty ? [] : [remark])
    }
  }
}

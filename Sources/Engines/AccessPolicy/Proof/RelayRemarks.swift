// What to know besides the verdict: trust that is wider than it looks.

import Bytes
import PostfixConfig

struct RelayRemarks {
  let proof: RelayProof
  let policy: AccessPolicy
  private var smtp: SMTPService { proof.smtp }
  private var service: Service { proof.smtp.service }
  private var values: ServiceValues {
    ServiceValues(configuration: policy.configuration, service: service, sources: policy.sources)
  }

  init(_ proof: RelayProof, _ policy: AccessPolicy) {
    self.proof = proof
    self.policy = policy
  }

  func completed(_ answer: RelayAnswer) -> RelayAnswer {
    if answer.verdict == .fatal { return answer }
    let impersonation = impersonation()
    var remarks = answer.remarks + impersonation.remarks + networks() + domains() + routing() + sink()
    if proof.strangers.asked.asksAnyCertificate, let remark = certificates() { remarks.append(remark) }
    // Whoever may say who he is may be anybody whom the service trusts.
    if let way = impersonation.way, answer.verdict == .closed || answer.verdict == .limited {
      // Who is limited for certain is told so rather than what may be.
      if way.unknowns.isEmpty || answer.verdict == .closed {
        return RelayAnswer(
          service: answer.service, verdict: way.unknowns.isEmpty ? .open : .openIf, decidedBy: impersonation.decision,
          means: way.means, example: way.session, trace: way.trace, unknowns: way.unknowns, remarks: remarks)
      }
    }
    var verdict = answer.verdict
    // Where the proof tried every such domain of the list and found no way, there is none.
    let isWide = remarks.contains { remark in
      remark.kind == .routing || remark.kind == .wideDomains && !proof.strangers.triesAllWideDomains
    }
    if verdict == .closed, isWide || remarks.contains(where: { $0.kind == .largeNetwork }) && relaysForNeighbours {
      verdict = .limited
    }
    return RelayAnswer(
      service: answer.service, verdict: verdict, decidedBy: answer.decidedBy, means: answer.means,
      example: answer.example, trace: answer.trace, unknowns: answer.unknowns, remarks: remarks)
  }

  private func place(_ name: ByteString) -> AccessPlace? {
    policy.configuration.value(name, in: service)?.valueSpan.map { AccessPlace($0) }
  }

  // MARK: Who the client is

  private typealias Impersonating = (
    remarks: [RelayAnswer.Remark], way: Impersonation.Way?, decision: AccessVerdict.Decision?
  )

  private func impersonation() -> Impersonating {
    var names: [ByteString] = []
    let clients = values.list("smtpd_authorized_xclient_hosts", of: .clients)
    if StrangerAddresses.everywhere.contains(where: { clients.matches(name: "unknown", address: $0).isMatch == true }) {
      names.append(clients.name)
    }
    let upstream: ByteString = "smtpd_upstream_proxy_protocol"
    if !values.text(upstream).isEmpty, !service.namesPrivateAddress, service.entry[.type] == "inet" {
      names.append(upstream)
    }
    guard let name = names.first else { return ([], nil, nil) }
    let text =
      name == upstream
      ? "Whoever can connect here says with the PROXY protocol which address he comes from; keep strangers away from it."
      : "Strangers may use XCLIENT, and so be any client that the service trusts."
    let remark = RelayAnswer.Remark(.impersonation, text, place: place(name))
    let impersonation = Impersonation(proof: proof, policy: policy, takesNames: name != upstream)
    return ([remark], impersonation.way(), .init(list: .empty, restriction: name, place: place(name)))
  }

  private func networks() -> [RelayAnswer.Remark] {
    guard asksNetworks, let networks = smtp.tables.networks else { return [] }
    var remarks: [RelayAnswer.Remark] = []
    let setting = policy.configuration.value("mynetworks", in: service)
    for element in networks.elements where !element.isNegated {
      guard case .pattern(let text) = element.kind, let network = IPNetwork(pattern: text) else { continue }
      let place: AccessPlace?
      if case .value(let offset) = element.place, let span = setting?.span(inValue: offset, length: text.count),
        setting?.raw == setting?.text
      {
        place = AccessPlace(span)
      } else {
        place = self.place("mynetworks")
      }
      let isHostPrefix = network.prefixLength == network.address.count * 8
      if network.isPrivate {
        guard !network.isLoopback, setting?.isSet == true, !isHostPrefix, !service.namesPrivateAddress,
          service.entry[.type] == "inet"
        else { continue }
        remarks.append(
          .init(
            .hiddenClients,
            "mynetworks trusts \(text); if NAT, a container network or a proxy hides the clients, strangers come from there.",
            place: place))
      } else if network.prefixLength < (network.isIPv4 ? StrangerAddresses.largestIPv4 : StrangerAddresses.largestIPv6)
      {
        remarks.append(.init(.largeNetwork, "mynetworks trusts \(text), far more than one organisation.", place: place))
      } else if setting?.isSet != true, !isHostPrefix {
        remarks.append(
          .init(
            .largeNetwork, "mynetworks is not set, and mynetworks_style trusts all of \(text), neighbours included.",
            place: self.place("mynetworks_style")))
      }
    }
    // One of each kind says enough.
    return RelayAnswer.Remark.Kind.allCases.compactMap { kind in remarks.first { $0.kind == kind } }
  }

  /// Whether hosts of somebody else's may relay because they are near: nobody has said which networks are ours.
  private var relaysForNeighbours: Bool {
    guard policy.configuration.value("mynetworks", in: service)?.isSet != true, let networks = smtp.tables.networks
    else { return false }
    return networks.elements.contains { element in
      guard !element.isNegated, case .pattern(let text) = element.kind, let network = IPNetwork(pattern: text),
        !network.isPrivate, let address = StrangerAddresses.address(in: network)
      else { return false }
      var session = AccessSession(service: smtp.name, clientAddress: address)
      session.recipient = proof.strangers.recipients[0].value.text
      return policy.verdict(for: session)?.outcome == .permit
    }
  }

  private var asksNetworks: Bool {
    let lists = [smtp.lists.relay, smtp.lists.recipient] + smtp.lists.classes
    return lists.contains { $0.checks.contains { if case .networks = $0.kind { true } else { false } } }
  }

  private func certificates() -> RelayAnswer.Remark? {
    guard values.isYes("smtpd_tls_ask_ccert") || values.isYes("smtpd_tls_req_ccert") else { return nil }
    return .init(
      .anyCertificate, "permit_tls_all_clientcerts lets everybody relay whose certificate a known authority signed.",
      place: place("smtpd_relay_restrictions") ?? place("smtpd_recipient_restrictions"))
  }

  // MARK: What is ours

  private func domains() -> [RelayAnswer.Remark] {
    WideDomains.found(in: smtp).prefix(1).map { .init(.wideDomains, $0.text, place: $0.place) }
  }

  private func routing() -> [RelayAnswer.Remark] {
    guard smtp.settings.allowsRouting else { return [] }
    let routed = proof.strangers.recipients.contains { $0.value.resolved.isRouted }
    guard routed || !smtp.resolver.classes.lists.isEmpty else { return [] }
    return [
      .init(
        .routing,
        "allow_untrusted_routing accepts recipients such as user%elsewhere@domain for the next host to expand.",
        place: place("allow_untrusted_routing"))
    ]
  }

  private func sink() -> [RelayAnswer.Remark] {
    guard proof.strangers.foreignRecipient == nil, let first = proof.strangers.recipients.first,
      !proof.strangers.goesOut(first.value)
    else { return [] }
    let parameter = first.value.resolved.decidedBy.parameter
    return [
      .init(
        .sink, "\(parameter) has every domain: all mail is taken, and what nobody here wants is bounced to its sender.",
        place: policy.configuration.value(parameter, in: smtp.resolver.service)?.valueSpan.map { AccessPlace($0) })
    ]
  }
}

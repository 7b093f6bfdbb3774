import AccessPolicy
import Bytes
import PostfixConfig
import TestSupport
import Testing
@Suite struct TmpProof {
  @Test func probe() throws {
    for c in try AccessCase.all() {
      let files = c.files
      let sources = TableSources { path in
        let name = path.description.split(separator: "/").last.map(String.init) ?? ""
        for (k, v) in files where "\(k)" == name { return .bytes(Array(v)) }
        return .missing
      }
      let host = HostFacts(hostname: "mail", interfaces: [.init(address: [127,0,0,1], prefixLength: 8), .init(address: [192,0,2,25], prefixLength: 24), .init(address: [44,10,0,25], prefixLength: 24)], processID: 1)
      let conf = Configuration(main: MainFile(c.main), master: MasterFile(c.master), build: PostfixBuild(PostfixVersion(3,7,11)), host: host)
      let policy = AccessPolicy(conf, sources: sources)
      for a in policy.relayAnswers() {
        print("PROOF \(c.id) want=\(c.verdict) got=\(a.service) \(a.verdict.rawValue) by=\(a.decidedBy?.restriction.description ?? "-")@\(a.decidedBy?.place.map { "\($0.file):\($0.line)" } ?? "-") means=\(a.means.map(\.rawValue)) remarks=\(a.remarks.map(\.kind.rawValue)) unk=\(a.unknowns.map(\.subject)) ex=\(a.example.map { "\($0.clientAddress) \($0.clientName ?? "-") \($0.sender) \($0.recipient)" } ?? "")")
      }
    }
  }
}

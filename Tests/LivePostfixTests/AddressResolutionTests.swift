// An address means to us what it means to the installed trivial-rewrite(8): generated addresses through both.

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@testable import AccessPolicy

@Suite("Differential: trivial-rewrite", .enabled(if: PrivateRewriteServices.canRun, "only root can start Postfix"))
struct AddressResolutionTests {
  static let queries = Int(Host.environment("POSTKEEP_ADDRESSES") ?? "") ?? 5_000
  static let seed = UInt64(Host.environment("POSTKEEP_SEED") ?? "") ?? 20_261_126
  static let services = 32

  @Test("Generated addresses are rewritten and resolved as trivial-rewrite does it")
  func generatedAddresses() throws {
    let directory = try PrivateDirectory()
    var generator = AddressGenerator(random: SeededRandom(seed: Self.seed))
    for (name, content) in RewriteParameterGenerator.files { try directory.write(content, to: name) }
    let parameters = RewriteParameterGenerator(directory: directory.path)
    let sets = parameters.sets(count: Self.services, random: &generator.random)
    let main =
      PrivateRewriteServices.mainFile(in: directory) + """
        compatibility_level = 3.6
        myhostname = mail.local.test
        mydestination = $myhostname, localhost.$mydomain, localhost, local.test
        virtual_alias_domains = alias.test
        virtual_mailbox_domains = virtual.test
        relay_domains = relayed.test

        """
    let master = sets.enumerated().map { index, set in
      "rewrite\(index) unix - - n - - trivial-rewrite\n"
        + set.map { "  -o { \($0.name) = \($0.value) }\n" }.joined()
    }.joined()
    try directory.write(main, to: "main.cf")
    try directory.write(master, to: "master.cf")
    let running = try PrivateRewriteServices(in: directory)

    let build = try RealPostfix.build()
    let files = TableSources { path in
      (try? FileReading.contents(of: path.description)).map(TableSource.bytes) ?? .missing
    }
    var differences: [String] = []
    var classes: [ResolvedAddress.AddressClass: Int] = [:]
    for index in sets.indices {
      let configuration = Configuration(
        main: MainFile(ByteString(main + "rewrite_service_name = rewrite\(index)\n").bytes),
        master: MasterFile(ByteString(master).bytes), build: build, host: RealPostfix.host)
      let comparison = RewriteComparison(
        AddressResolver(configuration, sources: files), with: try running.connect(to: "rewrite\(index)"))
      for _ in 0..<(Self.queries / sets.count + 1) {
        let (found, addressClass) = try comparison.compare(&generator)
        if let addressClass { classes[addressClass, default: 0] += 1 }
        differences += found.map { "\($0)\n  with \(sets[index].map { "\($0.name)=\($0.value)" })" }
      }
    }
    #expect(differences.isEmpty, "\(differences.count), first:\n\(differences.prefix(12).joined(separator: "\n"))")
    for addressClass in ResolvedAddress.AddressClass.allCases {
      #expect(classes[addressClass, default: 0] > Self.queries / 200, "too few of class \(addressClass)")
    }
  }
}

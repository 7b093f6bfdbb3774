// The installed smtpd in a network of its own, asked for the sessions of the access engine.

import Access
import AccessPolicy
import Bytes
import LiveSMTPD
import PostfixConfig
import SystemAccess
import TestSupport

enum RealSMTPD {
  /// What the private network has, and so what the evaluator is told of the host.
  static let host = HostFacts(
    hostname: ByteString(Host.name),
    interfaces: ([loopback, loopback6] + AccessCase.interfaces).map {
      .init(address: $0.address, prefixLength: $0.prefixLength)
    }, processID: Host.processID)
  private static let loopback = Host.InterfaceAddress(address: [127, 0, 0, 1], prefixLength: 8)
  private static let loopback6 = Host.InterfaceAddress(
    address: [UInt8](repeating: 0, count: 15) + [1], prefixLength: 128)

  /// Only root can run smtpd as Postfix does, and not in every container.
  static let isAvailable = Host.isRoot && (try? network.get()) != nil

  /// Asked once.
  static let build = Result { try RealPostfix.build() }

  /// One for all: making a network takes longer than asking.
  private static let network = Result { try PrivateNetwork(addresses: AccessCase.interfaces) }

  static func ask(
    _ configuration: AccessConfiguration, _ sessions: [AccessSession], in directory: PrivateDirectory,
    isolated: Bool = false
  ) throws -> [LiveAnswer] {
    try configuration.write(to: directory)
    let read = configuration.configuration(in: directory.path, build: try build.get())
    guard let smtpd = read.services.first(where: { $0.program == "smtpd" }) else { return [] }
    let rewrite = read.services.first { $0.program == "trivial-rewrite" }
    let instance = try LiveInstance(
      configuration: directory.path, rewriteOverrides: rewrite.map { LiveService($0).overrides } ?? [],
      network: try network.get())
    return try instance.ask(
      sessions.map { LiveSession($0) }, of: LiveService(smtpd),
      isolated: isolated || remembers(configuration))
  }

  /// Whether smtpd may keep for the next session what reject_unlisted_sender has said: it does so in client and HELO lists,
  /// and in what classes and tables put there.
  private static func remembers(_ configuration: AccessConfiguration) -> Bool {
    func contains(_ text: [UInt8], _ word: String) -> Bool { text.firstOccurrence(of: Array(word.utf8)) != nil }
    let main = configuration.pair.main
    guard contains(main, "smtpd_client_restrictions") || contains(main, "smtpd_helo_restrictions") else { return false }
    return ([main] + configuration.files.values).contains { contains($0, "reject_unlisted_sender") }
  }
}

extension LiveAnswer {
  /// "reject 554 5.7.1", for comparison.
  var summary: String {
    guard let outcome else { return "not asked: \(obstacle ?? "")" }
    guard outcome != .fatal, outcome != .permit, let reply = decidingReply else { return outcome.rawValue }
    return "\(outcome.rawValue) \(reply.code) \(reply.status)"
  }
}

extension AccessVerdict {
  var summary: String {
    guard outcome == .reject || outcome == .defer, let reply else { return outcome.rawValue }
    return "\(outcome.rawValue) \(reply.code) \(reply.status)"
  }
}

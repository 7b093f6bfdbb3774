// A client as one word of the command line names it: "203.0.113.5" or "203.0.113.5,host.example".

import Access
import AccessPolicy
import ArgumentParser
import Bytes

struct ClientWords: ExpressibleByArgument {
  let address: ByteString
  /// The verified name; nil when none is said.
  let name: ByteString?

  init?(argument: String) {
    let parts = argument.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, case let address = ByteString(String(first)), AccessSession.isAddress(address) else {
      return nil
    }
    self.address = address
    name = parts.count == 2 && !parts[1].isEmpty ? ByteString(String(parts[1])) : nil
  }
}

struct SessionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The client's address, and its verified name if it has one.", valueName: "ip[,name]"))
  var client: ClientWords?
  @Option(help: "What the client says with HELO or EHLO.") var helo: String?
  @Option(help: ArgumentHelp("The login name of a client that has authenticated.", valueName: "user"))
  var saslUser: String?
  @Option(help: ArgumentHelp("The mechanism of the login.", valueName: "name")) var saslMethod: String?
  @Flag(help: "The session is encrypted.") var tls = false
  @Option(help: ArgumentHelp("The fingerprint of the client's certificate; implies --tls.", valueName: "fingerprint"))
  var ccert: String?
  @Option(help: ArgumentHelp("The address of MAIL FROM; '' for the null sender.", valueName: "address"))
  var sender: String?
  @Option(help: ArgumentHelp("The address of RCPT TO.", valueName: "address")) var recipient: String?

  var isEmpty: Bool {
    client == nil && helo == nil && saslUser == nil && saslMethod == nil && !tls && ccert == nil && sender == nil
      && recipient == nil
  }

  /// Nil when too little is said.
  func session(service: String?) -> AccessSession? {
    guard let client, let sender, let recipient else { return nil }
    var session = AccessSession(
      service: service, clientAddress: client.address, clientName: client.name, usesTLS: tls || ccert != nil,
      certificateFingerprint: ccert.map { ByteString($0) }, saslMethod: saslMethod.map { ByteString($0) },
      saslUsername: saslUser.map { ByteString($0) }, sender: ByteString(Self.plain(sender)),
      recipient: ByteString(Self.plain(recipient)))
    if let helo { session.helo = ByteString(helo) }
    return session
  }

  /// "<a@b.example>" as mail logs write it is a@b.example.
  private static func plain(_ address: String) -> String {
    address.hasPrefix("<") && address.hasSuffix(">") ? String(address.dropFirst().dropLast()) : address
  }
}

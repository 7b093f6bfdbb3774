// A service of a configuration, as it is given to the real smtpd.

import Access
import Bytes
import LiveSMTPD
import PostfixConfig
import TestSupport

extension LiveService {
  /// The service with its -o settings; the first smtpd without a name.
  init(named name: String?, in master: MasterFile) throws {
    let configuration = Configuration(main: MainFile([]), master: master, build: try RealPostfix.build())
    let found = configuration.services.first { service in
      if let name { service.entry[.service].description == name } else { service.program == "smtpd" }
    }
    guard let found else { throw TestFailure("no service \(name ?? "smtpd")") }
    self.init(found)
  }
}

// What a session means when only a part of it is said.

import AccessPolicy
import Testing

@Suite("Sessions")
struct AccessSessionTests {
  @Test("A session of which nothing is said is a stranger's")
  func stranger() {
    let session = AccessSession()
    #expect(session.clientName == nil && session.saslUsername == nil && !session.usesTLS)
  }
}

// postconf's view and the daemons' view of main.cf agree where no service is involved.

import Bytes
import PostfixConfig
import Testing

@Suite("Two views of one configuration")
struct TwoViewsTests {
  @Test(
    "A value that postconf -x shows is the effective value",
    arguments: [PostfixVersion(3, 7, 11), PostfixVersion(2, 11, 11)])
  func expandedValues(version: PostfixVersion) throws {
    var generator = ConfigurationGenerator(seed: 99)
    var compared = 0
    for _ in 0..<300 {
      let pair = generator.next()
      let master = pair.master.map { MasterFile($0) }
      let build = PostfixBuild(version, .debian)
      let input = PostconfInput(
        directory: "/etc/postfix", main: MainFile(pair.main), master: master, build: build, host: RealPostfix.host)
      guard let postconf = try? Postconf(input) else { continue }
      let configuration = Configuration(
        main: input.main, master: master, build: build, host: RealPostfix.host)
      var options = ListingOptions()
      options.explicitOnly = true
      options.isExpanding = true
      for name in input.main.names {
        // Values that postconf refuses, and names that it takes from its own process.
        guard let listed = try? postconf.listedValue(name, options), !Self.readsProcess(pair) else { continue }
        #expect(configuration.value(name)?.text == listed, "\(name) in \(pair)")
        compared += 1
      }
    }
    #expect(compared > 150)
  }

  private static func readsProcess(_ pair: ConfigurationPair) -> Bool {
    let text = String(decoding: pair.main, as: UTF8.self)
    return ["process_name", "service_name"].contains { text.contains($0) }
  }
}

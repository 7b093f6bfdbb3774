// What we say about a configuration is what postconf says: thousands of generated pairs through both.
//
// The reference is the installed postconf(1). A difference is shrunk to the smallest pair that still shows it.

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

/// The letters of one postconf call.
struct ListingCall: Sendable, CustomStringConvertible {
  let letters: String
  var description: String { "-\(letters)" }

  static let all = ["n", "nx", "M", "F", "P", "nf", "nxf", "Mf", "Ff", "Pf", "Mx", "Fx", "Px", "Mxf"].map(
    ListingCall.init)

  var options: ListingOptions {
    var options = ListingOptions()
    options.explicitOnly = letters.contains("n")
    options.isExpanding = letters.contains("x")
    options.isFolding = letters.contains("f")
    return options
  }

  /// What Postkeep prints; nil where postconf would die.
  func ours(_ pair: ConfigurationPair, in directory: String, build: PostfixBuild) -> [UInt8]? {
    let input = PostconfInput(
      directory: ByteString(directory), main: MainFile(pair.main), master: pair.master.map { MasterFile($0) },
      build: build, host: RealPostfix.host)
    do throws(PostconfFailure) {
      let postconf = try Postconf(input)
      if letters.contains("n") { return try postconf.mainListing(options) }
      // Without master.cf there is nothing to list, and postconf dies of it.
      guard pair.master != nil else { return nil }
      if letters.contains("M") { return try postconf.masterListing(options) }
      if letters.contains("F") { return try postconf.fieldListing(options) }
      return try postconf.parameterListing(options)
    } catch {
      return nil
    }
  }

  /// What postconf prints, nil where it dies; and what it complains about.
  func real(in directory: String) throws -> (output: [UInt8]?, complaint: String) {
    let result = try Subprocess.run(
      "postconf", ["-c", directory] + letters.map { "-\($0)" })
    return (result.status == 0 ? result.output : nil, String(decoding: result.errors, as: UTF8.self))
  }
}

@Suite("Differential: postconf")
struct PostconfDifferentialTests {
  static let pairs = Int(Host.environment("POSTKEEP_PAIRS") ?? "") ?? 2000
  static let seed = UInt64(Host.environment("POSTKEEP_SEED") ?? "") ?? 20_261_126
  /// Postfix programs sleep for a second before they die, so most lanes wait most of the time.
  static let lanes = 96

  @Test("Generated configurations print as postconf prints them")
  func generatedPairs() throws {
    let build = try RealPostfix.build()
    let accepted = Collected<Int>()
    let differences = Collected<String>()
    try Lanes.run(Self.lanes) { lane in
      let directory = try PrivateDirectory()
      var generator = ConfigurationGenerator(seed: Self.seed &+ UInt64(lane) &* 1_000_003)
      for number in 0..<(Self.pairs + Self.lanes - 1) / Self.lanes {
        let pair = generator.next()
        // The five calls of the contract each time, one of the others in turn.
        let extra = ListingCall.all[5 + number % (ListingCall.all.count - 5)]
        for call in ListingCall.all.prefix(5) + [extra] {
          let (difference, isAccepted) = try Self.compare(pair, call, directory, build)
          if isAccepted { accepted.add(number) }
          if let difference, differences.elements.count < 5 {
            let smallest = try Self.shrink(pair, call, directory, build)
            differences.add("postconf \(call) differs\n\(smallest)\n\(difference)")
          }
        }
      }
    }
    print("\(accepted.elements.count) of \(Self.pairs * 6) calls accepted")
    for difference in differences.elements { Issue.record("\(difference)") }
    #expect(accepted.elements.count > Self.pairs * 2, "too few accepted configurations to prove anything")
  }

  /// What differs, nil when both print the same or both refuse; and whether postconf accepts the pair.
  static func compare(
    _ pair: ConfigurationPair, _ call: ListingCall, _ directory: PrivateDirectory, _ build: PostfixBuild
  ) throws -> (difference: String?, isAccepted: Bool) {
    try directory.write(pair.main, to: "main.cf")
    if let master = pair.master { try directory.write(master, to: "master.cf") } else { directory.remove("master.cf") }
    let (real, complaint) = try call.real(in: directory.path)
    guard KnownDifferences.explanation(of: complaint) == nil else { return (nil, false) }
    let ours = call.ours(pair, in: directory.path, build: build)
    guard real != ours else { return (nil, real != nil) }
    func text(_ output: [UInt8]?) -> String { output.map { String(decoding: $0, as: UTF8.self) } ?? "(refused)\n" }
    return ("postconf:\n\(text(real))ours:\n\(text(ours))", real != nil)
  }

  /// Takes away lines, then bytes, for as long as a difference remains.
  static func shrink(
    _ pair: ConfigurationPair, _ call: ListingCall, _ directory: PrivateDirectory, _ build: PostfixBuild
  ) throws -> ConfigurationPair {
    try Shrinker.smallest(pair) { try compare($0, call, directory, build).difference != nil }
  }
}

// What each service gets: -o first, then main.cf, then the default of the version.

import Bytes
import PostfixConfig
import Testing

@Suite("Effective values")
struct EffectiveValueTests {
  private func configuration(
    _ main: String, _ master: String = "", _ version: PostfixVersion = PostfixVersion(3, 11)
  ) -> Configuration {
    Configuration(
      main: MainFile(Array(main.utf8)), master: MasterFile(Array(master.utf8)), build: PostfixBuild(version))
  }

  private func text(_ name: ByteString, in service: String, of configuration: Configuration) -> ByteString? {
    configuration.value(name, in: configuration.services.first { $0.name == service })?.text
  }

  @Test("-o counts for its service alone, and reaches other values through $name")
  func overrides() {
    let both = configuration(
      "mail_name = $brand mail\nbrand = our\n",
      "smtp inet n - n - - smtpd\nsub inet n - n - - smtpd -o brand=their\n")
    #expect(text("mail_name", in: "smtp/inet", of: both) == "our mail")
    #expect(text("mail_name", in: "sub/inet", of: both) == "their mail")
  }

  @Test("$config_directory is the directory that was named, unless main.cf says otherwise")
  func directory() {
    func queue(_ main: String) -> ByteString? {
      Configuration(
        main: MainFile(Array(main.utf8)), master: nil, build: PostfixBuild(PostfixVersion(3, 7)),
        directory: "/srv/mail/etc"
      ).value("queue_directory")?.text
    }
    #expect(queue("queue_directory = $config_directory/../spool\n") == "/srv/mail/etc/../spool")
    #expect(queue("config_directory = /other\nqueue_directory = ${config_directory}/q\n") == "/other/q")
  }

  @Test(
    "Options are read as getopt reads them",
    arguments: [
      ("-o biff=no", "no"), ("-obiff=no", "no"), ("-vo biff=no", "no"), ("-v -o biff=no", "no"),
      ("-o { biff = no }", "no"), ("-o biff=yes -o biff=no", "no"), ("-- -o biff=no", "yes"),
      ("argv=x -o biff=no", "yes"),
    ])
  func optionForms(arguments: String, expected: ByteString) {
    let one = configuration("biff = yes\n", "s unix - - n - - smtp \(arguments)\n")
    #expect(text("biff", in: "s/unix", of: one) == expected)
  }

  @Test("master runs the last of two entries with one name")
  func duplicates() {
    let two = configuration("", "s inet n - n - - smtpd -o biff=no\ns inet n - n - - smtpd -o biff=yes\n")
    #expect(two.services.count == 1)
    #expect(text("biff", in: "s/inet", of: two) == "yes")
  }

  @Test(
    "Defaults follow the version, down to the patch level",
    arguments: [
      ("milter_default_action", PostfixVersion(3, 7, 11), "tempfail"),
      ("milter_default_action", PostfixVersion(3, 7, 20), "shutdown"),
      ("milter_default_action", PostfixVersion(3, 8, 0), "tempfail"),
      ("smtpd_forbid_bare_newline", PostfixVersion(3, 7, 9), "no"),
      ("smtpd_forbid_bare_newline", PostfixVersion(3, 9, 0), "normalize"),
    ])
  func patchLevels(name: ByteString, version: PostfixVersion, expected: ByteString) {
    #expect(configuration("", "", version).value(name)?.text == expected)
  }

  @Test("A parameter that a version does not have has no value there")
  func beforeItsTime() {
    #expect(configuration("", "", PostfixVersion(3, 7, 8)).value("smtpd_forbid_bare_newline") == nil)
    #expect(configuration("", "", PostfixVersion(2, 9, 0)).value("smtpd_relay_restrictions") == nil)
  }

  @Test("Defaults follow compatibility_level", arguments: [("0", "yes"), ("1", "no"), ("3.6", "no")])
  func compatibilityLevel(level: String, expected: ByteString) {
    let one = configuration("compatibility_level = \(level)\n")
    #expect(one.value("append_dot_mydomain")?.text == expected)
    #expect(one.followsCompatibilityLevel("append_dot_mydomain"))
  }

  @Test("What only the host knows is said to be unknown, not guessed")
  func hostDependent() throws {
    let value = try #require(configuration("").value("mynetworks"))
    #expect(value.text == nil)
    #expect(value.problem?.contains("depends on the host") == true)
  }

  @Test(
    "Times have the default unit of their parameter, and only one unit letter counts",
    arguments: [
      ("5", UInt8(ascii: "d"), 432_000), ("5min", UInt8(ascii: "s"), 300), ("1h30m", UInt8(ascii: "s"), 3600),
      ("s", UInt8(ascii: "d"), 0), ("+5s", UInt8(ascii: "d"), 5), ("0", UInt8(ascii: "h"), 0),
    ])
  func times(text: ByteString, unit: UInt8, seconds: Int) {
    #expect(TimeValue.seconds(text, defaultUnit: unit) == seconds)
  }

  @Test(
    "Times that Postfix refuses", arguments: ["", "5 m", "5M", "-1", "1.5h", "99999w", "0x10", "5y", "99999999999"])
  func refusedTimes(text: String) {
    #expect(TimeValue.seconds(ByteString(text), defaultUnit: UInt8(ascii: "s")) == nil)
  }

  @Test("Restriction classes are replaced by their lists, warn_if_reject keeps to what follows")
  func restrictionClasses() {
    let one = configuration(
      """
      compatibility_level = 3.6
      smtpd_restriction_classes = trusted, loop
      trusted = permit_mynetworks, warn_if_reject reject_unknown_client_hostname
      loop = trusted, loop
      smtpd_client_restrictions = trusted, check_client_access hash:/etc/a, loop, nonsense

      """, "smtp inet n - n - - smtpd\n")
    let list = RestrictionList("smtpd_client_restrictions", of: one.services[0], in: one)
    #expect(
      list.elements.map(\.name) == [
        "permit_mynetworks", "reject_unknown_client_hostname", "check_client_access", "permit_mynetworks",
        "reject_unknown_client_hostname", "nonsense",
      ])
    #expect(list.elements.map(\.isWarningOnly) == [false, true, false, false, true, false])
    #expect(list.elements[2].argument == "hash:/etc/a")
    #expect(list.elements.last?.isKnown == false)
    #expect(list.recursiveClasses == ["loop"])
  }
}

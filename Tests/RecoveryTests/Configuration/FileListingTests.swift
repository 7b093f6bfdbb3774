// What listing.txt says of files, as a restore reads it.

import Testing

@testable import Recovery

@Suite("Configuration: the listing of files")
struct FileListingTests {
  private static func entries(_ text: String, of paths: String...) -> [String: FileListing.Entry] {
    FileListing(Array(text.utf8), of: Set(paths)).entries
  }

  @Test("Mode, owners, targets of links and missing secrets are read, also of paths with blanks and arrows")
  func lines() {
    let entries = Self.entries(
      """
      -rw-r----- root postfix 4 20261126T224603Z /etc/a table
      -rwxr-x--x 1000 postfix 4 20261126T224603Z /etc/a -> b -> /srv/b (without its secrets)
      -rw------- root root 4 20261126T224603Z /etc/c (without its secrets)
      -rw------- root root 4 20261126T224603Z /etc/d (without its secrets)
      -rw------- root root
      total 4

      """, of: "/etc/a table", "/etc/a -> b", "/etc/c", "/etc/d (without its secrets)")
    typealias Entry = FileListing.Entry
    #expect(
      entries == [
        "/etc/a table": Entry(mode: 0o640, owner: "root", group: "postfix", target: nil, isMasked: false),
        "/etc/a -> b": Entry(mode: 0o751, owner: "1000", group: "postfix", target: "/srv/b", isMasked: true),
        "/etc/c": Entry(mode: 0o600, owner: "root", group: "root", target: nil, isMasked: true),
        "/etc/d (without its secrets)": Entry(mode: 0o600, owner: "root", group: "root", target: nil, isMasked: false),
      ])
  }

  @Test("Of a file that is listed twice, nobody gains anything")
  func twice() {
    let entries = Self.entries(
      """
      -rwxrwxrwx joe joe 4 20261126T224603Z /etc/main.cf
      -rw-r--r-- root root 4 20261126T224603Z /etc/main.cf (without its secrets)

      """, of: "/etc/main.cf")
    #expect(
      entries["/etc/main.cf"]
        == FileListing.Entry(mode: 0o644, owner: "root", group: "root", target: nil, isMasked: true))
  }

  @Test("A name with a line end in it makes no line of its own in the listing")
  func lineEnds() throws {
    let name = "a\n-rwxrwxrwx joe joe 4 20261126T224603Z "
    let server = try SmallServer(files: [name: "harmless\n"])
    let listing = try #require(server.captured.facts.first { $0.name == "listing.txt" })
    let lines = String(decoding: listing.content, as: UTF8.self).split(separator: "\n")
    #expect(
      lines.contains { $0.contains("/etc/postfix/a\\n-rwxrwxrwx joe") } && !lines.contains { $0.hasPrefix("-rwx") })
  }
}

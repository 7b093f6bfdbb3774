// Files of a configuration whose names are no UTF-8.

import SystemAccess
import TestSupport
import Testing

@Suite("Live: odd names in configurations", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct OddNameTests {
  @Test("A file whose name is no UTF-8 is named by 'snapshot create' and in left-out.txt, once, with status 2")
  func told() throws {
    let world = try ConfigurationWorld()
    // One that main.cf names, one that nobody names, one in a folder, and one that is UTF-8.
    let made = try Subprocess.run(
      "sh",
      [
        "-c",
        """
        cd '\(world.etc)' && mkdir more && echo 'one two' > "$(printf 'caf\\351')" && echo 'one two' > "$(printf 'more/\\350')"
        echo 'one two' > "$(printf 'caf\\303\\251')"
        printf 'virtual_alias_maps = texthash:%s/caf\\351\\n' '\(world.etc)' >> main.cf
        """,
      ])
    try #require(made.status == 0)
    let archive = "\(world.path)/odd.tar.zst"
    let answer = try BuiltProgram.run("snapshot", "create", "-o", archive, "-c", world.etc)
    #expect(answer.status == 2, "\(answer.output)\(answer.errors)")
    for name in ["caf\\xE9", "more/\\xE8"] {
      #expect(
        answer.errors.contains("\(world.etc)/\(name) is not in the snapshot: its name is no UTF-8"), "\(answer.errors)")
    }
    let listed = try Subprocess.run("tar", ["--zstd", "-xOf", archive, "config/facts/left-out.txt"])
    let lines = String(decoding: listed.output, as: UTF8.self).split(separator: "\n")
    #expect(lines.filter { $0.contains("caf") } == ["\(world.etc)/caf\\xE9\tnot stored: its name is no UTF-8"])
    #expect(lines.contains("\(world.etc)/more/\\xE8\tnot stored: its name is no UTF-8"))
    let stored = try Subprocess.run("tar", ["--zstd", "-xOf", archive, "config/files\(world.etc)/café"])
    #expect(stored.status == 0 && stored.output == Array("one two\n".utf8))
  }
}

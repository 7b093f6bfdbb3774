// Compiled tables after a restore of a configuration: Postfix must not go on with old ones.

import SystemAccess
import TestSupport
import Testing

@Suite("Live: tables of restored configurations", .enabled(if: PrivatePostfix.canRun, "needs root and Postfix"))
struct RestoredTablesTests {
  private static func compile(_ words: String..., in world: ConfigurationWorld) throws {
    let result = try Subprocess.run(words[0], ["-c", world.etc] + words.dropFirst())
    try #require(result.status == 0, "\(String(decoding: result.errors, as: UTF8.self))")
  }

  private static func answer(_ program: String, _ key: String, _ table: String, _ world: ConfigurationWorld) throws
    -> String
  {
    let result = try Subprocess.run(program, ["-c", world.etc, "-q", key, table])
    return String(decoding: result.output, as: UTF8.self)
  }

  @Test(
    "Tables whose sources were replaced are compiled anew: routes by postmap, aliases by postalias, those of services too"
  )
  func compiled() throws {
    let world = try ConfigurationWorld { world in
      let etc = world.etc
      try world.append("transport_maps = hash:\(etc)/transport\n", to: world.main)
      try world.append("alias_database = hash:\(etc)/aliases\n", to: world.main)
      try world.append("virtual_alias_maps = hash:\(etc)/same\n", to: world.main)
      try world.append(
        "other unix - - n - - smtp\n  -o smtp_generic_maps=btree:\(etc)/generic\n", to: "\(etc)/master.cf")
      for name in ["transport", "generic", "same"] {
        try world.write("example.com smtp:[first.test]\n", to: "\(etc)/\(name)")
      }
      try world.write("someone: first\n", to: "\(etc)/aliases")
    }
    let (transport, generic, aliases, same) = (
      "hash:\(world.etc)/transport", "btree:\(world.etc)/generic", "hash:\(world.etc)/aliases", "hash:\(world.etc)/same"
    )
    for name in ["transport", "generic"] {
      try world.write("example.com smtp:[second.test]\n", to: "\(world.etc)/\(name)")
    }
    try world.write("someone: second\n", to: "\(world.etc)/aliases")
    try Self.compile("postmap", transport, generic, same, in: world)
    try Self.compile("postalias", aliases, in: world)

    let answer = try world.restore("configuration")
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(try Self.answer("postmap", "example.com", transport, world) == "smtp:[first.test]\n")
    #expect(try Self.answer("postmap", "example.com", generic, world) == "smtp:[first.test]\n")
    #expect(try Self.answer("postalias", "someone", aliases, world) == "first\n")
    for command in ["postmap -c \(world.etc) \(transport)", "postalias -c \(world.etc) \(aliases)"] {
      #expect(answer.output.contains("    \(command)\n"), "\(answer.output)")
    }
    #expect(!answer.output.contains("postmap -c \(world.etc) \(same)"), "\(answer.output)")
  }

  @Test(
    "A table that cannot be compiled is left to the operator by its command, with status 3, until that has been done")
  func failing() throws {
    let world = try ConfigurationWorld { world in
      try world.append("transport_maps = hash:\(world.etc)/transport\n", to: world.main)
      try world.write("example.com smtp:[first.test]\n", to: "\(world.etc)/transport")
    }
    try world.write("example.com smtp:[second.test]\n", to: "\(world.etc)/transport")
    _ = try Subprocess.run("mkdir", ["\(world.etc)/transport.db"])
    _ = try Subprocess.run("touch", ["-d", "2020-01-01", "\(world.etc)/transport.db"])
    let answer = try world.restore("configuration")
    let command = "postmap -c \(world.etc) hash:\(world.etc)/transport"
    #expect(answer.status == 3 && answer.output.contains("\n    \(command)\n"), "\(answer.output)\(answer.errors)")
    #expect(answer.output.contains("What is left to you:\n  hash:\(world.etc)/transport: it is old:"))
    _ = try Subprocess.run("rmdir", ["\(world.etc)/transport.db"])
    let run = try #require(try world.runs.first)
    #expect(try world.resume(run).status == 0)
    let table = "hash:\(world.etc)/transport"
    #expect(try Self.answer("postmap", "example.com", table, world) == "smtp:[first.test]\n")
  }
}

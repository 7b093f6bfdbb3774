// Which configuration a command is about: one directory, and the Postfix that reads it.

import ArgumentParser
import ConfigurationDirectory
import PostfixConfig

struct ConfigurationPlace: ParsableArguments {
  @Argument(
    help: "A directory with main.cf and master.cf. Default: this host's configuration.", completion: .directory,
    transform: PathWord.read)
  var directory: String?
  @Option(
    name: [.customShort("c"), .customLong("config-dir")],
    help: ArgumentHelp("The directory, as Postfix's own tools take it.", valueName: "dir"), completion: .directory,
    transform: PathWord.read)
  var configDirectory: String?
  @Option(help: "The Postfix version, such as 3.7.11.") var postfixVersion: PostfixVersion?

  func validate() throws {
    if directory != nil, configDirectory != nil {
      throw ValidationError("Name the directory once: as an argument or with -c.")
    }
  }

  var isNamed: Bool { directory != nil || configDirectory != nil }
  var path: String { directory ?? configDirectory ?? HostPostfix.configurationDirectory }
}

// The configuration of a server as a snapshot keeps it: what belongs to it, read once, without secrets or with them.
//
//     let captured = try ConfigurationCapture(of: PlacedConfiguration("/etc/postfix"), withSecrets: false)
//     for file in captured.files { … file.archivePath, file.content … }

import Bytes
public import ConfigurationDirectory
import PostfixConfig
import SystemAccess

public struct ConfigurationCapture: Sendable {
  /// No configuration file is larger.
  public static let fileLimit = 64 << 20
  /// All files together.
  public static let wholeLimit = 256 << 20

  /// By path.
  public let files: [CapturedFile]
  public let facts: [CapturedFact]
  /// By path and line.
  public let leftOut: [LeftOut]

  /// What cannot be stored although it may be needed, in sentences.
  var problems: [String] {
    leftOut.filter { $0.reason == .unnameable }.map {
      "\($0.path) is not in the snapshot: its name is no UTF-8; rename it, or copy it by hand"
    }
  }

  /// Reads the configuration of a server, with the other instances that it names.
  ///
  /// - Parameters:
  ///   - placed: the configuration of the first instance.
  ///   - root: the folder below which the server's files lie; "" for this host's own.
  public init(of placed: PlacedConfiguration, root: String = "", withSecrets: Bool) throws(DirectoryError) {
    let server = ServerFiles(root: root)
    var instances = [Instance(placed.directory, placed, server)]
    var leftOut: [LeftOut] = []
    let others = instances[0].configuration.value("multi_instance_directories")?.text ?? .empty
    for word in Words.ofList(others) where !instances.contains(where: { $0.path == word.text.description }) {
      let path = word.text.description
      do throws(DirectoryError) {
        instances.append(Instance(try ConfigurationDirectory(server.place(of: path)), placed, server))
      } catch {
        leftOut.append(LeftOut(path, error.cause.isMissing ? .missing : .unreadable(error.cause.reason)))
      }
    }

    var references = FileReferences()
    for instance in instances {
      var directory = DirectoryReferences(server, adding: references)
      directory.read(instance.path)
      leftOut += directory.leftOut
      var reader = ReferenceReader(instance.configuration, files: server, adding: directory.references)
      reader.read()
      references = reader.references
    }
    var taking = FileTaking(server, references, instances, withSecrets: withSecrets)
    taking.takeAll()
    files = taking.taken
    leftOut += taking.leftOut + references.unnameable.map { LeftOut($0, .unnameable) }
    self.leftOut = leftOut.sorted { ($0.path, $0.line ?? 0, $0.description) < ($1.path, $1.line ?? 0, $1.description) }
    facts =
      ConfigurationFacts(instances, files: files, leftOut: self.leftOut, placed: placed, withSecrets: withSecrets)
      .all
  }
}

/// One instance of Postfix: a directory, and what its programs make of it.
struct Instance: Sendable {
  /// On its server.
  let path: String
  let directory: ConfigurationDirectory
  let configuration: Configuration

  init(_ directory: ConfigurationDirectory, _ placed: PlacedConfiguration, _ server: ServerFiles) {
    self.directory = directory
    let place =
      directory.path.hasPrefix("/")
      ? directory.path : FileReading.resolved(directory.path) ?? "\(Host.currentDirectory)/\(directory.path)"
    path = server.path(of: place) ?? place
    // Postfix enters the directory that it was told before it reads main.cf. Here it comes last: in front it would
    // take a first line that begins with a blank for its own.
    let isSet = directory.main.setting("config_directory") != nil
    let entered = isSet ? [] : Array("\nconfig_directory = \(path)\n".utf8)
    configuration = Configuration(
      main: MainFile(directory.main.bytes + entered), master: directory.master, build: placed.build, host: placed.host)
  }
}

// Embeds text files into the module that needs them: facts into PostfixConfig, rules into Audit, procedures into
// Recovery.
//
// The program stays one file, and a changed rule rebuilds what holds it.

import Foundation
import PackagePlugin

@main
struct EmbedPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder: URL
    switch target.name {
    case "PostfixConfig": folder = target.directoryURL.appending(path: "Facts")
    case "Recovery": folder = target.directoryURL.appending(path: "Procedures/Shipped")
    case "Audit": folder = context.package.directoryURL.appending(path: "Rules")
    default:
      Diagnostics.error("EmbedPlugin does not know what \(target.name) needs")
      return []
    }
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".facts") || $0.hasSuffix(".yaml") }
      .sorted()
      .map { folder.appending(path: $0) }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) files into \(target.name)",
        executable: try context.tool(named: "embed").url,
        arguments: [folder.path, output.path],
        inputFiles: files, outputFiles: [output])
    ]
  }
}

// A configuration for machines: every setting with its raw and its expanded value and its place.

import Bytes
public import ConfigurationDirectory
import JSONText
public import PostfixConfig

public enum JSONListing {
  public static let schema = "postkeep.config/1"

  /// The settings of a configuration, or the effective values of a service.
  ///
  /// Throws when the service is not there.
  public static func text(
    _ request: ListingRequest, of directory: ConfigurationDirectory, host: HostFacts
  ) throws(RequestError) -> [UInt8] {
    let configuration = Configuration(
      main: directory.main, master: directory.master, build: request.build, host: host,
      directory: ByteString(directory.path))
    let values: [EffectiveValue]
    var serviceName: ByteString?
    if case .service(let name) = request.content {
      serviceName = name
      values = try ServiceValues(name, request, directory, host).values
    } else {
      let names =
        request.names.isEmpty ? Set(configuration.parameterNames).union(directory.main.names).sorted() : request.names
      values = names.compactMap { configuration.value($0) }.filter { $0.isSet || !request.options.explicitOnly }
    }
    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", schema)
      json.member("directory", directory.path)
      json.member("version", request.build.version.description)
      if let serviceName { json.member("service", serviceName) }
      json.array("settings") { json in
        for value in values { write(value, to: &json) }
      }
      json.array("services") { json in
        for service in configuration.services { write(service, to: &json) }
      }
      json.array("diagnostics") { json in
        for diagnostic in Postconf.complaints(about: PostconfInput(directory, request.build, host)) {
          write(diagnostic, to: &json)
        }
      }
    }
    return json.bytes
  }

  private static func write(_ value: EffectiveValue, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", value.name)
      json.member("value", value.raw)
      json.member("expanded", value.text)
      if let problem = value.problem { json.member("problem", problem) }
      json.member("source", value.sourceName)
      json.member("line", value.valueSpan?.start.line)
    }
  }

  private static func write(_ service: Service, to json: inout JSONWriter) {
    json.object { json in
      for field in MasterEntry.Field.allCases { json.member(named: field.name, service.entry[field]) }
      json.member("line", service.entry.lineNumber)
      json.object("overrides") { json in
        for name in service.overrides.keys.sorted() {
          json.member(named: name.description, service.overrides[name]?.value)
        }
      }
    }
  }

  private static func write(_ diagnostic: Diagnostic, to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", diagnostic.kind.rawValue)
      json.member("fatal", diagnostic.isFatal)
      json.member("message", diagnostic.message)
      json.member("file", diagnostic.span?.file.rawValue)
      json.member("line", diagnostic.span?.start.line)
      json.member("column", diagnostic.span?.start.column)
    }
  }
}

extension EffectiveValue {
  /// "main.cf", "master.cf" or "default".
  var sourceName: String {
    switch origin {
    case .override: "master.cf"
    case .setting: "main.cf"
    case .builtIn, .hostDependent: "default"
    }
  }
}

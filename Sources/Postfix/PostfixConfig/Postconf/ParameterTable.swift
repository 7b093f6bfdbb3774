// The names that postconf(1) counts as parameters for one configuration, and where each comes from.
//
// Built-in names come with the program, service names from the delivery transports of master.cf, user names from being
// mentioned: a `$name` in some value, or a restriction class, makes an own name=value legitimate.
// Sources: postconf_builtin.c, postconf_service.c, postconf_user.c.

import Bytes

/// The class that postconf -C selects by.
enum ParameterClass: Sendable {
  case builtIn
  case service
  case user
  /// Known only so that old configurations go on working; shown when set.
  case legacy
}

/// One name of the table.
struct ParameterEntry: Sendable {
  var parameterClass: ParameterClass
  let defaultValue: DefaultValue
  let isRaw: Bool
  let isReadOnly: Bool

  var isShown: Bool { parameterClass != .legacy }
  /// Whether postconf searches the value for database clients, which expands it.
  var isSearchedForClients: Bool { parameterClass == .builtIn || parameterClass == .service }
}

struct ParameterTable: Sendable {
  private(set) var entries: [ByteString: ParameterEntry] = [:]

  init(_ build: PostfixBuild, services: [MasterEntry]) {
    for (name, parameter) in build.parameters {
      entries[name] = ParameterEntry(
        parameterClass: parameter.isLegacy ? .legacy : .builtIn, defaultValue: parameter.defaultValue,
        isRaw: parameter.facts.isRaw, isReadOnly: parameter.facts.isReadOnly)
    }
    for service in services {
      for parameter in ServiceParameters.of(
        service: service[.service], command: service[.command], version: build.version)
      {
        if entries[parameter.name] != nil {
          entries[parameter.name]?.parameterClass = .service
        } else {
          entries[parameter.name] = ParameterEntry(
            parameterClass: .service, defaultValue: .text(parameter.defaultValue), isRaw: false, isReadOnly: false)
        }
      }
    }
  }

  subscript(name: ByteString) -> ParameterEntry? { entries[name] }

  mutating func addUserName(_ name: ByteString) {
    guard entries[name] == nil else { return }
    entries[name] = ParameterEntry(
      parameterClass: .user, defaultValue: .text(.empty), isRaw: false, isReadOnly: false)
  }

  /// postconf shows a legacy name that is set.
  mutating func showLegacyName(_ name: ByteString) { entries[name]?.parameterClass = .user }
}

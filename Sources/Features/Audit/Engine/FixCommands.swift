// The commands that carry out the advice of a rule, ready for a shell.

import Bytes
import PostfixConfig

struct FixCommands {
  let commands: [String]

  init(_ advice: FixAdvice, _ subject: AuditSubject, withholding secrets: SecretValues) {
    let context = subject.context
    let service = context.service(subject.service)
    /// The service whose -o decides the parameter; nil when main.cf does or should.
    func owner(of name: String) -> String? {
      guard let service, service.overrides[ByteString(name)] != nil else { return nil }
      return service.name
    }
    /// A command with a text in the place of a password would do harm.
    func filled(_ template: MessageTemplate) -> String? {
      let text = template.filled(for: subject, withholding: secrets)
      return text.contains(ConfigurationSecrets.notShown.description) ? nil : text
    }
    var commands = advice.assignments.compactMap { setting in
      filled(setting.value).map { Self.set(setting.name, $0, owner: owner(of: setting.name)) }
    }
    commands += advice.serviceAssignments.compactMap { setting in
      filled(setting.value).map { Self.set(setting.name, $0, owner: service?.name) }
    }
    commands += advice.unset.compactMap(filled).map { name in
      if let owner = owner(of: name) { return "postconf -PX \(ShellWord.quoted("\(owner)/\(name)"))" }
      return "postconf -X \(ShellWord.quoted(name))"
    }
    self.commands = commands
  }

  private static func set(_ name: String, _ value: String, owner: String?) -> String {
    if let owner { return "postconf -P \(ShellWord.quoted("\(owner)/\(name) = \(ServiceValue.written(value))"))" }
    return "postconf -e \(ShellWord.quoted("\(name) = \(value)"))"
  }
}

/// Values as postconf -P takes them: it refuses every blank.
enum ServiceValue {
  /// Between the elements of a list a comma does what a blank does.
  static func written(_ value: String) -> String {
    let words = value.split { $0 == "," || $0.isWhitespace }
    return value.contains(where: \.isWhitespace) ? words.joined(separator: ",") : value
  }
}

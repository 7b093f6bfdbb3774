// The commands that carry out the advice of a rule, ready for a shell.

import Bytes
import PostfixConfig

struct FixCommands {
  let commands: [String]

  init(_ advice: FixAdvice, _ subject: AuditSubject) {
    let context = subject.context
    let service = context.service(subject.service)
    /// The service whose -o decides the parameter; nil when main.cf does or should.
    func owner(of name: String) -> String? {
      guard let service, service.overrides[ByteString(name)] != nil else { return nil }
      return service.name
    }
    var commands = advice.assignments.map { setting in
      Self.set(setting.name, setting.value.filled(for: subject), owner: owner(of: setting.name))
    }
    commands += advice.serviceAssignments.map { setting in
      Self.set(setting.name, setting.value.filled(for: subject), owner: service?.name)
    }
    commands += advice.unset.map { template in
      let name = template.filled(for: subject)
      if let owner = owner(of: name) { return "postconf -PX \(ShellWord.quoted("\(owner)/\(name)"))" }
      return "postconf -X \(ShellWord.quoted(name))"
    }
    self.commands = commands
  }

  private static func set(_ name: String, _ value: String, owner: String?) -> String {
    if let owner { return "postconf -P \(ShellWord.quoted("\(owner)/\(name) = \(value)"))" }
    return "postconf -e \(ShellWord.quoted("\(name) = \(value)"))"
  }
}

// The rules whose findings explain a finding of this one: the reader repairs the cause, and both are gone.

import PostfixConfig

/// Which findings another one is shown below.
public struct RuleCauses: Sendable {
  /// Ids of rules, where both findings point at the same words of a file.
  let samePlace: Set<String>
  /// Ids of rules, where both are about the same service.
  let sameService: Set<String>

  static let none = RuleCauses(samePlace: [], sameService: [])

  var ids: Set<String> { samePlace.union(sameService) }

  func explain(_ effect: Finding, by cause: Finding) -> Bool {
    if samePlace.contains(cause.rule.id), let place = effect.location.span, let other = cause.location.span {
      return place.overlaps(other)
    }
    return sameService.contains(cause.rule.id)
      && (cause.services.isEmpty || !Set(cause.services).isDisjoint(with: effect.services))
  }
}

// How option values become types.

import ArgumentParser
import PostfixConfig

extension PostfixVersion: @retroactive ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

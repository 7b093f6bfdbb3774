// How option values become types.

public import ArgumentParser
public import PostfixConfig

extension PostfixVersion: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

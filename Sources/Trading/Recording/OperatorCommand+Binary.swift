internal import Market

/// Which command a record holds. The numbers are part of the format and never change.
private enum CommandTag: UInt8 {
  case halt = 0
  case resume = 1
  case shutDown = 2
  case flatten = 3
  case limit = 4
  case acceptCash = 5
  case adopt = 6
  case distrustJournal = 7
  case acceptPosition = 8
  case flattenMarket = 9
}

extension OperatorCommand {
  func write(to writer: EventWriter) {
    switch self {
    case .halt: writer.put(CommandTag.halt.rawValue)
    case .resume: writer.put(CommandTag.resume.rawValue)
    case .shutDown: writer.put(CommandTag.shutDown.rawValue)
    case .flatten: writer.put(CommandTag.flatten.rawValue)
    case .flattenMarket(let market):
      writer.put(CommandTag.flattenMarket.rawValue)
      writer.put(market)
    case .limit(let key, let value, let profile):
      writer.put(CommandTag.limit.rawValue)
      writer.put(key.rawValue)
      writer.put(value)
      writer.put(profile) { writer.put($0.index) }
    case .acceptCash: writer.put(CommandTag.acceptCash.rawValue)
    case .adopt(let market, let profile):
      writer.put(CommandTag.adopt.rawValue)
      writer.put(market)
      writer.put(profile.index)
    case .acceptPosition(let market):
      writer.put(CommandTag.acceptPosition.rawValue)
      writer.put(market)
    case .distrustJournal: writer.put(CommandTag.distrustJournal.rawValue)
    }
  }

  init(_ reader: inout EventReader) throws(EventDecodingError) {
    switch try reader.choice(CommandTag.self) {
    case .halt: self = .halt
    case .resume: self = .resume
    case .shutDown: self = .shutDown
    case .flatten: self = .flatten
    case .flattenMarket: self = .flattenMarket(try reader.market())
    case .limit:
      self = .limit(
        try reader.choice(), try reader.take(),
        try reader.optional { (reader) throws(EventDecodingError) in try reader.profile() })
    case .acceptCash: self = .acceptCash
    case .adopt: self = .adopt(try reader.market(), try reader.profile())
    case .acceptPosition: self = .acceptPosition(try reader.market())
    case .distrustJournal: self = .distrustJournal
    }
  }
}

extension EventReader {
  mutating func profile() throws(EventDecodingError) -> ProfileID {
    ProfileID(Int(try take(UInt8.self)))
  }
}

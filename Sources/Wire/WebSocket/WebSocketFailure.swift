/// How a peer broke RFC 6455, with the close code that answers it (section 7.4.1).
public enum WebSocketFailure: Error, Hashable, Sendable {
  case reservedBits
  case reservedOpcode
  case fragmentedControlFrame
  case longControlFrame
  case maskedByServer
  case unmaskedByClient
  case lengthNotMinimal
  case lengthOutOfRange
  case unexpectedContinuation
  case interruptedMessage
  case frameTooBig
  case messageTooBig
  case invalidText
  case closePayloadOfOneByte
  case invalidCloseCode
  case invalidCloseReason

  /// 1002 protocol error, 1007 text that is not UTF-8, 1009 too big.
  public var code: UInt16 {
    switch self {
    case .frameTooBig, .messageTooBig: WebSocketCloseCode.messageTooBig
    case .invalidText, .invalidCloseReason: WebSocketCloseCode.invalidPayload
    default: WebSocketCloseCode.protocolError
    }
  }

  /// What was wrong, in ASCII and short enough for a close frame.
  public var reason: String {
    switch self {
    case .reservedBits: "a reserved bit is set and no extension was agreed"
    case .reservedOpcode: "the opcode is reserved"
    case .fragmentedControlFrame: "a control frame is fragmented"
    case .longControlFrame: "a control frame has more than 125 bytes"
    case .maskedByServer: "a frame of the server is masked"
    case .unmaskedByClient: "a frame of the client is not masked"
    case .lengthNotMinimal: "the length is not in its shortest form"
    case .lengthOutOfRange: "the length does not fit 63 bits"
    case .unexpectedContinuation: "a continuation has no message to continue"
    case .interruptedMessage: "a message begins inside another"
    case .frameTooBig: "the frame is larger than this end allows"
    case .messageTooBig: "the message is larger than this end allows"
    case .invalidText: "the text is not UTF-8"
    case .closePayloadOfOneByte: "the close frame has half a code"
    case .invalidCloseCode: "the close code must not be sent"
    case .invalidCloseReason: "the close reason is not UTF-8"
    }
  }
}

/// Close codes (RFC 6455 section 7.4.1 and the IANA registry it founds).
public enum WebSocketCloseCode {
  public static let normal: UInt16 = 1000
  public static let goingAway: UInt16 = 1001
  public static let protocolError: UInt16 = 1002
  /// Never on the wire: the close frame had no code.
  public static let noCode: UInt16 = 1005
  public static let invalidPayload: UInt16 = 1007
  public static let policyViolation: UInt16 = 1008
  public static let messageTooBig: UInt16 = 1009
  public static let internalError: UInt16 = 1011
  public static let serviceRestart: UInt16 = 1012
  public static let tryAgainLater: UInt16 = 1013

  /// Whether a close frame may carry the code: 1000 to 1003, 1007 to 1014, 3000 to 4999.
  public static func isAllowedOnWire(_ code: UInt16) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}

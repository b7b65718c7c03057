internal import Market
internal import Trading

extension RecordedServers {
  /// A trader's configuration with the addresses, keys and authority of these servers.
  ///
  /// - Parameter folder: where the authority's certificate is put for the client to read.
  func configuration(
    over base: DeskConfiguration, _ folder: PrivateFolder
  ) throws(ProcessFailure) -> DeskConfiguration {
    let authority = try folder.write(authorityPEM, as: "authority.pem")
    var configuration = base
    // Recorded days are played with the limits they were meant for, unless others are asked for.
    if configuration.engine.risk == .careful { configuration.engine.risk = .designFour }
    configuration.kalshi.apiBase = "https://localhost:\(exchangePort)"
    configuration.kalshi.webSocketURL = "wss://localhost:\(exchangePort)/trade-api/ws/v2"
    configuration.kalshi.apiKey = Secret(keyID)
    configuration.kalshi.privateKey = Secret(privateKeyPEM)
    configuration.kalshi.caFile = authority
    configuration.odds.apiBase = "https://localhost:\(oddsPort)"
    configuration.odds.webSocketURL = "wss://localhost:\(oddsPort)"
    configuration.odds.apiKey = Secret(oddsKey)
    configuration.odds.caFile = authority
    return configuration
  }
}

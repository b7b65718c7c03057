enum ShippedTeams {
  static let exchangeTeamLines = ""
  static let knownTeamLines = ""
}

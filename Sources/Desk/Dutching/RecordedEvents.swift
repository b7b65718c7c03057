internal import FoundationEssentials
public import Kalshi
internal import Sportsbooks

/// Events of the exchange as somebody has recorded them: an answer of `GET /events`, or a list.
public enum RecordedEvents {
  /// The shapes that are met: the answer, the list alone, and either in an envelope.
  private struct File: Decodable {
    var events: [KalshiEvent] = []

    private enum CodingKeys: String, CodingKey {
      case events, response, event, markets
      case bySeries = "events_by_series"
    }

    init(from decoder: any Decoder) throws {
      if var list = try? decoder.unkeyedContainer() {
        while !list.isAtEnd { events.append(try list.decode(KalshiEvent.self)) }
        return
      }
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      if fields.contains(.response) {
        events = try fields.decode(File.self, forKey: .response).events
      } else if fields.contains(.bySeries) {
        let lists = try fields.decode([String: [KalshiEvent]].self, forKey: .bySeries)
        events = lists.sorted { $0.key < $1.key }.flatMap(\.value)
      } else if fields.contains(.event) {
        var event = try fields.decode(KalshiEvent.self, forKey: .event)
        if event.markets.isEmpty, fields.contains(.markets) {
          event.markets = try fields.decode([KalshiMarket].self, forKey: .markets)
        }
        events = [event]
      } else {
        events = try fields.decode([KalshiEvent].self, forKey: .events)
      }
    }
  }

  /// Reads a file, plain or gzip.
  ///
  /// - Throws: ``ProcessFailure`` for what is none.
  public static func read(_ path: String) throws -> [KalshiEvent] {
    let bytes = try GzipReader.read(path: path)
    do throws(KalshiModelError) {
      return try KalshiJSON.decode(File.self, from: bytes).events
    } catch {
      throw ProcessFailure(
        .data, "\(path): no events of the exchange (an answer of GET /events, or a list): \(error)")
    }
  }

  /// Reads the fees of series out of an answer of `GET /series`.
  public static func series(_ path: String) throws -> [KalshiSeries] {
    struct Answer: Decodable { var series: [KalshiSeries] }
    let bytes = try GzipReader.read(path: path)
    do throws(KalshiModelError) {
      return try KalshiJSON.decode(Answer.self, from: bytes).series
    } catch {
      throw ProcessFailure(.data, "\(path): no answer of GET /series: \(error)")
    }
  }
}

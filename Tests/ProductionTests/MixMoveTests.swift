import Foundation
import Music
import Production
import Signal
import Testing

@Suite("Mix moves")
struct MixMoveTests {
  private static let actions: [MixPlan.Action] = [
    .gain(-2.5), .invert, .balance(4.2), .pan(-0.35), .width(0.7), .highPass(80), .lowPass(9000),
    .equalize(.init(frequency: 260, gain: -2.4, quality: 1.6)),
    .equalize(.init(shape: .lowShelf, frequency: 120, gain: 2)),
    .equalize(.init(shape: .highShelf, frequency: 8000, gain: -3)),
    .unmask(.init(key: "vocal", frequency: 2200, gain: -4, quality: 1.6, threshold: -38)),
    .compress(
      .init(threshold: -24, ratio: 1.8, knee: 12, attack: 0.01, release: 0.2, makeUp: 1.5)),
    .duck(.init(key: "kick", keyLowPass: 120, threshold: -20, gain: -4, release: 0.18)),
    .duck(.init(key: "kick", keyLowPass: nil, threshold: -20, gain: -4)), .reverb(-18), .delay(-20),
  ]

  @Test("every action comes back from JSON as it was")
  func roundTrip() throws {
    for (index, action) in MixMoveTests.actions.enumerated() {
      let move = MixPlan.Move(
        id: "keys-\(index)", channel: "keys", action: action, applied: index % 2 == 0,
        reason: "masks bass in 31 % of the chorus")
      let data = try JSONEncoder().encode(move)
      #expect(try JSONDecoder().decode(MixPlan.Move.self, from: data) == move)
    }
  }

  @Test("a bell is written as a person would: kind, frequency, gain side by side")
  func readable() throws {
    let text = """
      {"id": "keys-3", "channel": "keys", "kind": "bell", "frequency": 260, "gain": -2.4}
      """
    let move = try JSONDecoder().decode(MixPlan.Move.self, from: Data(text.utf8))
    #expect(move.applied && move.reason.isEmpty)
    #expect(move.action == .equalize(.init(frequency: 260, gain: -2.4, quality: 1)))
  }

  @Test("an unknown kind and a missing number are errors")
  func broken() {
    for text in [
      #"{"id": "a", "channel": "b", "kind": "fuzz"}"#,
      #"{"id": "a", "channel": "b", "kind": "bell"}"#,
      #"{"id": "a", "channel": "b", "kind": "unmask", "frequency": 1, "gain": 0, "threshold": 0}"#,
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(MixPlan.Move.self, from: Data(text.utf8))
      }
    }
  }

  private func plan(_ moves: [MixPlan.Move]) -> MixPlan {
    MixPlan(
      channels: [
        MixPlan.Channel(
          id: "keys", role: .chords, gain: -3, pan: 0.2, highPass: nil, lowPass: nil, reverb: -14,
          delay: nil, drive: 0.1, reason: "")
      ], moves: moves, reverbTime: 1, delayTime: 0.3, delayFeedback: 0.2,
      bus: .init(ratio: 1.5, threshold: -17, drive: 0, lowPass: nil), loudness: -14, ceiling: -1,
      fade: 0, fadeEnd: 0)
  }

  @Test("a plan stored before there were moves still opens, and means the same")
  func older() throws {
    let old = plan([])
    var object = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(old)) as? [String: Any])
    object["moves"] = nil
    // Nor did they say that the bus holds the bass in the middle, which it did.
    var bus = try #require(object["bus"] as? [String: Any])
    #expect(bus["monoBelow"] as? Double == 120)
    bus["monoBelow"] = nil
    object["bus"] = bus
    let data = try JSONSerialization.data(withJSONObject: object)
    #expect(!String(decoding: data, as: UTF8.self).contains("moves"))
    #expect(try JSONDecoder().decode(MixPlan.self, from: data) == old)
  }

  @Test("moves that are applied change the strip in their order; others do nothing")
  func settings() {
    var moves = MixMoveTests.actions.enumerated().map {
      MixPlan.Move(id: "keys-\($0)", channel: "keys", action: $1, reason: "")
    }
    moves.append(.init(id: "x", channel: "other", action: .gain(20), reason: ""))
    let made = plan(moves)
    let settings = made.settings(of: made.channels[0])
    #expect(settings.gain == -5.5 && settings.pan == -0.35 && settings.inverted)
    #expect(settings.highPass == 80 && settings.lowPass == 9000 && settings.width == 0.7)
    #expect(settings.equalizer.count == 3 && settings.unmasking.count == 1)
    #expect(settings.ducking.count == 2 && settings.keys == ["vocal", "kick", "kick"])
    #expect(settings.reverb == -18 && settings.delay == -20 && settings.drive == 0.1)
    for index in moves.indices { moves[index].applied = false }
    let off = plan(moves)
    let plain = off.settings(of: off.channels[0])
    #expect(plain == plan([]).settings(of: off.channels[0]))
    #expect(plain.gain == -3 && plain.pan == 0.2 && plain.equalizer.isEmpty)
  }
}

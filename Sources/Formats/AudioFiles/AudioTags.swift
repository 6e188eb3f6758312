/// What a file says about its music.
///
/// Written as ID3v2.4 (MP3, and an `id3 ` chunk in WAVE beside LIST INFO) or as Vorbis comments (FLAC, Opus).
public struct AudioTags: Hashable, Sendable {
  /// The title of the piece.
  public var title: String?
  /// Who made it.
  public var artist: String?
  /// The album that it belongs to.
  public var album: String?
  /// The style of music.
  public var genre: String?
  /// Free words.
  public var comment: String?
  /// The tempo in beats a minute.
  public var tempo: Double?
  /// The key in words, such as `D minor` or `E♭ major`.
  public var key: String?
  /// The program that made the file.
  public var software: String?
  /// The International Standard Recording Code, ISO 3901: twelve letters and digits.
  public var isrc: String?
  /// The place of the track on its album, counted from 1, and how many tracks there are.
  public var track: Int?, trackCount: Int?
  /// Who made the album.
  public var albumArtist: String?

  /// Makes tags; what is nil is not written.
  public init(
    title: String? = nil, artist: String? = nil, album: String? = nil, genre: String? = nil,
    comment: String? = nil, tempo: Double? = nil, key: String? = nil, software: String? = nil,
    isrc: String? = nil, track: Int? = nil, trackCount: Int? = nil, albumArtist: String? = nil
  ) {
    self.title = title
    self.artist = artist
    self.album = album
    self.genre = genre
    self.comment = comment
    self.tempo = tempo
    self.key = key
    self.software = software
    self.isrc = isrc
    self.track = track
    self.trackCount = trackCount
    self.albumArtist = albumArtist
  }

  /// Whether nothing is said.
  public var isEmpty: Bool { self == AudioTags() }

  /// The tempo as text: whole where it is whole, else with up to two decimals.
  var tempoText: String? {
    guard let tempo, tempo.isFinite, tempo > 0, tempo < 100_000 else { return nil }
    let hundredths = Int((tempo * 100).rounded())
    let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
    if part == 0 { return "\(whole)" }
    return part % 10 == 0 ? "\(whole).\(part / 10)" : "\(whole).\(part < 10 ? "0" : "")\(part)"
  }

  /// The track as ID3 `TRCK` wants it, such as `3` or `3/12`.
  var trackText: String? {
    track.map { track in trackCount.map { "\(track)/\($0)" } ?? "\(track)" }
  }

  /// Takes over a track such as `3` or `3/12`.
  mutating func setTrack(_ text: String) {
    let numbers = text.split(separator: "/").map { Int($0) }
    track = numbers.first ?? nil
    if numbers.count > 1 { trackCount = numbers[1] }
  }

  /// The key as ID3 `TKEY` wants it, such as `Dm` or `Eb`; other texts stay as they are.
  var shortKey: String? {
    guard let key else { return nil }
    let words = key.split(separator: " ")
    guard words.count == 2, let letter = words[0].first, "ABCDEFG".contains(letter) else {
      return key
    }
    let accidental: String
    switch words[0].dropFirst() {
    case "": accidental = ""
    case "b", "♭": accidental = "b"
    case "#", "♯": accidental = "#"
    default: return key
    }
    switch words[1].lowercased() {
    case "minor": return "\(letter)\(accidental)m"
    case "major": return "\(letter)\(accidental)"
    default: return key
    }
  }

  /// Reads a short key such as `Dm` back into words; other texts stay as they are.
  static func longKey(_ short: String) -> String {
    var rest = Substring(short)
    guard let letter = rest.popFirst(), "ABCDEFG".contains(letter) else { return short }
    var accidental = ""
    if let sign = rest.first, "b#".contains(sign) {
      accidental = sign == "b" ? "♭" : "♯"
      rest.removeFirst()
    }
    switch rest {
    case "": return "\(letter)\(accidental) major"
    case "m": return "\(letter)\(accidental) minor"
    default: return short
    }
  }
}

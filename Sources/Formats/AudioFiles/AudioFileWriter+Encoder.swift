import CSndFile

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension AudioFormat {
  /// The format as libsndfile names it.
  var libraryCode: Int32 {
    switch self {
    case .wave24: Int32(SF_FORMAT_WAV | SF_FORMAT_PCM_24)
    case .waveFloat: Int32(SF_FORMAT_WAV | SF_FORMAT_FLOAT)
    case .flac: Int32(SF_FORMAT_FLAC | SF_FORMAT_PCM_24)
    case .mp3: Int32(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III)
    case .opus: Int32(SF_FORMAT_OGG | SF_FORMAT_OPUS)
    }
  }
}

/// Opens an encoder over `output`, which must outlive it: the C callbacks hold it without owning it.
func openEncoder(
  _ format: AudioFormat, isShort: Bool, sampleRate: Int, channelCount: Int, tags: AudioTags,
  output: OutputFile
) throws(AudioFileError) -> OpaquePointer {
  var information = SF_INFO()
  information.samplerate = Int32(sampleRate)
  information.channels = Int32(channelCount)
  information.format =
    isShort
    ? format.libraryCode & ~Int32(SF_FORMAT_SUBMASK) | Int32(SF_FORMAT_PCM_16) : format.libraryCode
  var callbacks = outputCallbacks
  let handle = sf_open_virtual(
    &callbacks, Int32(SFM_WRITE), &information, Unmanaged.passUnretained(output).toOpaque())
  guard let handle else {
    if let failure = output.failure { throw failure }
    throw .encoderFailed(path: output.path, reason: String(cString: sf_strerror(nil)))
  }
  do {
    try configure(handle, format: format, tags: tags)
  } catch {
    sf_close(handle)
    throw error
  }
  return handle
}

/// Sets quality and tags; these must precede the first frame.
private func configure(
  _ handle: OpaquePointer, format: AudioFormat, tags: AudioTags
) throws(AudioFileError) {
  switch format {
  case .wave24, .waveFloat:
    sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
    if !tags.isEmpty { try writeWaveTags(handle, format: format, tags: tags) }
  case .flac:
    // 5 of 8, the reference encoder's default: higher levels cost much time for about 1 % of size.
    set(handle, SFC_SET_COMPRESSION_LEVEL, to: 5.0 / 8)
  case .mp3:
    var mode = Int32(SF_BITRATE_MODE_VARIABLE)
    sf_command(handle, Int32(SFC_SET_BITRATE_MODE), &mode, Int32(MemoryLayout<Int32>.size))
    set(handle, SFC_SET_COMPRESSION_LEVEL, to: 0)
  case .opus:
    // libsndfile: (1 - level) * 250 kbit/s + 6 kbit/s for each channel.
    set(handle, SFC_SET_COMPRESSION_LEVEL, to: 0.62)
  }
}

private func set(_ handle: OpaquePointer, _ command: Int, to value: Double) {
  var value = value
  sf_command(handle, Int32(command), &value, Int32(MemoryLayout<Double>.size))
}

/// LIST INFO for old readers, with tempo and key as words, and an `id3 ` chunk that has fields for them.
private func writeWaveTags(
  _ handle: OpaquePointer, format: AudioFormat, tags: AudioTags
) throws(AudioFileError) {
  let music = [tags.tempoText.map { "\($0) BPM" }, tags.key].compactMap { $0 }
    .joined(separator: ", ")
  let comment = [tags.comment ?? "", music].filter { !$0.isEmpty }.joined(separator: "; ")
  let texts: [(Int, String?)] = [
    (SF_STR_TITLE, tags.title), (SF_STR_ARTIST, tags.artist), (SF_STR_ALBUM, tags.album),
    (SF_STR_GENRE, tags.genre), (SF_STR_COMMENT, comment),
  ]
  for case (let kind, let text?) in texts where !text.isEmpty {
    sf_set_string(handle, Int32(kind), text)
  }
  var bytes = try ID3Tag.encode(tags, format: format)
  if bytes.count % 2 == 1 { bytes.append(0) }
  bytes.withUnsafeMutableBytes { content in
    var chunk = SF_CHUNK_INFO()
    withUnsafeMutableBytes(of: &chunk.id) { $0.copyBytes(from: "id3 ".utf8) }
    chunk.id_size = 4
    chunk.datalen = UInt32(content.count)
    chunk.data = content.baseAddress
    // libsndfile copies the data in this call.
    sf_set_chunk(handle, &chunk)
  }
}

/// The C side of `OutputFile`.
///
/// The user data is the unretained file, alive as long as its writer.
private let outputCallbacks = SF_VIRTUAL_IO(
  get_filelen: { data in sf_count_t(outputFile(data)?.length ?? 0) },
  seek: { offset, whence, data in
    guard let file = outputFile(data) else { return -1 }
    switch whence {
    case SEEK_SET: file.seek(to: Int(offset))
    case SEEK_CUR: file.seek(to: file.offset + Int(offset))
    default: file.seek(to: file.length + Int(offset))
    }
    return sf_count_t(file.offset)
  },
  read: { pointer, count, data in
    let bytes = UnsafeMutableRawBufferPointer(start: pointer, count: Int(count))
    return sf_count_t(outputFile(data)?.read(bytes) ?? 0)
  },
  write: { pointer, count, data in
    let bytes = UnsafeRawBufferPointer(start: pointer, count: Int(count))
    return sf_count_t(outputFile(data)?.write(bytes) ?? 0)
  },
  tell: { data in sf_count_t(outputFile(data)?.offset ?? 0) })

private func outputFile(_ data: UnsafeMutableRawPointer?) -> OutputFile? {
  data.map { Unmanaged<OutputFile>.fromOpaque($0).takeUnretainedValue() }
}

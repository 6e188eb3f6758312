"""Meters, masking, spoiling and faults of sound, each on signals whose values are known."""
import math
import random
import sys
import tempfile
import unittest
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(BENCHMARKS / name) for name in ("harness", "mixing", "metering", "song-sound")]
try:
    import corridor
    import faults
    import filters
    import masking
    import midi_reader
    import multitrack
    import numpy as np
    import signals
    import sound
    import spoiler
except ModuleNotFoundError as missing:
    raise unittest.SkipTest(f"there is no {missing.name} here") from missing

RATE = 48000


def both(mono):
    return np.stack([mono, mono], axis=1)


class Meters(unittest.TestCase):
    def test_loudness_of_ebu_tech_3341(self):
        for rate in (44100, 48000, 96000):
            for levels, wanted in (([-23], -23), ([-36, -23, -23, -23, -36], -23),
                                   ([-72, -36, -23, -23, -23, -36, -72], -23)):
                frames = both(signals.steps(rate, levels, 20, 1000))
                self.assertAlmostEqual(sound.loudness(frames, rate), wanted, delta=0.05)
        self.assertEqual(sound.loudness(np.zeros((RATE, 2)), RATE), -math.inf)

    def test_loudness_range_of_ebu_tech_3342(self):
        for levels, wanted in (([-20, -30], 10), ([-20, -15], 5), ([-40, -20], 20),
                               ([-50, -35, -20, -35, -50], 15)):
            frames = both(signals.steps(RATE, levels, 20, 1000))
            self.assertAlmostEqual(sound.loudness_range(frames, RATE), wanted, delta=0.2)

    def test_true_peak_between_samples_and_clips(self):
        for phase, divisor in ((0, 4), (math.pi / 4, 4), (math.pi / 3, 6), (math.radians(67.5), 8)):
            mono = signals.tone(RATE, 2, RATE / divisor, -6, phase)
            peak, clips = sound.true_peak(signals.faded(mono, RATE)[:, None])
            self.assertAlmostEqual(peak, -6, delta=0.05)
            self.assertEqual(clips, 0)
        hot = signals.faded(signals.tone(RATE, 0.5, RATE / 4, 2, math.pi / 4), RATE)
        self.assertLess(np.abs(hot).max(), 1)
        self.assertGreater(sound.true_peak(hot[:, None])[1], 100)

    def test_the_weighting_in_time_and_in_frequency_is_the_same(self):
        self.assertAlmostEqual(20 * math.log10(sound.k_gain([997.0], RATE)[0]), 0.691, delta=0.002)
        self.assertAlmostEqual(20 * math.log10(sound.k_gain([50.0], RATE)[0]), -3.934, delta=0.002)
        impulse = np.zeros((RATE, 1))
        impulse[0] = 1
        lines = np.abs(np.fft.rfft(sound.k_weighted(impulse, RATE)[:, 0]))
        np.testing.assert_allclose(
            lines[100::1000], sound.k_gain(np.arange(100.0, 24001, 1000), RATE), rtol=1e-3)

    def test_pink_noise_is_flat_in_third_octaves(self):
        noise = signals.pink(np.random.default_rng(1), RATE, 20)[:, None]
        levels = sound.decibels(sound.spectrum(noise, RATE))
        self.assertEqual(len(levels), len(sound.NAMES))
        self.assertLess(np.ptp(levels[4:]), 1.5)

    def test_width_and_loss_in_mono(self):
        draw = np.random.default_rng(2)
        left, right = (signals.pink(draw, RATE, 10) for _ in range(2))
        wide = np.stack([left, right], axis=1)
        np.testing.assert_allclose(sound.widths(wide, RATE), 0, atol=0.6)
        self.assertAlmostEqual(sound.fold_down_loss(wide, RATE), 3, delta=0.2)
        np.testing.assert_array_equal(sound.widths(both(left), RATE), -40)
        self.assertAlmostEqual(sound.fold_down_loss(both(left), RATE), 0, delta=1e-6)


class Masking(unittest.TestCase):
    def test_shares(self):
        high, low, soft = (both(signals.tone(RATE, 2, frequency, level)) for frequency, level in (
            (3000, -20), (200, -20), (3010, -40)))
        shares = masking.shares([high, low, soft], RATE)
        self.assertLess(max(shares[:2]), 0.01)
        self.assertGreater(shares[2], 0.95)
        self.assertIsNone(masking.shares([high, np.zeros((10, 2))], RATE)[1])

    def test_a_part_that_comes_through_in_a_rest_is_heard(self):
        soft = both(signals.tone(RATE, 4, 1000, -40))
        loud = both(signals.tone(RATE, 4, 1000, -10))
        bands = [masking.energies(one, RATE) for one in (soft, loud)]
        self.assertEqual(masking.heard_share(*bands), 0)
        loud[:RATE] = 0
        share = masking.heard_share(bands[0], masking.energies(loud, RATE))
        self.assertAlmostEqual(share, 0.25, delta=0.05)


class Faults(unittest.TestCase):
    def test_clicks_and_what_is_none(self):
        plain = signals.faded(signals.tone(RATE, 2, 110, -12), RATE)
        square = 0.2 * np.sign(signals.tone(RATE, 2, 100, 0))
        noise = signals.faded(np.random.default_rng(3).standard_normal(RATE) * 0.1, RATE)
        blow = np.random.default_rng(4).standard_normal(4800) * 0.3
        drum = np.concatenate([np.zeros(RATE), blow])
        for clean in (plain, square, noise, drum):
            self.assertEqual(faults.clicks(clean[:, None], RATE), [])
        jump = plain.copy()
        jump[RATE:] *= -1
        cut = plain[:RATE + 100]
        self.assertEqual(len(faults.clicks(np.pad(cut, (0, RATE))[:, None], RATE)), 1)
        jump[RATE // 2] += 0.1
        self.assertAlmostEqual(faults.clicks(jump[:, None], RATE)[0], 0.5, delta=0.001)

    def test_offset(self):
        self.assertAlmostEqual(faults.offset(np.full((100, 2), 0.01)), -40, delta=1e-9)


class Corridor(unittest.TestCase):
    def setUp(self):
        self.kind = {"slopes": [-2.5, -1.5], "above": [-3, -1], "lows": [-3, 2]}

    def test_a_spectrum_inside_and_one_with_a_hump(self):
        levels = -2.0 * np.log2(np.array(sound.CENTRES) / 630) - 30
        played = np.ones(len(corridor.JUDGED), bool)
        beside = corridor.distances(levels, self.kind, played)
        self.assertLess(np.abs(beside).max(), 2.5)
        levels[corridor.JUDGED[10]] += 9
        levels[corridor.JUDGED[3]] -= 9
        played[3] = False
        beside = corridor.distances(levels, self.kind, played)
        self.assertAlmostEqual(beside[10], 9, delta=1)
        self.assertTrue(math.isnan(beside[3]))

    def test_bands_of_notes(self):
        note = midi_reader.Note(0, 960, 0, 69, 80)
        track = midi_reader.Track(notes=[note], end=960)
        song = midi_reader.Song(480, [track], [(0, 500_000)])
        names = [sound.NAMES[index] for index, is_played in zip(
            corridor.JUDGED, corridor.played(song), strict=True) if is_played]
        self.assertEqual(
            names, ["400", "800", "1.25k", "1.6k", "2k", "2.5k", "3.15k"])


class Spoiling(unittest.TestCase):
    def test_filters(self):
        impulse = np.zeros((RATE, 1))
        impulse[0] = 1
        for frames, wanted in (
                (filters.bell(impulse, RATE, 1000, 6), {1000: 6, 20: 0, 20000: 0}),
                (filters.shelf(impulse, RATE, 4), {1000: 2, 20: 0, 20000: 4})):
            lines = 20 * np.log10(np.abs(np.fft.rfft(frames[:, 0])))
            for frequency, gain in wanted.items():
                self.assertAlmostEqual(lines[frequency], gain, delta=0.1)

    def test_balance_is_free_of_a_common_gain(self):
        draw = np.random.default_rng(5)
        truth = [both(signals.pink(draw, RATE, 5, level)) for level in (-20, -26, -32)]
        self.assertAlmostEqual(
            spoiler.balance_distance([one * 0.5 for one in truth], truth, RATE), 0, delta=0.01)
        apart = [truth[0], truth[1], truth[2] * 10 ** (6 / 20)]
        self.assertAlmostEqual(spoiler.balance_distance(apart, truth, RATE), 2, delta=0.05)

    def test_every_stem_is_there_once_and_none_clips(self):
        stems = [both(signals.tone(RATE, 1, 200 * (index + 1))) for index in range(5)]
        spoiled = spoiler.spoil(stems, RATE, random.Random(1))
        self.assertEqual(sorted(index for index, _ in spoiled.values()), [0, 1, 2, 3, 4])
        self.assertAlmostEqual(
            max(np.abs(frames).max() for _, frames in spoiled.values()), 10 ** (-1 / 20))
        again = spoiler.spoil(stems, RATE, random.Random(1))
        for name, (index, frames) in spoiled.items():
            self.assertEqual(index, again[name][0])
            np.testing.assert_array_equal(frames, again[name][1])


class Multitracks(unittest.TestCase):
    def test_a_piece_is_read_with_its_tempi_and_balance(self):
        track = (b"\0\xFF\x51\x03\x07\xA1\x20" b"\0\xB2\x07\x50" b"\0\x0A\x20" b"\0\xC2\x05"
                 b"\0\x92\x3C\x40" b"\x83\x60\xFF\x51\x03\x0F\x42\x40" b"\0\x82\x3C\0"
                 b"\0\x92\x3E\x40" b"\x83\x60\x82\x3E\0" b"\0\xFF\x2F\0")
        data = (b"MThd\0\0\0\6\0\1\0\1\1\xE0MTrk" + len(track).to_bytes(4, "big") + track)
        with tempfile.NamedTemporaryFile(suffix=".mid") as file:
            file.write(data)
            file.flush()
            piece = multitrack.read(file.name)
        part, = piece.parts
        self.assertEqual(part.notes, [(0, 0.5, 60, 64), (0.5, 1.5, 62, 64)])
        self.assertEqual(piece.balance(part, 0, 2), {(7, 80), (10, 32)})
        self.assertEqual([data[0] for _, data in piece.events[2]], [0xB2, 0xB2, 0xC2])

    def test_without_volume_and_pan_the_rest_stays(self):
        piece = multitrack.Piece("a", [multitrack.Part(0, 1, [(1.0, 2.0, 60, 64)])], {1: [
            (0.0, bytes([0xB1, 7, 30])), (0.0, bytes([0xB1, 11, 90])), (0.0, bytes([0xC1, 5]))]})
        kept = {neutral: [message for _, message in multitrack._segment(
            piece, piece.parts[0], 0, 4, 10, neutral)] for neutral in (False, True)}
        volume = bytes([0xB1, 7, 30])
        self.assertIn(volume, kept[False])
        self.assertEqual([one for one in kept[False] if one != volume], kept[True])
        self.assertEqual(kept[True][-2:], [bytes([0x91, 60, 64]), bytes([0x81, 60, 0])])


if __name__ == "__main__":
    unittest.main()

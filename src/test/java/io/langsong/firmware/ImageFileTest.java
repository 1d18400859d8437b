package io.langsong.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.firmware.ImageFile.Damaged;
import io.langsong.firmware.ImageFile.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files of firmware say of themselves, whole and not. */
class ImageFileTest {
    private static final byte[] FIRMWARE = "\u0000hsqs".repeat(40_000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Found read(byte[] octets) throws IOException, Damaged {
        return ImageFile.read(Files.write(folder.resolve("file"), octets));
    }

    private void refused(byte[] octets, String why) {
        assertThatThrownBy(() -> read(octets)).isInstanceOf(Damaged.class).hasMessageContaining(why);
    }

    @Test
    void readsWhatFwtoolAppended() throws Exception {
        Found found = read(ImageBuilder.openWrt("23.05.3", "tplink,archer-c7-v5", "archer-c7-v5"));

        assertThat(found.family()).isEqualTo(Family.OPENWRT);
        assertThat(found.version()).isEqualTo("23.05.3");
        assertThat(found.revision()).isEqualTo("r1-23.05.3");
        assertThat(found.boards()).containsExactly("tplink,archer-c7-v5", "archer-c7-v5");
    }

    /** Octet by octet as fwtool's own source has it, so that one error can not hide in builder and reader alike. */
    @Test
    void readsOneThatWasWrittenByHand() throws Exception {
        String json = "{\"supported_devices\":[\"a,b\"]}";
        byte[] file = new byte[8 + json.length() + 16];
        System.arraycopy(json.getBytes(StandardCharsets.US_ASCII), 0, file, 8, json.length());
        // The CRC of the 37 octets before, reckoned bit by bit with the polynomial 0xEDB88320, begun with all ones.
        int crc = -1;
        for (int i = 0; i < 8 + json.length(); i++) {
            crc ^= file[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
            }
        }
        int at = 8 + json.length();
        byte[] trailer = {
            'F',
            'W',
            'x',
            '0',
            (byte) (crc >>> 24),
            (byte) (crc >>> 16),
            (byte) (crc >>> 8),
            (byte) crc,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            (byte) file.length
        };
        System.arraycopy(trailer, 0, file, at, 16);

        assertThat(read(file).boards()).containsExactly("a,b");
    }

    @Test
    void takesTheNewerListWhereTheFlashLayoutChanged() throws Exception {
        byte[] file = new ImageBuilder(FIRMWARE)
                .piece(
                        1,
                        ImageBuilder.described("{\"supported_devices\": [\"Image version 2.0: use sysupgrade -F\"],"
                                + " \"new_supported_devices\": [\"linksys,e8450-ubi\"]}"))
                .build();

        assertThat(read(file).boards()).containsExactly("linksys,e8450-ubi");
        assertThat(read(file).version()).isNull();
    }

    @Test
    void whatSaysNothingIsSaidByAPerson() throws Exception {
        assertThat(read(FIRMWARE)).isEqualTo(Found.NOTHING);
        assertThat(read(new byte[3])).isEqualTo(Found.NOTHING);
        assertThat(read(new ImageBuilder(FIRMWARE).piece(0, new byte[100]).build()))
                .isEqualTo(Found.NOTHING);
    }

    @Test
    void oneOctetThatIsOtherIsNoticed() {
        byte[] file = ImageBuilder.openWrt("23.05.3", "a,b");
        for (int at : new int[] {0, 1000, file.length - 17, file.length - 300}) {
            byte[] changed = file.clone();
            changed[at] ^= 1;
            refused(changed, "CRC");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17_000_000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 262_145})
    void impossibleLengthsAreNotFollowed(int size) {
        refused(new ImageBuilder(FIRMWARE).trailer(0x46577830, 0, 1, size).build(), "impossible length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"supported_devices\": \"a\"}",
                "{\"supported_devices\": []}",
                "{\"supported_devices\": [\"\"]}",
                "{\"supported_devices\": [7, null]}",
                "{\"supported_devices\": [\"a\\u0000b\"]}"
            })
    void aDescriptionThatNamesNoBoardIsRefused(String json) {
        refused(
                new ImageBuilder(FIRMWARE)
                        .piece(1, ImageBuilder.described(json))
                        .build(),
                "description");
    }

    @Test
    void aDescriptionOfAnotherFormOrTooLongIsRefused() {
        byte[] later = ImageBuilder.described(ImageBuilder.json("1", "a"));
        later[3] = 1;
        refused(new ImageBuilder(FIRMWARE).piece(1, later).build(), "unknown form");
        refused(new ImageBuilder(FIRMWARE).piece(1, new byte[7]).build(), "unknown form");
        refused(
                new ImageBuilder(FIRMWARE)
                        .piece(1, ImageBuilder.described(ImageBuilder.json("1", "a".repeat(40_000))))
                        .build(),
                "unknown form");
        refused(
                new ImageBuilder(FIRMWARE)
                        .piece(1, ImageBuilder.described("[".repeat(20_000)))
                        .build(),
                "can not be read");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1, f, 16, 7, 7.16.1
            0, f, 16, 7, 7.16
            4, b, 17, 7, 7.17beta4
            2, c, 17, 7, 7.17rc2
            2, x, 17, 7,
            """)
    void readsWhatIsSureOfAPackage(int revision, char kind, int minor, int major, String version) throws Exception {
        Found found = read(ImageBuilder.routerOs("routeros", "arm64", revision, kind, minor, major));

        assertThat(found.family()).isEqualTo(Family.ROUTEROS);
        assertThat(found.packageName()).isEqualTo("routeros");
        assertThat(found.boards()).containsExactly("arm64");
        assertThat(found.version()).isEqualTo(version);
    }

    @Test
    void aPackageThatIsNotWholeIsRefused() throws Exception {
        byte[] file = ImageBuilder.routerOs("routeros", "arm", 1, 'f', 16, 7);
        refused(Arrays.copyOf(file, file.length - 1), "not as long");
        refused(Arrays.copyOf(file, file.length + 1), "not as long");
        byte[] huge = ImageBuilder.packaged(ImageBuilder.part(1, new byte[36]));
        Arrays.fill(huge, 10, 14, (byte) 0xff);
        refused(huge, "longer than the file");
        assertThat(read(ImageBuilder.packaged()).boards()).isEmpty();
        assertThat(read(ImageBuilder.packaged(ImageBuilder.part(16, "\n<b>".getBytes(StandardCharsets.US_ASCII))))
                        .boards())
                .isEmpty();
    }

    /** Whatever comes, it is read or refused, and nothing else. */
    @Test
    void nothingElseCanHappen() throws Exception {
        long seed = Long.getLong("langsong.seed", System.nanoTime());
        System.out.println("firmware: seed " + seed);
        Random random = new Random(seed);
        byte[][] whole = {
            ImageBuilder.openWrt("23.05.3", "a,b", "c"), ImageBuilder.routerOs("routeros", "arm", 1, 'f', 16, 7)
        };
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] octets;
            if (i % 3 == 0) {
                octets = new byte[random.nextInt(600)];
                random.nextBytes(octets);
                if (octets.length > 16 && i % 2 == 0) {
                    System.arraycopy(new byte[] {'F', 'W', 'x', '0'}, 0, octets, octets.length - 16, 4);
                } else if (octets.length > 16) {
                    System.arraycopy(whole[1], 0, octets, 0, 4);
                    octets[4] = (byte) (octets.length - 8);
                    octets[5] = (byte) (octets.length - 8 >> 8);
                    octets[6] = 0;
                    octets[7] = 0;
                }
            } else {
                byte[] from = whole[i % 3 - 1];
                octets = Arrays.copyOf(from, random.nextInt(4) == 0 ? random.nextInt(from.length) : from.length);
                for (int change = random.nextInt(6); change > 0 && octets.length > 0; change--) {
                    octets[Math.floorMod(octets.length - 1 - random.nextInt(400), octets.length)] =
                            (byte) random.nextInt();
                }
            }
            try {
                read(octets);
                read++;
            } catch (Damaged expected) {
                refused++;
            }
        }
        assertThat(read).isGreaterThan(500);
        assertThat(refused).isGreaterThan(500);
    }
}

package io.langsong.firmware;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a file of firmware says of itself. Nothing in it is trusted: every length is held against the file before it is followed.
 *
 * <p>OpenWrt appends to an image, by its program {@code fwtool} (fwimage.h, fwtool.c), pieces that each end in a trailer of 16 octets, numbers
 * big-endian: magic {@code FWx0}, CRC-32 without its last inversion over all of the file before the trailer, a type (0 signature, 1 description),
 * three octets of nothing, length of the piece with its trailer. A description is eight octets of header, all 0 so far, and at most 30 KiB of JSON.
 *
 * <p>MikroTik publishes nothing of its packages. Independent readers of them agree on this much, and only this much is read: magic
 * {@code 1E F1 D0 BA}, little-endian length of what follows, then parts of type (2 octets), length (4 octets) and content; part 1 begins with
 * the name in 16 octets, then revision, kind ({@code f} final, {@code c} candidate, {@code b} beta), minor and major number in an octet each;
 * part 16 is the architecture. What is not found there is asked of a person, and the router itself checks the signature of its maker.
 */
final class ImageFile {
    private static final int TRAILER = 16;
    private static final int MAGIC_OPENWRT = 0x46577830;
    private static final int DESCRIPTION = 1;
    private static final int MOST_TRAILERS = 4;
    private static final int HEADER = 8;
    private static final int MOST_DESCRIPTION = 30 << 10;
    /** What fwtool itself reads at once; no piece is longer. */
    private static final int MOST_PIECE = 256 << 10;

    private static final int MAGIC_ROUTEROS = 0x1EF1D0BA;
    private static final int MOST_PARTS = 200;
    private static final int PART_HEAD = 6;
    private static final int PART_NAME = 1;
    private static final int PART_ARCHITECTURE = 16;
    private static final int NAME_OCTETS = 16;

    private static final int MOST_BOARDS = 200;
    private static final Pattern BOARD = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,98}[\\x21-\\x7e])?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,63}");
    private static final int BUFFER = 1 << 16;

    private ImageFile() {}

    /** The file is not whole, or says of itself what can not be. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged(String what) {
            super(what);
        }
    }

    /**
     * What was found; null and empty for what the file does not say.
     *
     * @param family null when it can not be told: OpenWrt's images for old boxes look like anything
     */
    record Found(
            @Nullable Family family,
            @Nullable String version,
            @Nullable String revision,
            List<String> boards,
            @Nullable String packageName) {
        static final Found NOTHING = new Found(null, null, null, List.of(), null);
    }

    static Found read(Path path) throws IOException, Damaged {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            if (file.size() >= HEADER && octets(file, 0, 4).getInt() == MAGIC_ROUTEROS) {
                return routerOs(file);
            }
            return openWrt(file);
        }
    }

    private static ByteBuffer octets(FileChannel file, long from, int count) throws IOException, Damaged {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new Damaged("it ends in the middle");
            }
        }
        return buffer.flip();
    }

    private static Found openWrt(FileChannel file) throws IOException, Damaged {
        long end = file.size();
        for (int trailers = 0; trailers < MOST_TRAILERS && end >= TRAILER; trailers++) {
            ByteBuffer trailer = octets(file, end - TRAILER, TRAILER);
            if (trailer.getInt() != MAGIC_OPENWRT) {
                return Found.NOTHING;
            }
            int crc = trailer.getInt();
            int type = trailer.get();
            long size = Integer.toUnsignedLong(trailer.getInt(12));
            if (size < TRAILER || size > end || size > MOST_PIECE) {
                throw new Damaged("a piece at its end has the impossible length " + size);
            }
            if (~crc(file, end - TRAILER) != crc) {
                throw new Damaged("its CRC is wrong");
            }
            if (type == DESCRIPTION) {
                return description(file, end - size, (int) (size - TRAILER));
            }
            end -= size;
        }
        return Found.NOTHING;
    }

    private static int crc(FileChannel file, long until) throws IOException, Damaged {
        CRC32 crc = new CRC32();
        for (long at = 0; at < until; at += BUFFER) {
            crc.update(octets(file, at, (int) Math.min(BUFFER, until - at)));
        }
        return (int) crc.getValue();
    }

    private static Found description(FileChannel file, long from, int length) throws IOException, Damaged {
        int text = length - HEADER;
        if (text < 2 || text > MOST_DESCRIPTION || octets(file, from, HEADER).getLong() != 0) {
            throw new Damaged("its description is of an unknown form");
        }
        JsonNode json;
        try {
            json = JsonMapper.shared()
                    .readTree(octets(file, from + HEADER, text).array());
        } catch (JacksonException broken) {
            throw new Damaged("its description can not be read");
        }
        // The older list is a sentence for people where the image needs another flash layout.
        JsonNode newer = json.path("new_supported_devices");
        List<String> boards = (newer.isArray() ? newer : json.path("supported_devices"))
                .valueStream()
                .map(one -> one.asString(""))
                .distinct()
                .toList();
        if (boards.isEmpty()
                || boards.size() > MOST_BOARDS
                || !boards.stream().allMatch(board -> BOARD.matcher(board).matches())) {
            throw new Damaged("its description names no boards that can be read");
        }
        JsonNode version = json.path("version");
        return new Found(Family.OPENWRT, word(version.path("version")), word(version.path("revision")), boards, null);
    }

    private static @Nullable String word(JsonNode value) {
        String text = value.asString("");
        return WORD.matcher(text).matches() ? text : null;
    }

    private static Found routerOs(FileChannel file) throws IOException, Damaged {
        long size = file.size();
        if (Integer.toUnsignedLong(
                        octets(file, 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt())
                != size - HEADER) {
            throw new Damaged("it is not as long as it says");
        }
        String name = null;
        String version = null;
        String architecture = null;
        long at = HEADER;
        for (int parts = 0; parts < MOST_PARTS && size - at >= PART_HEAD; parts++) {
            ByteBuffer head = octets(file, at, PART_HEAD).order(ByteOrder.LITTLE_ENDIAN);
            int type = Short.toUnsignedInt(head.getShort());
            long length = Integer.toUnsignedLong(head.getInt());
            if (length > size - at - PART_HEAD) {
                throw new Damaged("a part is longer than the file");
            }
            if (type == PART_NAME && name == null && length >= NAME_OCTETS + 4) {
                ByteBuffer content = octets(file, at + PART_HEAD, NAME_OCTETS + 4);
                name = text(content.array(), NAME_OCTETS);
                version = version(content.array());
            } else if (type == PART_ARCHITECTURE && length > 0 && length <= 64) {
                architecture = text(octets(file, at + PART_HEAD, (int) length).array(), (int) length);
            }
            at += PART_HEAD + length;
        }
        return new Found(
                Family.ROUTEROS, version, null, architecture == null ? List.of() : List.of(architecture), name);
    }

    private static @Nullable String text(byte[] octets, int most) {
        String text = new String(octets, 0, most, StandardCharsets.ISO_8859_1).replaceFirst("\0+$", "");
        return WORD.matcher(text).matches() ? text : null;
    }

    private static @Nullable String version(byte[] part) {
        int revision = Byte.toUnsignedInt(part[NAME_OCTETS]);
        int minor = Byte.toUnsignedInt(part[NAME_OCTETS + 2]);
        String main = Byte.toUnsignedInt(part[NAME_OCTETS + 3]) + "." + minor;
        return switch (part[NAME_OCTETS + 1]) {
            case 'f' -> revision == 0 ? main : main + "." + revision;
            case 'c' -> main + "rc" + revision;
            case 'b' -> main + "beta" + revision;
            default -> null;
        };
    }
}

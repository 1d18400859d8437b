package io.langsong.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Files of firmware as their makers' tools write them. */
public final class ImageBuilder {
    static final int DESCRIPTION = 1;
    static final int SIGNATURE = 0;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    ImageBuilder(byte[] firmware) {
        octets.writeBytes(firmware);
    }

    /** An image for {@code sysupgrade} with description and signature. */
    public static byte[] openWrt(String version, String... boards) {
        return new ImageBuilder("firmware of %s".formatted(version).repeat(1000).getBytes(StandardCharsets.UTF_8))
                .piece(DESCRIPTION, described(json(version, boards)))
                .piece(SIGNATURE, "untrusted comment: signature".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    static String json(String version, String... boards) {
        return """
                {"metadata_version": "1.1", "compat_version": "1.0", "supported_devices": ["%s"],
                 "version": {"dist": "OpenWrt", "version": "%s", "revision": "r1-%s", "target": "ath79/generic",
                 "board": "some"}}""".formatted(String.join("\", \"", boards), version, version);
    }

    static byte[] described(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length).putLong(0).put(text).array();
    }

    ImageBuilder piece(int type, byte[] content) {
        octets.writeBytes(content);
        CRC32 crc = new CRC32();
        crc.update(octets.toByteArray());
        return trailer(0x46577830, ~(int) crc.getValue(), type, content.length + 16);
    }

    ImageBuilder trailer(int magic, int crc, int type, int size) {
        octets.writeBytes(ByteBuffer.allocate(16)
                .putInt(magic)
                .putInt(crc)
                .put((byte) type)
                .put(new byte[3])
                .putInt(size)
                .array());
        return this;
    }

    byte[] build() {
        return octets.toByteArray();
    }

    /** A package of RouterOS. @param version revision, kind, minor, major */
    public static byte[] routerOs(String name, String architecture, int... version) {
        ByteBuffer head = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
        head.put(name.getBytes(StandardCharsets.US_ASCII));
        head.position(16);
        for (int octet : version) {
            head.put((byte) octet);
        }
        return packaged(
                part(1, head.array()),
                part(16, architecture.getBytes(StandardCharsets.US_ASCII)),
                part(21, new byte[5000]));
    }

    static byte[] part(int type, byte[] content) {
        return ByteBuffer.allocate(6 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) type)
                .putInt(content.length)
                .put(content)
                .array();
    }

    static byte[] packaged(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer file = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x1E, (byte) 0xF1, (byte) 0xD0, (byte) 0xBA}).putInt(length);
        for (byte[] part : parts) {
            file.put(part);
        }
        return file.array();
    }
}

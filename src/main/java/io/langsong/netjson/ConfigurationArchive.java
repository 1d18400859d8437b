package io.langsong.netjson;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * The archive that an agent unpacks at the root of its device: regular files alone, of root, with times of 0, so that the same
 * configuration gives the same octets. Another version of zlib may pack the same otherwise, so whoever tells a device the checksum
 * keeps the octets with it. Any thread.
 */
public final class ConfigurationArchive {
    private static final String UCI_FOLDER = "etc/config/";
    private static final String UCI_MODE = "0644";
    private static final int BLOCK_OCTETS = 10_240;
    /** Far more than the flash of an access point holds. */
    private static final int MOST_OCTETS = 16 << 20;

    private static final int UNKNOWN_SYSTEM = 255;

    private final List<Member> members;
    private final byte[] octets;

    private ConfigurationArchive(List<Member> members) {
        this.members = List.copyOf(members);
        this.octets = pack(members);
    }

    /**
     * One file of it.
     *
     * @param name the way from the root of the device, without a slash before it
     * @param mode octal digits, four for a UCI package, for a file as it was given
     */
    public record Member(String name, String mode, String contents) {
        /** Without its contents, which may be a secret. */
        @Override
        public String toString() {
            return "Member[" + name + " " + mode + "]";
        }
    }

    /**
     * @param files of one path the last counts, in the place of the first
     * @throws NetJsonException when a file lies where a package does
     */
    public static ConfigurationArchive of(UciPackages packages, List<ConfigurationFile> files) {
        Map<String, Member> members = new LinkedHashMap<>();
        packages.files()
                .forEach((name, text) -> members.put(UCI_FOLDER + name, new Member(UCI_FOLDER + name, UCI_MODE, text)));
        int taken = members.size();
        Map<String, Member> others = new LinkedHashMap<>();
        for (ConfigurationFile file : files) {
            if (members.containsKey(file.member())) {
                throw new NetJsonException(Problem.at(List.of("files"), Fault.TAKEN_PATH, file.path()));
            }
            others.put(file.member(), new Member(file.member(), file.mode(), file.contents()));
        }
        List<Member> all = new ArrayList<>(taken + others.size());
        all.addAll(members.values());
        all.addAll(others.values());
        return new ConfigurationArchive(all);
    }

    public List<Member> members() {
        return members;
    }

    /** A tar packed by gzip. */
    public byte[] octets() {
        return octets.clone();
    }

    /** MD5 of {@link #octets}, small hexadecimal digits; agents ask for this kind. It tells a change, it protects from none. */
    public String checksum() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(octets));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has MD5", impossible);
        }
    }

    private static byte[] pack(List<Member> members) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar, BLOCK_OCTETS, "UTF-8")) {
            for (Member member : members) {
                byte[] contents = member.contents().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(member.name(), TarConstants.LF_NORMAL);
                entry.setSize(contents.length);
                entry.setMode(Integer.parseInt(member.mode(), 8));
                entry.setModTime(0);
                entry.setIds(0, 0);
                entry.setNames("", "");
                out.putArchiveEntry(entry);
                out.write(contents);
                out.closeArchiveEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return gzip(tar.toByteArray());
    }

    private static byte[] gzip(byte[] tar) {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(9);
        parameters.setOperatingSystem(UNKNOWN_SYSTEM);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GzipCompressorOutputStream out = new GzipCompressorOutputStream(packed, parameters)) {
            out.write(tar);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    /**
     * The UCI packages of an archive, packed or not; other files, links and folders are passed over.
     *
     * @throws NetJsonException when it is no archive, is larger than 16 MiB unpacked, or a package is no UCI
     */
    static UciPackages read(byte[] archive) {
        return read(archive, other -> {});
    }

    /** As {@link #read(byte[])}. @param others is told the names of the other regular files */
    static UciPackages read(byte[] archive, Consumer<String> others) {
        Map<String, String> texts = new LinkedHashMap<>();
        boolean packed = archive.length > 1 && archive[0] == 0x1f && archive[1] == (byte) 0x8b;
        try (InputStream in = new ByteArrayInputStream(archive);
                InputStream plain = packed ? new GzipCompressorInputStream(in, true) : in) {
            byte[] tar = plain.readNBytes(MOST_OCTETS + 1);
            if (tar.length > MOST_OCTETS) {
                throw new NetJsonException(Problem.whole(Fault.ARCHIVE_TOO_LARGE, MOST_OCTETS >> 20));
            }
            readTar(tar, texts, others);
        } catch (IOException | IllegalArgumentException broken) {
            if (broken instanceof NetJsonException known) {
                throw known;
            }
            throw new NetJsonException(Problem.whole(Fault.NOT_AN_ARCHIVE, String.valueOf(broken.getMessage())));
        }
        return UciParser.read(texts);
    }

    private static void readTar(byte[] tar, Map<String, String> texts, Consumer<String> others) throws IOException {
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName().replaceFirst("^(\\./|/)+", "");
                if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
                    continue;
                }
                if (!name.startsWith(UCI_FOLDER)) {
                    others.accept(name);
                    continue;
                }
                String uci = name.substring(UCI_FOLDER.length());
                if (!UciRules.isPackage(uci)) {
                    throw new NetJsonException(Problem.whole(Fault.ARCHIVE_MEMBER, name));
                }
                texts.put(uci, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}

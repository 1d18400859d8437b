package io.langsong.report.proof;

import io.langsong.journal.LimitedStream;
import io.langsong.report.ReportJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * An evidence file as it was read.
 *
 * @param sha256 of its octets, as they were before they were packed; lower-case hexadecimal digits
 */
public record ProofReading(Proof proof, String sha256) {
    private static final JsonMapper STRICT = ReportJson.mapper()
            .rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    /** Of any network that one server watches; what is longer is made to fill the memory. */
    private static final long LONGEST = 1L << 29;

    /**
     * @param in JSON, or the same packed by gzip; is not closed
     * @throws JacksonException when it is not an evidence file
     */
    public static ProofReading read(InputStream in) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream octets = new DigestInputStream(unpacked(in), digest)) {
            Proof proof = STRICT.readValue(octets, Proof.class);
            // What a reader leaves behind the last brace belongs to the file as well.
            octets.transferTo(java.io.OutputStream.nullOutputStream());
            return new ProofReading(proof, HexFormat.of().formatHex(digest.digest()));
        }
    }

    /** Whether it says of itself that it is one; also of one that is damaged behind that. */
    public static boolean isOne(InputStream in) throws IOException {
        try (JsonParser json = ReportJson.mapper().createParser(unpacked(in))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean format = "format".equals(json.currentName());
                JsonToken value = json.nextToken();
                if (format) {
                    return value == JsonToken.VALUE_STRING && json.getString().startsWith("langsong-evidence/");
                }
                json.skipChildren();
            }
            return false;
        } catch (JacksonException notJson) {
            return false;
        }
    }

    /** What it is without gzip; the same where it is not packed. Ends with an error where it is too long. */
    static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream octets = new BufferedInputStream(in);
        octets.mark(2);
        boolean packed = octets.read() == GZIP_FIRST && octets.read() == GZIP_SECOND;
        octets.reset();
        return new LimitedStream(packed ? new GZIPInputStream(octets) : octets, LONGEST);
    }
}

package io.langsong.report.proof;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/** A time-stamping service (RFC 3161). Any thread; waits for its answer. */
final class TimeStamps {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int NONCE_BITS = 64;
    /** A token with a long chain has some ten thousand octets. */
    private static final int LONGEST = 1 << 20;

    private final URI address;
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    TimeStamps(URI address) {
        this.address = address;
    }

    /**
     * Stamps the hash of some octets.
     *
     * @throws IOException when the service does not answer, or its answer is not to what was asked
     */
    TimeStampToken stamp(byte[] octets) throws IOException {
        TimeStampRequestGenerator questions = new TimeStampRequestGenerator();
        questions.setCertReq(true);
        TimeStampRequest question = questions.generate(
                NISTObjectIdentifiers.id_sha256, Sha256.of(octets), new BigInteger(NONCE_BITS, random));
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/timestamp-query")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(question.getEncoded()))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 || answer.body().length > LONGEST) {
                throw new IOException(
                        "%s answered %d with %d octets".formatted(address, answer.statusCode(), answer.body().length));
            }
            TimeStampResponse response = new TimeStampResponse(answer.body());
            response.validate(question);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new IOException("%s gives no time stamp: %s".formatted(address, response.getStatusString()));
            }
            return token;
        } catch (TSPException wrong) {
            throw new IOException("%s answered something else: %s".formatted(address, wrong.getMessage()), wrong);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + address, stopped);
        }
    }
}

package io.langsong.snmp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.snmp.SnmpValue;
import io.langsong.testkit.SharedFixtures;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys and messages of version 3 against published and captured ones. */
class UsmVectorsTest {
    private static final byte[] RFC_ENGINE = HexFormat.of().parseHex("000000000000000000000002");

    private final UsmKeys keys = new UsmKeys();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "MD5, 526f5eed9fcce26f8964c2930787d82b",
        "SHA, 6695febc9288e36282235fc7151f128497b38f3f",
    })
    void makesTheKeysOfRfc3414(AuthProtocol protocol, String localised) {
        assertThat(keys.localise(new User("u", protocol, "maplesyrup", null, null, ""), RFC_ENGINE)
                        .authKey())
                .asHexString()
                .isEqualToIgnoringCase(localised);
    }

    @Test
    void makesEveryKnownKey() throws Exception {
        JsonNode vectors = vectors();
        for (JsonNode known : vectors.get("key_localisation")) {
            if (known.get("password").asString().length() < 8) {
                continue;
            }
            User user = user(known.get("auth"), known.get("password"), null, null);

            assertThat(keys.localise(user, bytes(known.get("engineID"))).authKey())
                    .as(known.toString())
                    .isEqualTo(bytes(known.get("kul")));
        }
        for (JsonNode known : vectors.get("privacy_keys")) {
            assertPrivacyKey(known, PrivProtocol.AES128, "aes128_key");
            assertPrivacyKey(known, PrivProtocol.AES192, "aes192_blumenthal");
            assertPrivacyKey(known, PrivProtocol.AES256, "aes256_blumenthal");
            assertPrivacyKey(known, PrivProtocol.AES192_CISCO, "aes192_reeder");
            assertPrivacyKey(known, PrivProtocol.AES256_CISCO, "aes256_reeder");
        }
    }

    private void assertPrivacyKey(JsonNode known, PrivProtocol protocol, String field) {
        String phrase = known.get("password").asString();
        User user = new User("u", auth(known.get("auth").asString()), phrase, protocol, phrase, "");

        assertThat(keys.localise(user, bytes(known.get("engineID"))).privKey())
                .as("%s %s", known.get("auth"), field)
                .isEqualTo(bytes(known.get(field)));
    }

    @Test
    void opensWhatSnmpdSent() throws Exception {
        for (JsonNode captured : vectors().get("peer_messages")) {
            UsmEngine engine = engineOf(captured);
            UsmMessage response = parse(bytes(captured.get("response")));

            ScopedPdu scoped = response.authenticated() ? engine.open(response) : response.plainPdu();

            assertThat(engine.hasLevelOf(response)).isTrue();
            assertThat(engine.isOriginOf(response)).isTrue();
            assertThat(engine.hasContextOf(scoped)).isTrue();
            assertThat(engine.isTimely(response, 0)).isTrue();
            assertThat(scoped.pdu().requestId())
                    .isEqualTo(
                            captured.get("response_decoded").get("request_id").asInt());
            assertThat(scoped.pdu().varBinds().get(0).value())
                    .as(captured.get("user").asString())
                    .isEqualTo(new SnmpValue.Octets("ap-vector".getBytes(StandardCharsets.US_ASCII)));
            UsmMessage discovered = parse(bytes(captured.get("discovery_report")));
            assertThat(discovered.hasUsableEngineId()).isTrue();
            assertThat(discovered.plainPdu().reported()).isEqualTo(Oid.parse("1.3.6.1.6.3.15.1.1.4.0"));
        }
    }

    @Test
    void believesNoMessageWithAnyBitFlipped() throws Exception {
        JsonNode captured = capturedAuthPriv();
        UsmEngine engine = engineOf(captured);
        byte[] response = bytes(captured.get("response"));
        for (int bit = 0; bit < response.length * 8; bit++) {
            byte[] flipped = response.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(isBelieved(engine, flipped)).as("bit %d", bit).isFalse();
        }
        assertThat(isBelieved(engine, response)).isTrue();
    }

    /** What the exchange asks of a message before it takes values from it. */
    private static boolean isBelieved(UsmEngine engine, byte[] octets) {
        try {
            UsmMessage message = parse(octets);
            return message.authenticated()
                    && engine.hasLevelOf(message)
                    && engine.hasContextOf(engine.open(message))
                    && engine.isTimely(message, 0);
        } catch (DecodeException | UntrustedException refused) {
            return false;
        }
    }

    @Test
    void refusesAnOldTimeAndAnOldBoot() throws Exception {
        JsonNode captured = capturedAuthPriv();
        UsmEngine engine = engineOf(captured);
        UsmMessage response = parse(bytes(captured.get("response")));
        long minute = 60_000_000_000L;

        assertThat(engine.isTimely(response, 0)).isTrue();
        assertThat(engine.isTimely(response, 2 * minute)).isTrue();
        assertThat(engine.isTimely(response, 3 * minute)).isFalse();
    }

    @Test
    void aWrongKeyOpensNothing() throws Exception {
        JsonNode captured = capturedAuthPriv();
        byte[] response = bytes(captured.get("response"));
        User right = userOf(captured);
        User wrongAuth =
                new User(right.name(), right.authProtocol(), "authpass13", right.privProtocol(), "privpass12", "");
        User wrongPriv =
                new User(right.name(), right.authProtocol(), "authpass12", right.privProtocol(), "privpass13", "");
        byte[] engineId = bytes(captured.get("engineID"));

        assertThatThrownBy(() -> new UsmEngine(wrongAuth, engineId, keys).open(parse(response)))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("DIGEST");
        assertThatThrownBy(() -> new UsmEngine(wrongPriv, engineId, keys).open(parse(response)))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("PRIVACY");
    }

    private static JsonNode capturedAuthPriv() throws Exception {
        for (JsonNode captured : vectors().get("peer_messages")) {
            if (captured.get("user").asString().equals("u_s256_aes")) {
                return captured;
            }
        }
        throw new AssertionError("no message of u_s256_aes among the vectors");
    }

    @Test
    void writesWhatItCanOpen() throws Exception {
        for (AuthProtocol auth : AuthProtocol.values()) {
            for (PrivProtocol priv : PrivProtocol.values()) {
                UsmEngine engine = new UsmEngine(
                        new User("người dùng", auth, "authpass12", priv, "privpass12", "ctx"), RFC_ENGINE, keys);
                BerWriter out = new BerWriter();
                engine.writeRequest(
                        out,
                        77,
                        78,
                        new PduRequest(
                                Tag.GET, new byte[][] {Oid.parse("1.3.6.1").ber()}, 0),
                        0);

                UsmMessage message = parse(out.toByteArray());
                ScopedPdu scoped = engine.open(message);

                assertThat(message.msgId()).isEqualTo(77);
                assertThat(engine.hasLevelOf(message)).isTrue();
                assertThat(scoped.pdu().requestId()).isEqualTo(78);
                assertThat(scoped.pdu().varBinds()).hasSize(1);
                assertThat(engine.hasContextOf(scoped)).isTrue();
            }
        }
    }

    private UsmEngine engineOf(JsonNode captured) {
        return new UsmEngine(userOf(captured), bytes(captured.get("engineID")), keys);
    }

    private static User userOf(JsonNode captured) {
        User levels = user(
                captured.get("auth"),
                captured.get("auth_password"),
                captured.get("priv"),
                captured.get("priv_password"));
        return new User(
                captured.get("user").asString(),
                levels.authProtocol(),
                levels.authKey(),
                levels.privProtocol(),
                levels.privKey(),
                "");
    }

    private static User user(
            JsonNode auth, JsonNode authPhrase, @Nullable JsonNode priv, @Nullable JsonNode privPhrase) {
        boolean noAuth = auth == null || auth.isNull();
        boolean noPriv = priv == null || privPhrase == null || priv.isNull();
        return new User(
                "u",
                noAuth ? null : auth(auth.asString()),
                noAuth ? null : authPhrase.asString(),
                noPriv ? null : priv(priv.asString()),
                noPriv ? null : privPhrase.asString(),
                "");
    }

    private static AuthProtocol auth(String name) {
        return AuthProtocol.valueOf(name.replace("-", ""));
    }

    private static PrivProtocol priv(String name) {
        return name.equals("AES") ? PrivProtocol.AES128 : PrivProtocol.valueOf(name.replace("-", ""));
    }

    private static UsmMessage parse(byte[] octets) throws DecodeException {
        BerReader in = new BerReader(octets, 0, octets.length);
        if (CommunityMessage.version(in) != 3) {
            throw new DecodeException("not version 3");
        }
        return UsmMessage.read(in, 0);
    }

    private static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asString());
    }

    private static JsonNode vectors() throws Exception {
        return JsonMapper.shared()
                .readTree(SharedFixtures.require("snmpv3-vectors.json").toFile());
    }
}

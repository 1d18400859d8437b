package io.langsong.snmp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.VarBinds;
import io.langsong.testkit.SharedFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a datagram holds, reading it ends in values or in {@link DecodeException}, and never elsewhere. */
class HostileInputTest {
    /** In a usual run; {@code LANGSONG_LONG=true} for ten million. */
    private static final int MUTANTS = "true".equals(System.getenv("LANGSONG_LONG")) ? 10_000_000 : 200_000;

    private static final Set<String> ASKED =
            Set.of("1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.31.1.1.1.6.1");

    private static final byte[][] NAMES =
            ASKED.stream().map(oid -> Oid.parse(oid).ber()).toArray(byte[][]::new);

    private final UsmEngine engine = new UsmEngine(SampleMessages.USER, SampleMessages.ENGINE_ID, new UsmKeys());

    /** As the engine reads it; null when the message answers nothing of ours or is not to be believed. */
    private @Nullable Pdu read(byte[] octets) throws DecodeException {
        BerReader in = new BerReader(octets, 0, octets.length);
        int version = CommunityMessage.version(in);
        if (version == 3) {
            UsmMessage message = UsmMessage.read(in, 0);
            try {
                ScopedPdu scoped = message.authenticated() ? engine.open(message) : message.plainPdu();
                boolean believed = engine.hasLevelOf(message)
                        && engine.isOriginOf(message)
                        && engine.hasContextOf(scoped)
                        && engine.isTimely(message, 0);
                return believed && scoped.pdu().type() == Tag.RESPONSE ? scoped.pdu() : null;
            } catch (UntrustedException untrusted) {
                return null;
            }
        }
        CommunityMessage message = CommunityMessage.read(in, version);
        boolean ours = message.version() == 1
                && message.requestId() == SampleMessages.REQUEST_ID
                && message.hasCommunity(SampleMessages.COMMUNITY);
        return ours ? message.pdu(new VarBinds(), new PduRequest(Tag.GET, NAMES, 0)) : null;
    }

    private @Nullable Pdu readOrDrop(byte[] octets) {
        try {
            return read(octets);
        } catch (DecodeException unreadable) {
            return null;
        }
    }

    @Test
    void everyHostileDatagramIsJudgedAsItMust() throws IOException {
        Path folder = SharedFixtures.require("snmp-hostile");
        Map<String, List<byte[]>> datagrams = datagrams(folder);
        List<String> wrong = new ArrayList<>();
        JsonNode index = JsonMapper.shared()
                .readTree(folder.resolve("index.json").toFile())
                .get("index");
        for (JsonNode hostile : index) {
            String id = hostile.get("id").asString();
            for (byte[] octets : datagrams.getOrDefault(id, List.of())) {
                Pdu pdu = readOrDrop(octets);
                if (hostile.get("dir").asString().equals("response")) {
                    wrong.addAll(judge(id, hostile.get("must").asString(), pdu));
                }
            }
        }
        assertThat(datagrams).hasSizeGreaterThan(1_000);
        assertThat(wrong).isEmpty();
    }

    private static List<String> judge(String id, String must, @Nullable Pdu pdu) {
        if (must.equals("drop")) {
            return pdu == null ? List.of() : List.of(id + " must be dropped, gave " + pdu);
        }
        if (pdu == null) {
            return must.equals("either") ? List.of() : List.of(id + " must not be dropped: " + must);
        }
        long usable = pdu.varBinds().stream()
                .filter(varBind -> ASKED.contains(varBind.oid().toString()))
                .map(VarBind::value)
                .filter(SnmpValue::isPresent)
                .count();
        boolean tooFew = must.equals("accept") && usable < ASKED.size();
        return tooFew ? List.of(id + " must be accepted, has only " + usable + " values: " + pdu) : List.of();
    }

    @Test
    void noMutationEscapesTheDecoder() {
        Random random = new Random(7);
        List<byte[]> seeds = seeds();
        long understood = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(seeds.get(random.nextInt(seeds.size())), random);
            Pdu pdu = readOrDrop(mutant);
            if (pdu != null) {
                understood++;
                DecoderFuzz.touch(pdu);
            }
        }
        assertThat(understood)
                .as("mutants still readable, so that the test reaches the depth")
                .isPositive();
    }

    /** What {@link DecoderFuzz} found worth keeping. */
    @Test
    void theCorpusOfTheFuzzerHarmsNoDecoder() throws Exception {
        Path corpus = Path.of(Objects.requireNonNull(getClass().getResource("DecoderFuzzInputs"))
                .toURI());
        int read = 0;
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] octets = Files.readAllBytes(file);
                DecoderFuzz.readCommunity(octets);
                DecoderFuzz.readUsm(engine, octets);
                DecoderFuzz.readScoped(octets);
                read++;
            }
        }
        assertThat(read).isGreaterThan(3);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] mutant = seed.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt();
                case 2 -> mutant[at] = (byte) (random.nextBoolean() ? 0xff : 0x80 | random.nextInt(6));
                default -> mutant = Arrays.copyOf(mutant, 1 + random.nextInt(mutant.length));
            }
        }
        return mutant;
    }

    private static List<byte[]> seeds() {
        return List.of(
                SampleMessages.version2c(SampleMessages.everyType()),
                SampleMessages.version2c(SampleMessages.table()),
                SampleMessages.version3());
    }

    /** By id; a case of several datagrams has them as {@code name#0}, {@code name#1} and so on. */
    private static Map<String, List<byte[]>> datagrams(Path folder) throws IOException {
        Map<String, List<byte[]>> found = new HashMap<>();
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".hex")).collect(Collectors.toList())) {
                String kind = file.getFileName().toString().replace(".hex", "");
                for (String line : Files.readAllLines(file)) {
                    int space = line.indexOf(' ');
                    if (!line.startsWith("#") && space > 0) {
                        String name = kind + "/" + line.substring(0, space).replaceAll("#\\d+$", "");
                        found.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(HexFormat.of()
                                        .parseHex(line.substring(space + 1).strip()));
                    }
                }
            }
        }
        return found;
    }
}

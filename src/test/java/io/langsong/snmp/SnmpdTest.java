package io.langsong.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.Community;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.snmp.SnmpCredentials.Version;
import io.langsong.snmp.SnmpReply.Answered;
import io.langsong.snmp.SnmpReply.CredentialFault;
import io.langsong.snmp.SnmpReply.NotAuthenticated;
import io.langsong.testkit.Snmpd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The engine against a real agent, net-snmp's. */
@ExtendWith(OutputCaptureExtension.class)
class SnmpdTest {
    private static final Oid SYS_NAME = Oid.parse("1.3.6.1.2.1.1.5.0");
    private static final Oid SYSTEM = Oid.parse("1.3.6.1.2.1.1");
    private static final User DEFAULT = user(AuthProtocol.SHA256, PrivProtocol.AES128);
    private static final User NO_AUTH = new User("u_none", null, null, null, null, "");

    private final SnmpEngine engine = new SnmpEngine();

    @TempDir
    Path folder;

    private Snmpd agent;

    @BeforeEach
    void start() throws Exception {
        agent = new Snmpd(folder, users());
        agent.start();
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
        if (agent != null) {
            agent.close();
        }
    }

    private static List<String> users() {
        List<String> lines = new ArrayList<>(List.of("createUser u_none", "rouser u_none noauth"));
        for (AuthProtocol auth : AuthProtocol.values()) {
            for (PrivProtocol priv : privacyOfSnmpd()) {
                User user = user(auth, priv);
                lines.add("createUser %s %s \"authpass12\" %s \"privpass12\""
                        .formatted(user.name(), name(auth), name(priv)));
                lines.add("rouser " + user.name() + " auth");
            }
        }
        return lines;
    }

    private static List<PrivProtocol> privacyOfSnmpd() {
        return List.of(PrivProtocol.DES, PrivProtocol.AES128, PrivProtocol.AES192, PrivProtocol.AES256);
    }

    private static String name(AuthProtocol auth) {
        return auth.name().matches("SHA\\d+") ? "SHA-" + auth.name().substring(3) : auth.name();
    }

    private static String name(PrivProtocol priv) {
        return switch (priv) {
            case AES128 -> "AES";
            case AES192 -> "AES-192";
            case AES256 -> "AES-256";
            default -> priv.name();
        };
    }

    private static User user(AuthProtocol auth, PrivProtocol priv) {
        return new User("u_" + auth + "_" + priv, auth, "authpass12", priv, "privpass12", "");
    }

    private static Community community(Version version) {
        return new Community(version, "public");
    }

    private SnmpTarget target(SnmpCredentials credentials, int retries) {
        return new SnmpTarget(agent.address(), credentials, Duration.ofMillis(500), retries, 25, 20);
    }

    private SnmpReply ask(SnmpCredentials credentials) {
        CompletableFuture<SnmpReply> reply = new CompletableFuture<>();
        engine.get(target(credentials, 1), List.of(SYS_NAME), reply::complete);
        return reply.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void assertNamed(SnmpReply reply, Object what) {
        assertThat(reply)
                .as("%s", what)
                .isInstanceOfSatisfying(
                        Answered.class,
                        answered -> assertThat(answered.varBinds())
                                .containsExactly(new VarBind(
                                        SYS_NAME,
                                        new SnmpValue.Octets(Snmpd.SYS_NAME.getBytes(StandardCharsets.US_ASCII)))));
    }

    @Test
    void readsInEveryVersionAndEveryPairOfProtocols() {
        assertNamed(ask(community(Version.V1)), Version.V1);
        assertNamed(ask(community(Version.V2C)), Version.V2C);
        assertNamed(ask(NO_AUTH), NO_AUTH);
        for (AuthProtocol auth : AuthProtocol.values()) {
            for (PrivProtocol priv : privacyOfSnmpd()) {
                User user = user(auth, priv);
                assertNamed(ask(user), user);
                User authOnly = new User(user.name(), auth, "authpass12", null, null, "");
                assertNamed(ask(authOnly), authOnly);
            }
        }
        assertThat(engine.counts().unmatched()).isZero();
        assertThat(engine.counts().undecodable()).isZero();
    }

    @Test
    void walksAlikeInEveryVersion() {
        List<Oid> expected = null;
        for (SnmpCredentials credentials : List.of(community(Version.V2C), community(Version.V1), NO_AUTH, DEFAULT)) {
            CompletableFuture<SnmpReply> walked = new CompletableFuture<>();
            engine.walk(target(credentials, 1), List.of(SYSTEM), WalkLimits.DEFAULT, walked::complete);
            Answered answered =
                    (Answered) walked.orTimeout(20, TimeUnit.SECONDS).join();
            List<Oid> oids =
                    answered.varBinds().stream().map(VarBind::oid).sorted().toList();

            assertThat(answered.complete()).as("%s", credentials).isTrue();
            assertThat(oids).hasSizeGreaterThan(7).contains(SYS_NAME);
            expected = expected == null ? oids : expected;
            assertThat(oids).isEqualTo(expected);
        }
    }

    @Test
    void saysWhichCredentialIsWrong() {
        AuthProtocol auth = AuthProtocol.SHA256;
        PrivProtocol priv = PrivProtocol.AES128;
        String name = DEFAULT.name();
        assertThat(ask(new User(name, auth, "authpass13", priv, "privpass12", "")))
                .isEqualTo(new NotAuthenticated(CredentialFault.WRONG_AUTHENTICATION));
        assertThat(ask(new User("nobody", auth, "authpass12", priv, "privpass12", "")))
                .isEqualTo(new NotAuthenticated(CredentialFault.UNKNOWN_USER));
        User wrongPrivacy = new User(name, auth, "authpass12", priv, "privpass13", "");
        assertThat(ask(wrongPrivacy)).isInstanceOf(NotAuthenticated.class);
        assertThat(ask(wrongPrivacy)).isInstanceOf(NotAuthenticated.class);
        assertThat(ask(new User("u_none", auth, "authpass12", null, null, ""))).isInstanceOf(NotAuthenticated.class);

        assertNamed(ask(DEFAULT), "the right keys, after the wrong ones");
    }

    @Test
    void aWrongCommunityIsSilence() {
        assertThat(ask(new Community(Version.V2C, "wrong")))
                .isEqualTo(new SnmpReply.TimedOut(Duration.ofSeconds(1), 2));
    }

    @Test
    void aStoppedAgentTimesOutAndIsReadAgainAfterItsRestart() throws Exception {
        assertNamed(ask(DEFAULT), "before");
        agent.stop();
        assertThat(ask(DEFAULT)).isInstanceOf(SnmpReply.TimedOut.class);
        assertThat(ask(DEFAULT)).isInstanceOf(SnmpReply.TimedOut.class);
        assertThat(ask(DEFAULT)).isInstanceOf(SnmpReply.TimedOut.class);
        agent.start();

        long before = engine.counts().sent();
        assertNamed(ask(DEFAULT), "the first request after boots + 1");
        // What it knew of the agent's clock, and again by what the agent says of it.
        assertThat(engine.counts().sent() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void anAgentThatForgotItsBootsIsReadAgain() throws Exception {
        agent.stop();
        agent.startForgetful();
        assertNamed(ask(DEFAULT), "before");
        for (int restart = 0; restart < 3; restart++) {
            agent.stop();
            agent.startForgetful();

            assertNamed(ask(DEFAULT), "after a restart");
        }
    }

    /** Its boots go from two to one: nothing that an engine does by itself, so somebody should look, but no outage. */
    @Test
    void anAgentWhoseBootsGoBackwardsIsReadAtOnceAndToldOf(CapturedOutput log) throws Exception {
        agent.stop();
        agent.start();
        assertNamed(ask(DEFAULT), "before");
        agent.stop();
        agent.startForgetful();
        long before = engine.counts().sent();

        assertNamed(ask(DEFAULT), "the first request after it forgot");
        assertThat(engine.counts().sent() - before).isLessThanOrEqualTo(2);
        assertThat(log.getOut().lines().filter(line -> line.contains("snmp engine clock went backwards")))
                .singleElement()
                .asString()
                .contains("WARN", "user=" + DEFAULT.name(), "boots=1");
        assertThat(engine.engines()).singleElement().satisfies(met -> {
            assertThat(met.setBack()).isNotNull();
            assertThat(met.setBack().bootsBefore()).isEqualTo(2);
            assertThat(met.setBack().boots()).isEqualTo(1);
        });
    }
}

package io.langsong.provisioning.driver;

import io.langsong.provisioning.driver.DeviceFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Connections to boxes over SSH. A box is let through only with the key that a person accepted for it; nothing of the account that the server
 * runs in is used, neither keys nor known hosts nor settings. Any thread.
 */
@Component
public class Ssh implements SmartLifecycle {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LOGIN = Duration.ofSeconds(20);
    private static final AttributeRepository.AttributeKey<Meeting> MEETING = new AttributeRepository.AttributeKey<>();

    private @Nullable SshClient client;

    /** What is expected, and what came. */
    private static final class Meeting {
        private final @Nullable String expected;
        private volatile @Nullable String offered;

        private Meeting(@Nullable String expected) {
            this.expected = expected;
        }

        private boolean meets(PublicKey key) {
            String shown = PublicKeyEntry.toString(key);
            offered = shown;
            return shown.equals(expected);
        }

        /** The type of the key that is expected; empty when any is. */
        private String type() {
            String key = expected;
            return key == null ? "" : key.substring(0, Math.max(0, key.indexOf(' ')));
        }
    }

    /** A box with several keys shows the one that its visitor likes best: that is to be the one that was accepted. */
    private static final class PinnedFirst implements SessionListener {
        @Override
        public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
            AttributeRepository context = ((ClientSession) session).getConnectionContext();
            Meeting meeting = context == null ? null : context.getAttribute(MEETING);
            if (meeting != null && !meeting.type().isEmpty()) {
                proposal.computeIfPresent(
                        KexProposalOption.SERVERKEYS, (option, usual) -> pinnedFirst(usual, meeting.type()));
            }
        }

        private static String pinnedFirst(String usual, String type) {
            return Stream.of(usual.split(","))
                    .sorted(Comparator.comparing(name -> !type.equals(KeyUtils.getCanonicalKeyType(name))))
                    .collect(Collectors.joining(","));
        }
    }

    /** The key of the box there, as in {@code known_hosts}; nobody is let in anywhere by it. */
    public String hostKey(SshTarget target) throws DeviceFailure {
        try {
            connect(new SshTarget(target.address(), target.port(), target.user(), null, null, null))
                    .close();
        } catch (DeviceFailure failure) {
            String offered = failure.offered();
            if (offered != null) {
                return offered;
            }
            throw failure;
        }
        throw new IllegalStateException("Nobody was expected, and somebody was let through");
    }

    /** As people compare it: {@code SHA256:…}. @param hostKey as in {@code known_hosts} */
    public static String fingerprint(String hostKey) {
        try {
            PublicKey key = PublicKeyEntry.parsePublicKeyEntry(hostKey).resolvePublicKey(null, null, null);
            return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalArgumentException("No key of a host: " + hostKey, broken);
        }
    }

    /** @throws IllegalArgumentException when it is no private key, or one that is encrypted */
    public static void requirePrivateKey(String text) {
        keys(text);
    }

    private static Iterable<KeyPair> keys(String text) {
        try {
            Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("key"),
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                    FilePasswordProvider.EMPTY);
            if (keys != null && keys.iterator().hasNext()) {
                return keys;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException broken) {
            throw new IllegalArgumentException("No private key that can be read", broken);
        }
        throw new IllegalArgumentException("No private key");
    }

    /** @throws DeviceFailure of kind {@code UNREACHABLE}, {@code HOST_KEY} or {@code LOGIN} */
    public SshConnection connect(SshTarget target) throws DeviceFailure {
        Meeting meeting = new Meeting(target.hostKey());
        ClientSession session = null;
        boolean in = false;
        try {
            session = client().connect(
                            target.user(),
                            target.address(),
                            target.port(),
                            AttributeRepository.ofKeyValuePair(MEETING, meeting),
                            null)
                    .verify(CONNECT)
                    .getClientSession();
            String password = target.password();
            if (password != null) {
                session.addPasswordIdentity(password);
            }
            String privateKey = target.privateKey();
            if (privateKey != null) {
                keys(privateKey).forEach(session::addPublicKeyIdentity);
            }
            session.auth().verify(LOGIN);
            in = true;
            return new SshConnection(session);
        } catch (IOException failed) {
            throw failure(target, meeting, failed);
        } finally {
            if (!in && session != null) {
                session.close(true);
            }
        }
    }

    private static DeviceFailure failure(SshTarget target, Meeting meeting, IOException failed) {
        String offered = meeting.offered;
        if (offered != null && !offered.equals(meeting.expected)) {
            String was = meeting.expected;
            return was == null
                    ? new DeviceFailure(Reason.KEY_UNKNOWN, failed, offered, target, fingerprint(offered))
                    : new DeviceFailure(
                            Reason.KEY_CHANGED, failed, offered, target, fingerprint(offered), fingerprint(was));
        }
        Reason reason = offered != null && isNo(failed) ? Reason.NOT_LET_IN : Reason.NOT_REACHED;
        return new DeviceFailure(reason, failed, null, target, Said.of(String.valueOf(failed.getMessage())));
    }

    /** Whether it was heard out and said no; a line that breaks says nothing. */
    private static boolean isNo(IOException failed) {
        return failed instanceof SshException said
                && (said.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                        || String.valueOf(said.getMessage()).contains("authentication failures"));
    }

    private synchronized SshClient client() {
        SshClient running = client;
        if (running == null) {
            running = SshClient.setUpDefaultClient();
            running.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            running.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            running.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
            running.setServerKeyVerifier((session, address, key) ->
                    session.getConnectionContext().getAttribute(MEETING).meets(key));
            running.addSessionListener(new PinnedFirst());
            CoreModuleProperties.HEARTBEAT_INTERVAL.set(running, Duration.ofSeconds(15));
            CoreModuleProperties.IDLE_TIMEOUT.set(running, Duration.ofMinutes(2));
            running.start();
            client = running;
        }
        return running;
    }

    /** The client begins with the first connection. */
    @Override
    public void start() {}

    @Override
    public synchronized void stop() {
        SshClient running = client;
        client = null;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return client != null;
    }
}

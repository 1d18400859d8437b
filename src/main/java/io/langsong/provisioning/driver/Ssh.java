package io.langsong.provisioning.driver;

import io.langsong.provisioning.driver.DeviceFailure.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
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
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
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
            return new DeviceFailure(
                    Kind.HOST_KEY,
                    was == null
                            ? "%s has the key %s, which nobody has accepted yet".formatted(target, fingerprint(offered))
                            : "%s has the key %s, and %s was accepted: another box answers there, or it was reset"
                                    .formatted(target, fingerprint(offered), fingerprint(was)),
                    failed,
                    offered);
        }
        return offered != null && isNo(failed)
                ? new DeviceFailure(Kind.LOGIN, target + " does not let us in: " + failed.getMessage(), failed, null)
                : new DeviceFailure(
                        Kind.UNREACHABLE, target + " can not be reached: " + failed.getMessage(), failed, null);
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

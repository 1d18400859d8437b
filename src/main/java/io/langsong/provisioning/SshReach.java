package io.langsong.provisioning;

import io.langsong.inventory.Device;
import io.langsong.inventory.Inventory;
import io.langsong.provisioning.SshTable.Secrets;
import io.langsong.provisioning.driver.CommandLine;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.Driver;
import io.langsong.provisioning.driver.OpenWrtShell;
import io.langsong.provisioning.driver.RouterOs;
import io.langsong.provisioning.driver.Ssh;
import io.langsong.provisioning.driver.SshConnection;
import io.langsong.provisioning.driver.SshTarget;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The way to the box of an access point, and how it is spoken to there. Any thread. */
@Component
class SshReach {
    private static final Secrets NONE = new Secrets(null, null);

    private final Inventory inventory;
    private final Ssh ssh;

    SshReach(Inventory inventory, Ssh ssh) {
        this.inventory = inventory;
        this.ssh = ssh;
    }

    /** How the boxes of an access point's family are spoken to. */
    static Driver driver(Method method, SshAccess access) {
        return switch (method) {
            case OPENWRT_SSH -> new OpenWrtShell();
            case ROUTEROS_SSH -> new RouterOs();
            case CLI_SSH ->
                new CommandLine(
                        Objects.requireNonNullElse(access.prompt(), CommandLine.USUAL_PROMPT),
                        Objects.requireNonNullElse(access.refusal(), CommandLine.USUAL_REFUSAL),
                        Objects.requireNonNullElse(access.showCommand(), ""));
            case OPENWRT_AGENT, PAPER -> throw new IllegalArgumentException("Nothing is pushed by " + method.code());
        };
    }

    /** @throws DeviceFailure of kind {@code UNREACHABLE}, {@code HOST_KEY} or {@code LOGIN} */
    SshConnection connect(SshAccess access, Secrets secrets) throws DeviceFailure {
        return ssh.connect(target(access, secrets));
    }

    /** The key of the box there; it gets to know nothing of ours. */
    String hostKey(SshAccess access) throws DeviceFailure {
        return ssh.hostKey(target(access, NONE));
    }

    /** Where it is, unless somebody said so that of the device in the inventory; empty when nobody knows. */
    String address(SshAccess access) {
        return access.address() != null
                ? access.address()
                : inventory
                        .snapshot()
                        .device(access.place())
                        .map(Device::address)
                        .orElse("");
    }

    private SshTarget target(SshAccess access, Secrets secrets) {
        return new SshTarget(
                address(access),
                access.port(),
                access.user(),
                secrets.password(),
                secrets.privateKey(),
                access.hostKey());
    }
}

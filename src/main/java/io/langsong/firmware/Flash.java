package io.langsong.firmware;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.SshConnection;
import java.io.InputStream;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the boxes of one family are asked what they are, and brought firmware. Any thread, one at a time for a box. */
interface Flash {
    BoxFacts facts(DeviceId place, SshConnection box, Instant now) throws DeviceFailure;

    /** Whether a box that said {@code before} was started anew when it said {@code now}. */
    boolean restarted(String before, String now);

    /**
     * Brings the file there and has the box look at it, as far as it can. May be done again.
     *
     * @throws DeviceFailure of kind {@code REFUSED} when what came there has another checksum, or the box does not take it
     */
    void bring(SshConnection box, Image image, InputStream octets) throws DeviceFailure;

    /**
     * Tells the box to restart with what was brought. Told again before it was restarted, it does nothing: the box keeps a mark.
     *
     * @param token of the work
     * @return null when it is about to; else what the box said when it tried and could not
     */
    @Nullable
    String order(SshConnection box, Image image, UUID token) throws DeviceFailure;

    /** Takes away what is left of it there. */
    void tidy(SshConnection box, Image image) throws DeviceFailure;
}

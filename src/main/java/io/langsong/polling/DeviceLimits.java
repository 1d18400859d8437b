package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.snmp.AgentLimits;
import org.jspecify.annotations.Nullable;

/**
 * How much a device bears, and by what it is told whether it is still the same device.
 *
 * @param profile by which it was read
 * @param identity what it said of itself; null when it was not asked
 */
record DeviceLimits(
        DeviceId device, String profile, @Nullable String identity, AgentLimits limits) {}

/**
 * What access points say of themselves: reports that OpenWrt's monitoring agents send, as samples and as signs of life.
 *
 * <p>Who sends is a {@link io.langsong.provisioning.BoxKeys box} that fills a place; the place has the id of its device, and so have the samples. What a
 * report says beside figures, above all which clients there are, is counted and thrown away.
 */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "database",
            "inventory",
            "journal",
            "metric",
            "polling",
            "provisioning",
            "secret"
        })
@NullMarked
package io.langsong.agent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

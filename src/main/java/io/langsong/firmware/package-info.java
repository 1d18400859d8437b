/**
 * What runs on access points, and how something newer comes to run there.
 *
 * <p>An {@link io.langsong.firmware.Image} is a file that a person gave, kept under its checksum. An {@link io.langsong.firmware.Upgrade} brings
 * one to many access points: each is looked at, given the file, told to restart with it and waited for. Of one path through the network never
 * two are under way at once, and none is ever told twice: what was begun stands in the database before it is begun, and the box keeps a mark.
 */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "database",
            "inventory",
            "maintenance",
            "provisioning",
            "provisioning :: driver"
        })
@NullMarked
package io.langsong.firmware;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

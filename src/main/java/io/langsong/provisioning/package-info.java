/**
 * What each access point is to be, and how it comes to be so.
 *
 * <p>An {@link io.langsong.provisioning.AccessPoint} is a place in the network that is planned, filled by a {@link io.langsong.provisioning.Box},
 * and perhaps by another one later; it keeps its id, and with it what was measured. What it is to be follows from
 * {@link io.langsong.provisioning.Template templates}, {@link io.langsong.provisioning.Values values} and configuration of its own, and is
 * rendered once: a {@link io.langsong.provisioning.Rendition} is kept octet by octet. What the box gets is the rendition that was let
 * out to it last, never what a template says at the moment; letting out is a step of its own.
 */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "database",
            "inventory",
            "metric",
            "netjson",
            "notification",
            "outage",
            "print",
            "qr",
            "secret",
            "uptime"
        })
@NullMarked
package io.langsong.provisioning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

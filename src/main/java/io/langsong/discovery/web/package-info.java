/** Scans and what they found, and how a device is read, on pages and over HTTP. */
@ApplicationModule(
        allowedDependencies = {
            "discovery",
            "inventory",
            "metric",
            "snmp",
            "polling",
            "polling::profile",
            "access",
            "web"
        })
@NullMarked
package io.langsong.discovery.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

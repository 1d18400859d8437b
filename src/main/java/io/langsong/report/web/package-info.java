/** Reports on pages and over HTTP: reading them, writing in them, and who may let them go out. */
@ApplicationModule(
        allowedDependencies = {
            "report",
            "report :: document",
            "report :: paper",
            "report :: proof",
            "access",
            "availability",
            "outage",
            "uptime",
            "web"
        })
@NullMarked
package io.langsong.report.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

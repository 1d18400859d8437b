/** Where anybody checks a document, without signing in; and where those who signed in get what stands up to doubt. */
@ApplicationModule(
        allowedDependencies = {
            "inventory",
            "outage",
            "report",
            "report::document",
            "report::paper",
            "report::proof",
            "uptime",
            "web"
        })
@NullMarked
package io.langsong.report.proof.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

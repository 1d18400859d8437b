/** Where anybody checks a document, without signing in. */
@ApplicationModule(allowedDependencies = {"report", "report::proof", "web"})
@NullMarked
package io.langsong.report.proof.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Prints Thymeleaf templates as PDF: tagged, with the letters that they need embedded. Knows nothing of what it prints. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.langsong.print;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

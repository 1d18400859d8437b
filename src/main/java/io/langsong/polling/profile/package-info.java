/** What to ask each family of devices and how to read its answers; one YAML file per family. */
@NamedInterface("profile")
@NullMarked
package io.langsong.polling.profile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

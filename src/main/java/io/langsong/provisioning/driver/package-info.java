/**
 * How configuration comes onto boxes that no agent runs on: one file for each family of them. Knows nothing of access points and of the database.
 */
@NamedInterface("driver")
@NullMarked
package io.langsong.provisioning.driver;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

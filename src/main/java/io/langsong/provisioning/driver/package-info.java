/**
 * How configuration comes onto boxes that no agent runs on: one file for each family of them. Knows nothing of access points and of the database.
 */
@NullMarked
package io.langsong.provisioning.driver;

import org.jspecify.annotations.NullMarked;

/** The ways a message leaves: one file each. */
@NullMarked
package io.langsong.notification.channel;

import org.jspecify.annotations.NullMarked;

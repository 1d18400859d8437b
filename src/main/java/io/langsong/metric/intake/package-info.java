/** What both stores share: the bounded buffer with its writing thread, and the list of series. */
@NullMarked
package io.langsong.metric.intake;

import org.jspecify.annotations.NullMarked;

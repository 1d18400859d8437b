/** Keeps samples in PostgreSQL as compressed chunks. */
@NullMarked
package io.langsong.metric.embedded;

import org.jspecify.annotations.NullMarked;

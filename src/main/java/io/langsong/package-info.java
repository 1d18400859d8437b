/** LangSong: polls, stores, judges, alerts and reports on the network of a commune. */
@NullMarked
package io.langsong;

import org.jspecify.annotations.NullMarked;

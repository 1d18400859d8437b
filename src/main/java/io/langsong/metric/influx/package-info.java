/** Keeps samples in InfluxDB. */
@NullMarked
package io.langsong.metric.influx;

import org.jspecify.annotations.NullMarked;

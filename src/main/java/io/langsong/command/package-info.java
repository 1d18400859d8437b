/** The commands of the program; thin, each calls one module. */
@NullMarked
package io.langsong.command;

import org.jspecify.annotations.NullMarked;

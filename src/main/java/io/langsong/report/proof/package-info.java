/**
 * What stands up to doubt: the evidence of each issued report, from which anybody can count its figures again, each chained to the
 * one before; the documents that were issued, by their hashes; and their signature.
 */
@NamedInterface("proof")
@NullMarked
package io.langsong.report.proof;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

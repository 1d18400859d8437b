package io.langsong.report.web;

import io.langsong.report.paper.Paper.Block;
import java.util.List;
import java.util.Locale;

/** A piece of a document, and by which name a template tells it from others: {@code heading}, {@code table}, … */
record Piece(String kind, Block block) {
    static List<Piece> of(List<Block> blocks) {
        return blocks.stream()
                .map(block -> new Piece(block.getClass().getSimpleName().toLowerCase(Locale.ROOT), block))
                .toList();
    }
}
